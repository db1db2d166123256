"""The walking sheet: to scale, on A4, every glyph in the fonts that are carried along."""

import re
import subprocess
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from fontTools.ttLib import TTFont

from dashboard.drawing.print_fonts import FONTS
from dashboard.services.duty.my_place import BuildingRow, MyPlace, WorkRow
from dashboard.services.sheets.walking_sheet import ASSETS, MAP_MM, sheet_map, walking_sheet
from geo.crs import STORED_CRS
from tests.pages.conftest import EAST, NORTH, small_layers

NOTHING = gpd.GeoDataFrame(geometry=[], crs=STORED_CRS)


class Ground:
    """The small community of the page tests, as `Community` hands layers out."""

    def __init__(self) -> None:
        self.frames = small_layers()

    def __getitem__(self, key: str):
        frame = self.frames.get(key, NOTHING)
        return type("Layer", (), {"frame": frame, "placed": frame.geometry.notna()})


def place(title: str = "一网格", head: str = "示例·张三") -> MyPlace:
    square = shapely.box(EAST, NORTH, EAST + 50, NORTH + 200)
    outline = gpd.GeoSeries([square], crs="EPSG:4547").to_crs(STORED_CRS).iloc[0]
    homes = (BuildingRow("A01", "麓山名园 1栋", 28, 1, head, "000-8000-0001", 0),)
    works = (WorkRow("w", "p", "屋面防水 <b>&amp;#[x]", "planned", "项目 · 未开始", "≈ 11-30", False, True),)
    return MyPlace("grid", "W1", title, "网格员", "示例·李四", outline, homes, works, ())


def test_the_map_is_drawn_to_the_scale_that_it_names() -> None:
    # The grid is 200 m high, with 8 m around it 216 m: 112 mm of paper at 1:2,000 hold 224 m, at 1:1,500 only 168 m.
    scale, svg = sheet_map(Ground(), place())  # type: ignore[arg-type]
    assert scale == 2000
    edge = re.search(r'<path d="([^"]+)" fill="none" stroke="#1f5c57" stroke-width="0.80"', svg)
    assert edge
    heights = [float(spot.split()[1]) for spot in edge[1].strip("MZ").split("L")]
    assert max(heights) - min(heights) == pytest.approx(100, abs=0.2)  # 200 m at 1:2,000
    assert (MAP_MM[1] - max(heights)) == pytest.approx(min(heights), abs=0.1)


def test_it_is_a4_with_its_own_fonts_and_every_word_on_it(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(walking_sheet(Ground(), place(), date(2025, 6, 1), is_sample=True))  # type: ignore[arg-type]
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    squeezed = told.replace(" ", "")
    assert {"一网格", "示例·张三", "000-8000-0001", "屋面防水<b>&amp;#[x]", "1栋", "50m"} - {
        text
        for text in ["一网格", "示例·张三", "000-8000-0001", "屋面防水<b>&amp;#[x]", "1栋", "50m"]
        if text in squeezed
    } == set()
    facts = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", facts)
    fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts and all("NotoSans" in line for line in fonts)


@pytest.mark.parametrize("name", ["regular", "bold"])
def test_the_print_fonts_hold_what_the_screen_fonts_hold(name: str) -> None:
    screen = TTFont(ASSETS / "fonts" / f"noto-sans-sc-{'400' if name == 'regular' else '700'}.woff2").getBestCmap()
    assert set(screen) <= set(TTFont(FONTS / f"noto-sans-sc-{name}.otf").getBestCmap())
    assert (FONTS / "OFL.txt").is_file()
