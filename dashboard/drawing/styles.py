"""How the map looks, as tables: colours by meaning for day and for evening projection.

The browser's painters and the printed sheets read the same tokens. A colour is named after what it
means, never after its hue, so that both themes answer to the same names.
"""

from dataclasses import dataclass

from geo.words import N_

LIGHT: dict[str, str] = {
    "paper": "#efebe3",
    "plot": "#e8e2d6",
    "compound_old": "#f5f0e5",
    "compound_commodity": "#f3efe8",
    "compound_edge": "#b9ab93",
    "river": "#bcd8e4",
    "river_edge": "#9fc3d3",
    "green": "#d6e4c6",
    "garden": "#c5dfac",
    "garden_edge": "#86b066",
    "garden_text": "#3c6b2a",
    "garden_sports": "#e3cfae",
    "city_road": "#fffdf8",
    "city_road_edge": "#c9bda8",
    "road": "#ffffff",
    "road_edge": "#c4b8a3",
    "road_text": "#70695c",
    "parking": "#e5e5e3",
    "parking_edge": "#bdbcb6",
    "building": "#d9cebd",
    "building_edge": "#9a8d79",
    "building_text": "#2f2a22",
    "building_shade": "#6b5d4833",
    "compound_text": "#3a332a",
    "halo": "#fffdf9",
    "ink": "#1d2b36",
    "muted": "#5d6b76",
    "accent": "#1f5c57",
    "warm": "#c8553d",
    "late": "#c0271b",
    "foul": "#8a5a2b",
    "storm": "#2f6fb3",
    "combined": "#7b4fa0",
    "light_core": "#f2a51f",
    "light_halo": "#ffcf6b66",
    "light_edge": "#8a5b00",
    "light_faulty": "#8b8b8b",
    "grid_edge": "#1f5c57",
    "grid_text": "#1f5c57",
    "facility": "#1f5c57",
    "facility_sign": "#ffffff",
    "river_text": "#2f6e8c",
}

DARK: dict[str, str] = {
    "paper": "#12191f",
    "plot": "#182128",
    "compound_old": "#1c272f",
    "compound_commodity": "#1b252c",
    "compound_edge": "#54606a",
    "river": "#16384a",
    "river_edge": "#215068",
    "green": "#1b3226",
    "garden": "#24472f",
    "garden_edge": "#4c8156",
    "garden_text": "#a8d79b",
    "garden_sports": "#4b4029",
    "city_road": "#35424c",
    "city_road_edge": "#0d1317",
    "road": "#33404a",
    "road_edge": "#0f161b",
    "road_text": "#b5bfc8",
    "parking": "#2a343c",
    "parking_edge": "#4a555e",
    "building": "#4a525a",
    "building_edge": "#7f8a93",
    "building_text": "#f4f1ea",
    "building_shade": "#00000055",
    "compound_text": "#f1ece0",
    "halo": "#10171c",
    "ink": "#f6f3ec",
    "muted": "#9fabb5",
    "accent": "#7cc4b8",
    "warm": "#f08a6f",
    "late": "#ff6f61",
    "foul": "#d39a5c",
    "storm": "#6fb1ec",
    "combined": "#bd93e0",
    "light_core": "#ffd27a",
    "light_halo": "#ffcf6b88",
    "light_edge": "#ffe9bd",
    "light_faulty": "#7b858d",
    "grid_edge": "#7cc4b8",
    "grid_text": "#a5dcd2",
    "facility": "#7cc4b8",
    "facility_sign": "#10171c",
    "river_text": "#86bdd6",
}


@dataclass(frozen=True)
class Step:
    """One class of a theme: the value, or the half-open range [low, high), and its two colours."""

    title: str
    light: str
    dark: str
    value: str | bool | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Theme:
    """A colouring of the buildings by one of their properties.

    `field` is the property; `steps` the classes in legend order. A theme with `series` numbers its
    values instead and takes colours from that list in turn (grids: neighbours differ).
    """

    key: str
    title: str
    field: str = ""
    unit: str = ""
    steps: tuple[Step, ...] = ()
    series: tuple[tuple[str, str], ...] = ()


GRID_SERIES = (
    ("#8fb8a8", "#3f7a68"),
    ("#e2b07a", "#94683a"),
    ("#9db2d6", "#4c6796"),
    ("#d79a9a", "#8d4f50"),
    ("#c3c37a", "#75762f"),
    ("#b79cc9", "#6d5283"),
    ("#8cc1cc", "#3b7885"),
    ("#d9bfa0", "#86694a"),
    ("#a9c98a", "#587a3b"),
)

NO_THEME = "none"

THEMES: tuple[Theme, ...] = (
    Theme(
        "renovation",
        N_("综合整治"),
        "renovated",
        steps=(
            Step(N_("已综合整治"), "#3f8f7c", "#46a08b", value=True),
            Step(N_("未整治"), "#d9cebd", "#4a525a", value=False),
        ),
    ),
    Theme(
        "storeys",
        N_("层数"),
        "storeys",
        N_("层"),
        steps=(
            Step("1–3", "#f3dfb8", "#5b4f37", low=0, high=4),
            Step("4–6", "#ebc58b", "#7a6239", low=4, high=7),
            Step("7–9", "#dda065", "#9a723f", low=7, high=10),
            Step("10–17", "#c0764a", "#bd8548", low=10, high=18),
            Step("≥ 18", "#8f4f34", "#e3a562", low=18, high=1000),
        ),
    ),
    Theme(
        "year",
        N_("建成年代"),
        "year_built",
        steps=(
            Step(N_("1990 以前"), "#8a6d9e", "#a58bc0", low=0, high=1990),
            Step("1990–1999", "#a58bb0", "#8d76a6", low=1990, high=2000),
            Step("2000–2004", "#bfa9c0", "#77658b", low=2000, high=2005),
            Step("2005–2014", "#d6c6d2", "#62556f", low=2005, high=2015),
            Step(N_("2015 以后"), "#eae0e6", "#4f4757", low=2015, high=3000),
        ),
    ),
    Theme("grid", N_("所属网格"), "grid", series=GRID_SERIES),
    Theme(
        "households",
        N_("户数"),
        "households",
        N_("户"),
        steps=(
            Step("< 30", "#dbe8e6", "#33474a", low=0, high=30),
            Step("30–49", "#aacdca", "#3e6467", low=30, high=50),
            Step("50–99", "#74aaa9", "#4d8586", low=50, high=100),
            Step("≥ 100", "#3a7d7e", "#7fbfbf", low=100, high=100_000),
        ),
    ),
    Theme(NO_THEME, N_("不着色")),
)

THEME_KEYS: tuple[str, ...] = tuple(theme.key for theme in THEMES)

HELD = "held"
COVERAGE_THEME = Theme(
    "coverage",
    N_("责任覆盖"),
    steps=(
        Step(N_("没有人负责"), "#c8553d", "#e0694c", value="vacant"),
        Step(N_("任期已到,无人接任"), "#e0a63c", "#d9a441", value="expired"),
        Step(N_("有两人以上"), "#8a63b0", "#a684cb", value="double"),
        Step(N_("部分单元有缺口"), "#efd3a5", "#7d6a45", value="partly"),
        Step(N_("在两个网格里或网格外"), "#9db2d6", "#4c6796", value="astray"),
        Step(N_("有人负责"), "#bdd3c7", "#35564c", value=HELD),
    ),
)
"""The colouring of the coverage check: values come with the map's state (`MapState.marks`), not with the layer."""

MARKS: tuple[str, ...] = tuple(str(step.value) for step in COVERAGE_THEME.steps)

LUX: tuple[Step, ...] = (
    Step("< 0.5 lx", "#232a4d", "#2a1a4a", low=0.0, high=0.5),
    Step("0.5-1 lx", "#4a4f7d", "#5a2069", low=0.5, high=1.0),
    Step("1-2 lx", "#7d7c78", "#98336b", low=1.0, high=2.0),
    Step("2-5 lx", "#aea371", "#d0593f", low=2.0, high=5.0),
    Step("5-10 lx", "#dcc65c", "#f79b1e", low=5.0, high=10.0),
    Step("≥ 10 lx", "#ffe945", "#fcee86", low=10.0, high=float("inf")),
)
"""Illuminance by class, dark to bright in lightness too, so that it is read without seeing colours (after cividis by
day, inferno in the evening)."""

CARD_FACTS: dict[str, tuple[str, ...]] = {
    "compound": ("kind", "m"),
    "building": ("storeys", "households", "year_built", "renovated", "units", "roof_treated_m2"),
    "garden": ("kind", "m", "upgraded", "wall_removed_m"),
    "facility": ("kind", "compound", "floor_area_m2"),
    "road": ("kind", "width_m", "m", "surface", "overlaid"),
    "parking": ("bays", "m", "surface", "overlaid"),
    "street_light": ("state", "mounting_height_m", "power_w", "added"),
    "pipe": ("kind", "diameter_mm", "m", "slope", "material"),
    "manhole": ("kind", "ground_level_m", "invert_level_m"),
    "gully": ("ground_level_m",),
    "outfall": ("kind", "invert_level_m"),
    "grid": ("compound", "m"),
}
"""What the short card says of a layer's feature, most telling first: fields, "m" (measured), "slope"."""


STATUS: dict[str, tuple[str, str]] = {
    "planned": ("#9aa5b1", "○"),
    "preparing": ("#d9a441", "◔"),
    "under_construction": ("#e07b39", "◑"),
    "completed": ("#3b8ea5", "●"),
    "accepted": ("#2f7d4f", "✔"),
}
"""Colour and symbol of each stage of a work; late is a red outline, never a red fill."""

STATUS_DARK: dict[str, str] = {
    "planned": "#8794a1",
    "preparing": "#d9a441",
    "under_construction": "#e8884a",
    "completed": "#4ba3bb",
    "accepted": "#48a06d",
}
"""The same colours on the dark ground of the evening."""

HATCHED = frozenset({"under_construction"})
"""Stages that carry a diagonal hatch, so that they are told apart without colour."""


def status_look(status: str) -> dict[str, object]:
    """How works of a status are drawn: fill by day and by evening, symbol (the browser draws it itself), hatch."""
    colour, symbol = STATUS[status]
    return {"light": colour, "dark": STATUS_DARK[status], "symbol": symbol, "hatch": status in HATCHED}


def as_json() -> dict[str, object]:
    """Both colour tables and the themes, as the browser reads them (titles still to be translated)."""
    return {"light": LIGHT, "dark": DARK}
