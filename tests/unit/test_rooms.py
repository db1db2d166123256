"""Who may import whom, and what only one folder may do, read from the source itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = {"geo": (), "data": ("geo",), "dashboard": ("geo", "data")}
"""A room → the rooms that it may import."""

SCREEN = ("streamlit", "streamlit_folium")
FORBIDDEN_IN = {
    "geo": (*SCREEN, "folium", "branca", "sqlalchemy", "sqlite3", "alembic", "psycopg"),
    "data": (*SCREEN, "folium", "branca"),
}
FILE_FORMATS = "geo/exchange/"
"""A GeoPackage is an SQLite file: reading one as a file is no storage."""

SHOWS_STREAMLIT = ("dashboard/main.py", "dashboard/pages/", "dashboard/components/")
DRAWS = "dashboard/drawing/"
UNSAFE = ("unsafe_allow_html", "components.html", "components.v1")
FOLIUM_TEXT = ("Popup", "Tooltip", "GeoJson", "GeoJsonPopup", "GeoJsonTooltip", "LayerControl", "DivIcon")


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> set[str]:
    """Full names of all modules that a source imports, wherever the import stands."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def packages(source: str) -> set[str]:
    """The top-level packages that a source imports."""
    return {name.split(".")[0] for name in imported(ast.parse(source))}


def wrong_imports(room: str, tree: ast.AST, name: str = "") -> list[str]:
    """What a source of a room imports although it must not."""
    others = set(ROOMS) - {room, *ROOMS[room]}
    forbidden = {*others, *FORBIDDEN_IN.get(room, ())}
    if name.startswith(FILE_FORMATS):
        forbidden.discard("sqlite3")
    return sorted(name for name in imported(tree) if name.split(".")[0] in forbidden)


def html_from_text(name: str, source: str) -> list[str]:
    """Ways by which text could become markup or script, used outside the folder that draws."""
    if name.startswith(DRAWS):
        return []
    tree = ast.parse(source)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    folium = any(item.split(".")[0] == "folium" for item in imported(tree))
    return [word for word in UNSAFE if word in source] + [word for word in FOLIUM_TEXT if folium and word in used]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_below_it(room):
    assert sources(room)
    faults = {name_of(file): wrong_imports(room, ast.parse(file.read_text()), name_of(file)) for file in sources(room)}
    assert {name: wrong for name, wrong in faults.items() if wrong} == {}


def test_streamlit_lives_in_main_pages_and_components_only():
    users = [
        name_of(f)
        for f in sources("dashboard")
        if {m.split(".")[0] for m in imported(ast.parse(f.read_text()))} & {*SCREEN}
    ]
    assert users
    assert [name for name in users if not name.startswith(SHOWS_STREAMLIT)] == []


def test_no_text_becomes_markup_outside_the_drawing_folder():
    files = [*sources("dashboard"), ROOT / "app.py"]
    faults = {name_of(file): html_from_text(name_of(file), file.read_text()) for file in files}
    assert {name: wrong for name, wrong in faults.items() if wrong} == {}


def test_scripts_in_the_page_are_constants():
    """`unsafe_allow_javascript` stands in one place, fed by a function of one enumerated word."""
    users = [name_of(file) for file in sources("dashboard") if "unsafe_allow_javascript" in file.read_text()]
    assert users == ["dashboard/components/shell.py"]


def test_pages_are_agendas():
    for file in (ROOT / "dashboard" / "pages").glob("*.py"):
        source = file.read_text()
        assert len(source.splitlines()) <= 60, name_of(file)
        assert not {"sqlalchemy", "geopandas", "pandas", "numpy"} & {
            m.split(".")[0] for m in imported(ast.parse(source))
        }


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("geo", "import streamlit"),
        ("geo", "def f():\n    from data.store import Store"),
        ("data", "from dashboard.text import _"),
        ("geo", "import sqlalchemy.orm"),
        ("geo", "import sqlite3"),
    ],
)
def test_the_rule_sees_a_wrong_import(room, source):
    assert wrong_imports(room, ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(name, unsafe_allow_html=True)",
        "st.components.html(name)",
        "import folium\nfolium.Popup(name)",
        "from folium import GeoJson",
    ],
)
def test_the_rule_sees_text_that_becomes_markup(source):
    assert html_from_text("dashboard/components/map/card.py", source)
