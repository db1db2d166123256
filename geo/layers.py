"""What exists in a community: one `LayerType` record each.

Adding a layer is adding a record here, its style in `dashboard/drawing/styles.py` and its English
words. Nothing else in the house asks "is this a pipe?".

Component codes are those of the urban-management component standard; they are kept with the
standard's name because GB/T 30428.2-2013 and GB/T 47678.5-2026 number some components differently.
"""

from dataclasses import dataclass

from geo.words import N_

POINT, LINE, AREA = "point", "line", "area"

GEOMETRY_TYPES: dict[str, tuple[str, ...]] = {
    POINT: ("Point",),
    LINE: ("LineString", "MultiLineString"),
    AREA: ("Polygon", "MultiPolygon"),
}
"""The shapely geometry types that a geometry kind admits."""

COMPONENT_STANDARD = "GB/T 30428.2-2013"


@dataclass(frozen=True)
class Field:
    """One attribute of a layer.

    `kind` is "text", "integer", "number", "boolean" or "reference" (id of a feature in the layer
    `refers_to`). `unit` is a unit symbol ("m", "mm", "m²", "W", "") or a counted noun.
    `values` maps each allowed stored word to its title; empty means free. `low`/`high` bound numbers.
    """

    key: str
    title: str
    kind: str = "text"
    unit: str = ""
    values: tuple[tuple[str, str], ...] = ()
    low: float | None = None
    high: float | None = None
    required: bool = False
    refers_to: str = ""

    def title_of(self, value: object) -> str:
        """The title of an allowed value, or the value as text."""
        return dict(self.values).get(str(value), str(value))


@dataclass(frozen=True)
class LayerType:
    """A kind of thing on the map.

    `geometry` lists the admitted geometry kinds (none: a record without place of its own, which
    belongs to a feature of the layer `parent`). `codes` pairs a `kind` ("" for any) with its
    component code in `standard`. `measure` names what its geometry is measured by:
    "length_m", "area_m2" or "" (counted). `internal` layers are never shown to the public.
    `measure_word` is the counted noun (栋, 盏 …). `context` layers make up the base map.
    """

    key: str
    title: str
    group: str
    geometry: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    measure: str = ""
    measure_word: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    standard: str = ""
    parent: str = ""
    internal: bool = False
    context: bool = False

    def component_code(self, kind: object = "") -> str:
        """The five-digit component code (major + minor) of a feature of this kind, "" if it has none."""
        codes = dict(self.codes)
        return codes.get(str(kind), codes.get("", ""))

    def field(self, key: str) -> Field:
        """The field of this key; `KeyError` if the layer has none."""
        for item in self.fields:
            if item.key == key:
                return item
        raise KeyError(f"{self.key} has no field {key!r}; it has {[f.key for f in self.fields]}")


COMPOUND = Field("compound", N_("小区"), "reference", refers_to="compound")
SURFACES = (
    ("asphalt", N_("沥青")),
    ("concrete", N_("水泥")),
    ("brick", N_("铺砖")),
    ("grass_paver", N_("植草砖")),
)
SEWER_KINDS = (
    ("foul", N_("污水")),
    ("storm", N_("雨水")),
    ("combined", N_("合流")),
)

LAYER_GROUPS: tuple[tuple[str, str], ...] = (
    ("place", N_("小区与楼栋")),
    ("public_space", N_("公共空间")),
    ("road", N_("道路与照明")),
    ("drainage", N_("排水管网")),
    ("governance", N_("网格治理")),
    ("context", N_("底图")),
)

LAYERS: tuple[LayerType, ...] = (
    LayerType(
        "compound",
        N_("小区"),
        "place",
        (AREA,),
        (
            Field(
                "kind",
                N_("类型"),
                values=(("old", N_("老旧小区")), ("commodity", N_("商品房小区"))),
                required=True,
            ),
        ),
        measure="area_m2",
        measure_word=N_("个"),
    ),
    LayerType(
        "building",
        N_("楼栋"),
        "place",
        (AREA,),
        (
            COMPOUND,
            Field("no", N_("楼栋号"), required=True),
            Field("storeys", N_("层数"), "integer", N_("层"), low=1, high=120),
            Field("units", N_("单元数"), "integer", N_("个"), low=0, high=60),
            Field("households", N_("户数"), "integer", N_("户"), low=0, high=5000),
            Field("year_built", N_("建成年代"), "integer", low=1900, high=2100),
            Field("renovated", N_("已综合整治"), "boolean"),
            Field("roof_treated_m2", N_("屋面渗漏治理面积"), "number", "m²", low=0, high=100_000),
        ),
        measure="area_m2",
        measure_word=N_("栋"),
    ),
    LayerType(
        "unit",
        N_("单元"),
        "place",
        (),
        (
            Field("no", N_("单元号"), required=True),
            Field("households", N_("户数"), "integer", N_("户"), low=0, high=1000),
        ),
        measure_word=N_("个"),
        parent="building",
    ),
    LayerType(
        "garden",
        N_("花园"),
        "public_space",
        (AREA,),
        (
            COMPOUND,
            Field(
                "kind",
                N_("类型"),
                values=(
                    ("party_building", N_("党建公园")),
                    ("sports", N_("运动广场")),
                    ("city_park", N_("城市公园")),
                    ("green", N_("绿地")),
                ),
            ),
            Field("upgraded", N_("已提质改造"), "boolean"),
            Field("wall_removed_m", N_("拆除围墙"), "number", "m", low=0, high=10_000),
        ),
        measure="area_m2",
        measure_word=N_("个"),
        codes=(("", "04013"),),
        standard=COMPONENT_STANDARD,
    ),
    LayerType(
        "facility",
        N_("设施"),
        "public_space",
        (POINT,),
        (
            COMPOUND,
            Field(
                "kind",
                N_("类型"),
                values=(
                    ("library_branch", N_("图书馆分馆")),
                    ("cultural_centre", N_("综合文化服务中心")),
                    ("notice_board", N_("宣传栏")),
                    ("waste_point", N_("垃圾分类点")),
                    ("property_office", N_("物业服务处")),
                    ("gate", N_("出入口")),
                ),
                required=True,
            ),
            Field("floor_area_m2", N_("建筑面积"), "number", "m²", low=0, high=1_000_000),
        ),
        measure_word=N_("处"),
        codes=(("notice_board", "03008"), ("waste_point", "03005")),
        standard=COMPONENT_STANDARD,
    ),
    LayerType(
        "road",
        N_("道路"),
        "road",
        (LINE,),
        (
            COMPOUND,
            Field(
                "kind",
                N_("等级"),
                values=(
                    ("main", N_("主路")),
                    ("cluster", N_("组团路")),
                    ("doorstep", N_("宅前路")),
                    ("footpath", N_("步行道")),
                ),
                required=True,
            ),
            Field("width_m", N_("宽度"), "number", "m", low=0.5, high=100, required=True),
            Field("surface", N_("路面"), values=SURFACES),
            Field("overlaid", N_("已白改黑"), "boolean"),
        ),
        measure="length_m",
        measure_word=N_("条"),
    ),
    LayerType(
        "parking",
        N_("停车位"),
        "road",
        (AREA,),
        (
            COMPOUND,
            Field("bays", N_("车位数"), "integer", N_("个"), low=0, high=5000),
            Field("surface", N_("路面"), values=SURFACES),
            Field("overlaid", N_("已白改黑"), "boolean"),
        ),
        measure="area_m2",
        measure_word=N_("处"),
    ),
    LayerType(
        "street_light",
        N_("路灯"),
        "road",
        (POINT,),
        (
            COMPOUND,
            Field(
                "kind",
                N_("位置"),
                values=(
                    ("main", N_("主路")),
                    ("cluster", N_("组团路")),
                    ("doorstep", N_("宅前路")),
                    ("garden", N_("花园")),
                ),
            ),
            Field("mounting_height_m", N_("灯杆高度"), "number", "m", low=0.3, high=40),
            Field("power_w", N_("功率"), "number", "W", low=0, high=2000),
            Field("luminaire", N_("灯具")),
            Field("added", N_("新增"), "boolean"),
            Field(
                "state",
                N_("状态"),
                values=(("working", N_("正常")), ("faulty", N_("故障"))),
            ),
        ),
        measure_word=N_("盏"),
        codes=(("", "01037"),),
        standard=COMPONENT_STANDARD,
    ),
    LayerType(
        "pipe",
        N_("排水管"),
        "drainage",
        (LINE,),
        (
            Field("kind", N_("类别"), values=SEWER_KINDS, required=True),
            Field("diameter_mm", N_("管径"), "integer", "mm", low=50, high=5000),
            Field(
                "material",
                N_("管材"),
                values=(
                    ("hdpe", N_("HDPE 双壁波纹管")),
                    ("concrete", N_("钢筋混凝土管")),
                    ("pvc_u", N_("PVC-U 管")),
                ),
            ),
            Field("from_node", N_("起点井")),
            Field("to_node", N_("终点井")),
            Field("upstream_invert_m", N_("起点管底标高"), "number", "m", low=-200, high=9000),
            Field("downstream_invert_m", N_("终点管底标高"), "number", "m", low=-200, high=9000),
            Field("renewed", N_("已改造"), "boolean"),
        ),
        measure="length_m",
        measure_word=N_("段"),
        internal=True,
    ),
    LayerType(
        "manhole",
        N_("检查井"),
        "drainage",
        (POINT,),
        (
            Field("kind", N_("类别"), values=SEWER_KINDS, required=True),
            Field("ground_level_m", N_("地面标高"), "number", "m", low=-200, high=9000),
            Field("invert_level_m", N_("井底标高"), "number", "m", low=-200, high=9000),
        ),
        measure_word=N_("座"),
        codes=(("foul", "01002"), ("storm", "01003")),
        standard=COMPONENT_STANDARD,
        internal=True,
    ),
    LayerType(
        "gully",
        N_("雨水口"),
        "drainage",
        (POINT,),
        (Field("ground_level_m", N_("地面标高"), "number", "m", low=-200, high=9000),),
        measure_word=N_("个"),
        codes=(("", "01004"),),
        standard=COMPONENT_STANDARD,
        internal=True,
    ),
    LayerType(
        "outfall",
        N_("排放口"),
        "drainage",
        (POINT,),
        (
            Field("kind", N_("类别"), values=SEWER_KINDS, required=True),
            Field("invert_level_m", N_("管底标高"), "number", "m", low=-200, high=9000),
        ),
        measure_word=N_("个"),
        internal=True,
    ),
    LayerType(
        "grid",
        N_("网格"),
        "governance",
        (AREA,),
        (COMPOUND,),
        measure="area_m2",
        measure_word=N_("个"),
    ),
    LayerType(
        "context",
        N_("周边环境"),
        "context",
        (AREA, LINE),
        (
            Field(
                "kind",
                N_("类型"),
                values=(
                    ("river", N_("河流")),
                    ("city_road", N_("城市道路")),
                    ("green", N_("绿地")),
                    ("plot", N_("地块")),
                ),
                required=True,
            ),
            Field("width_m", N_("宽度"), "number", "m", low=0.5, high=500),
        ),
        measure_word=N_("处"),
        context=True,
    ),
)

LAYER_BY_KEY: dict[str, LayerType] = {layer.key: layer for layer in LAYERS}


def layer_type(key: str) -> LayerType:
    """The record of a layer; `KeyError` names the layers there are."""
    try:
        return LAYER_BY_KEY[key]
    except KeyError:
        raise KeyError(f"no layer {key!r}; there are {', '.join(LAYER_BY_KEY)}") from None
