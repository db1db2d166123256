"""The printed map: to scale, its own legend, names that never overlap, told apart without colour, nothing blank."""

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pytest
import shapely
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dashboard.drawing.plan_svg import Terrain, Wish, draw, fitted, round_scale
from dashboard.drawing.plan_svg.lettering import Board, text_width
from dashboard.drawing.plan_svg.shapes import axis_of, longest_stretch, stripes
from dashboard.drawing.plan_svg.works import HATCHES
from dashboard.drawing.print_fonts import FONTS, missing, printable, printed
from dashboard.drawing.styles import STATUS
from tests.pages.conftest import EAST, NORTH, small_layers

CRS = "EPSG:4547"
LON = 112.92


def terrain(*without: str) -> Terrain:
    frames = small_layers()
    return Terrain({key: frame for key, frame in frames.items() if key not in without}, LON)


def works(**rows: tuple[str, object]) -> gpd.GeoDataFrame:
    """Works by id: (status, shape in metres from the corner of the drawing, or None)."""
    moved = [
        None if shape is None else shapely.transform(shape, lambda xy: xy + np.array([EAST, NORTH]))
        for _s, shape in rows.values()
    ]
    columns = {
        "status": [status for status, _shape in rows.values()],
        "project": "p",
        "late": False,
        "shown": ["drawn" if shape is not None else "" for shape in moved],
    }
    return gpd.GeoDataFrame(columns, geometry=moved, crs=CRS, index=list(rows)).to_crs(4490)


@pytest.mark.parametrize(("wide", "high", "scale"), [(186, 10, 1000), (187, 10, 1500), (10, 10, 200), (3e3, 1, 20_000)])
def test_scales_are_round_and_the_largest_that_fit(wide: float, high: float, scale: int) -> None:
    assert round_scale(wide, high, 186, 112) == scale


def test_a_metre_of_ground_has_the_length_that_the_scale_says() -> None:
    ground = terrain()
    sheet = fitted((EAST, NORTH, EAST + 40, NORTH + 40), ground.crs, 100, 100)
    assert sheet.scale == 500
    a, b = sheet.at(EAST, NORTH), sheet.at(EAST + 10, NORTH)
    assert b[0] - a[0] == pytest.approx(20)  # 10 m at 1:500
    drawn = draw(ground, sheet)
    # The building A01 is 20 m × 10 m: 40 mm × 20 mm.
    spans = []
    for ring in re.findall(r"M([\d. L-]+)Z", drawn.svg):
        spots = [tuple(map(float, spot.split())) for spot in re.findall(r"-?[\d.]+ -?[\d.]+", ring)]
        if len(spots) == 4:
            xs, ys = zip(*spots, strict=True)
            spans.append((round(max(xs) - min(xs), 1), round(max(ys) - min(ys), 1)))
    assert (40.0, 20.0) in spans


def test_a_layer_that_is_not_handed_in_leaves_no_trace() -> None:
    inner, outer = terrain(), terrain("pipe", "manhole")
    sheet = fitted((EAST, NORTH, EAST + 60, NORTH + 60), inner.crs, 120, 120)
    with_pipes, without = draw(inner, sheet), draw(outer, sheet)
    assert "DN300" in with_pipes.svg and "污水管(W)" in {row.title for row in with_pipes.legend}
    assert "DN300" not in without.svg and not {"污水管(W)", "检查井"} & {row.title for row in without.legend}


def test_the_legend_says_only_what_is_on_the_map() -> None:
    ground = terrain("pipe", "manhole")
    near = draw(ground, fitted((EAST + 2, NORTH + 2, EAST + 32, NORTH + 22), ground.crs, 60, 40))
    assert {row.title for row in near.legend} == {"楼栋"}
    far = draw(ground, fitted((EAST, NORTH, EAST + 200, NORTH + 200), ground.crs, 100, 100))
    assert {"楼栋", "花园", "道路", "停车位", "路灯", "小区范围"} <= {row.title for row in far.legend}


def test_statuses_are_told_apart_without_colour() -> None:
    ground = terrain("pipe", "manhole")
    sheet = fitted((EAST, NORTH, EAST + 100, NORTH + 100), ground.crs, 100, 100)
    drawings = set()
    for status in STATUS:
        one = draw(ground, sheet, Wish(works=works(w=(status, shapely.box(40, 50, 80, 90)))))
        grey = re.sub(r"#[0-9a-f]{6}", "#", one.svg)
        drawings.add(grey)
    assert len(drawings) == len(STATUS) == len(HATCHES)


def test_works_without_a_spot_are_counted_and_not_drawn() -> None:
    ground = terrain("pipe", "manhole")
    sheet = fitted((EAST, NORTH, EAST + 100, NORTH + 100), ground.crs, 100, 100)
    drawn = draw(ground, sheet, Wish(works=works(a=("planned", None), b=("planned", shapely.box(40, 50, 80, 90)))))
    assert drawn.left_out == 1
    assert next(row.count for row in drawn.legend if row.title == "计划中") == 1


def test_a_project_s_number_in_the_list_stands_on_the_map() -> None:
    ground = terrain("pipe", "manhole")
    sheet = fitted((EAST, NORTH, EAST + 100, NORTH + 100), ground.crs, 100, 100)
    frame = works(b=("under_construction", shapely.box(40, 50, 80, 90)))
    assert ">17</text>" in draw(ground, sheet, Wish(works=frame, numbers={"p": "17"})).svg


def test_names_from_data_are_escaped_and_what_cannot_be_printed_is_marked() -> None:
    frames = small_layers()
    frames["garden"].loc["G1", "name"] = "<b>㐂园&"
    ground = Terrain(frames, LON)
    drawn = draw(ground, fitted((EAST + 50, NORTH, EAST + 100, NORTH + 50), ground.crs, 120, 120))
    ElementTree.fromstring(drawn.svg)  # is a document
    assert "&lt;b&gt;〓园&amp;" in drawn.svg and "<b>" not in drawn.svg


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 30), st.floats(1, 6), st.floats(-1.5, 1.5)),
        max_size=40,
    )
)
def test_places_that_a_board_gave_away_never_overlap(wished: list[tuple[float, float, float, float, float]]) -> None:
    board = Board(100, 100)
    taken = [place for place in wished if board.take(*place)]
    shapes = [
        shapely.affinity.rotate(shapely.box(x - w / 2, y - h / 2, x + w / 2, y + h / 2), angle, use_radians=True)
        for x, y, w, h, angle in taken
    ]
    for i, shape in enumerate(shapes):
        assert shape.within(shapely.box(0, 0, 100, 100))
        assert all(shape.intersection(other).area < 1e-6 for other in shapes[:i])


def test_widths_are_those_of_the_printed_font() -> None:
    assert text_width("楼栋", 10) == 20  # a Chinese character is as wide as it is high
    assert text_width("1111", 10) == text_width("0000", 10)  # figures stand under one another


def test_missing_characters_are_named_and_their_like_is_used() -> None:
    assert missing("喆堃珺 𠮷 9,640\u202fm² ≥ ≈ ×−") == ()
    assert missing("㐂园🌳㐂") == ("㐂", "🌳")
    assert printed("✔5\u200b 🌳") == "√5 〓"


@pytest.mark.parametrize("text", ["雨面防长雨水污水管径标高坡度", "≥≈×·、。「」()—…℃²", "〓○◎●①②③"])
def test_the_characters_of_the_trade_can_be_printed(text: str) -> None:
    assert {c for c in text if ord(c) not in printable()} == set()


def test_the_axis_of_a_slab_runs_along_it() -> None:
    slab = shapely.affinity.rotate(shapely.box(0, 0, 40, 10), 30, origin=(20, 5))
    axis = axis_of(slab)
    assert axis is not None
    assert (axis.length, axis.width) == (pytest.approx(40), pytest.approx(10))
    assert (axis.x, axis.y) == (pytest.approx(20), pytest.approx(5))
    assert axis.angle == pytest.approx(0.5236, abs=1e-4)


def test_a_street_is_named_on_its_straightest_stretch() -> None:
    bent = shapely.LineString([(0, 0), (10, 10), (60, 10), (70, 0)])
    found = longest_stretch(bent, shapely.box(-100, -100, 100, 100))
    assert found is not None and (found.x, found.y, found.length) == (35, 10, 50)


def test_stripes_lie_at_equal_distances_inside_the_area() -> None:
    area = shapely.box(0.5, 0.5, 10.5, 5.5)
    lines = stripes(area, 1.0, 0.0)
    assert sorted(line.bounds[1] for line in lines.geoms) == [1, 2, 3, 4, 5]
    assert lines.length == pytest.approx(50)


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_every_chinese_character_that_counts_as_printable_leaves_ink(weight: str, tmp_path: Path) -> None:
    # Other subsets of this font print blanks for 雨 面 防 长, and Typst says nothing.
    characters = [chr(code) for code in sorted(printable()) if 0x4E00 <= code <= 0x9FFF]
    columns, side = 150, 10
    source = f"""#set page(width: {columns * side}pt, height: auto, margin: 0pt)
    #set text(font: "Noto Sans CJK SC", weight: "{weight}", size: 9pt, fallback: false)
    #set text(top-edge: 0.88em, bottom-edge: -0.12em)
    #grid(columns: ({side}pt,) * {columns}, rows: {side}pt, ..json("c.json").map(c => box(c)))"""
    (tmp_path / "main.typ").write_text(source)
    (tmp_path / "c.json").write_text(json.dumps(characters))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    made = typst.compile(str(tmp_path / "main.typ"), root=str(tmp_path), format="png", ppi=72, font_paths=fonts)
    page = np.asarray(Image.open(io.BytesIO(made)).convert("L"))
    rows = -(-len(characters) // columns)
    ink = (255 - page[: rows * side]).reshape(rows, side, columns, side).max(axis=(1, 3)).ravel()[: len(characters)]
    assert [c for c, dark in zip(characters, ink, strict=True) if dark < 40] == []
    assert len(characters) > 20_000
