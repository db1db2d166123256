"""A small community with buildings, a road, pipes and lights, and a project on it; pictures drawn with Pillow."""

import io
from datetime import date

import geopandas as gpd
import shapely
from PIL import Image

from data.communities import Community, add_community
from data.features import upsert_frame
from data.projects import add_project
from data.store import Store
from data.works import add_works
from geo.works import AssetRef, Drawn, Funding, OnAssets, Project, Unknown, WholeCompound, Work, WorkDate

X, Y = 112.92, 28.21
TODAY = date(2025, 6, 10)
ROOFS = (AssetRef("building", "A01"), AssetRef("building", "A02"))


def box(left: float, bottom: float, right: float, top: float) -> shapely.Polygon:
    """A box in thousandths of a degree from the corner of the ground."""
    return shapely.box(X + left / 1000, Y + bottom / 1000, X + right / 1000, Y + top / 1000)


def frame(rows: dict[str, shapely.Geometry], **columns: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=list(rows.values()), index=list(rows), crs="EPSG:4490")


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(X + x / 1000, Y + y / 1000) for x, y in points])


LAYERS = {
    "compound": frame({"A": box(0, 0, 10, 10)}, name=["麓山名园"], kind=["old"]),
    "building": frame(
        {"A01": box(1, 1, 2, 2), "A02": box(3, 1, 4, 2)},
        name=["1栋", "2栋"], no=["1栋", "2栋"], compound=["A", "A"], roof_treated_m2=[100.0, 300.0],
    ),
    "road": frame(
        {"r1": line((0, 5), (10, 5)), "r2": line((5, 0), (5, 10))}, kind=["main", "main"], width_m=[7.0, 3.5],
    ),
    "pipe": frame({"s1": line((0, 6), (10, 6))}, kind=["foul"]),
}  # fmt: skip

ROOF = Work(
    "roof", "p", "roof_leak", "屋面", location=OnAssets(ROOFS), planned=400.0, contracted=380.0, weight=2.0,
    contractor="示例公司", supervisor="示例监理", cost_fen=1000_01, funding=(Funding("示例基金", 1000_01),),
    start=WorkDate(date(2025, 3, 1), True), end=WorkDate(date(2025, 6, 1)), warranty_until=date(2030, 6, 1),
    public_words="公开说明", internal_words="内部说明",
)  # fmt: skip
SEWER = Work("sewer", "p", "sewer_renewal", "管网", location=OnAssets((AssetRef("pipe", "s1"),)), planned=982.0)
BENCH = Work("bench", "p", "public_space", "坐凳", location=Drawn(box(6, 6, 7, 7)), planned=100.0)
WASTE = Work(
    "waste", "p", "waste_sorting", "分类", location=WholeCompound("A"), planned=3.0, status="accepted", accepted=3.0
)
LATER = Work("later", "p", "other", "待定", location=Unknown())
PROJECT = Project(
    "p", "示例整治", "compound", lead="示例负责人", internal_words="项目内部", mechanisms=("co_creation",)
)


def make_ground(store: Store) -> str:
    """Write the community with its layers, a project and five works; its id."""
    with store.write("测试") as tx:
        add_community(tx, Community("c", "社区", lon=112.925, lat=28.215))
        for key, rows in LAYERS.items():
            upsert_frame(tx, "c", key, rows)
        add_project(tx, "c", PROJECT)
        add_works(tx, "c", [ROOF, SEWER, BENCH, WASTE, LATER])
    return "c"


def picture(colour: str = "green", size: tuple[int, int] = (64, 48), form: str = "JPEG", **options: object) -> bytes:
    """A drawn picture as a file."""
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, form, **options)
    return target.getvalue()
