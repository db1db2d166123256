"""Picking assets and drawing places on the map, by mouse and by finger, and what Python hears of it."""

import json

import pytest
from playwright.sync_api import BrowserContext
from shapely import box
from shapely.geometry import shape

from .conftest import START, MapPage, drawn

pytestmark = pytest.mark.browser

PICK = {"kind": "pick", "geometry": "", "layers": ["building"], "picked": [], "drawn": None, "n": 1}
DRAW = {"kind": "draw", "geometry": "area", "layers": [], "picked": [], "drawn": None, "n": 1}
CLOSE = "#18/28.2175/112.924"


def button(map_page: MapPage, word: str):
    return map_page.page.locator(f'[data-word="{word}"]')


def bar(map_page: MapPage) -> str:
    return map_page.page.locator(".mv-toolbar p").inner_text()


def drawing(map_page: MapPage, kind: str, **more: object) -> MapPage:
    """The map with a drawing tool."""
    return map_page.open(CLOSE, tool={**DRAW, "geometry": kind, **more})


def area_m2(record: dict) -> float:
    frame = drawn("garden", [{"id": "x", "geometry": box(0, 0, 1, 1)}])
    return float(frame.set_geometry([shape(record)], crs="EPSG:4490").to_crs("EPSG:4547").area.iloc[0])


def test_clicks_pick_and_unpick_and_python_hears_all_that_is_picked(map_page) -> None:
    map_page.open(CLOSE, tool=PICK)
    for id in ("A01", "B01", "A02"):
        map_page.click("building", id)
    assert map_page.last["message"] == "picked"
    assert map_page.last["items"] == [["building", "A01"], ["building", "B01"], ["building", "A02"]]
    assert bar(map_page).startswith("已选 3 个")
    assert "2,544\u2009m²" in bar(map_page)  # 48 × 14 + 40 × 30 + 48 × 14
    map_page.click("building", "B01")
    assert map_page.last["items"] == [["building", "A01"], ["building", "A02"]]


def test_a_pick_selects_nothing_and_only_layers_of_the_tool_can_be_picked(map_page) -> None:
    map_page.open(CLOSE, tool=PICK)
    map_page.click("garden", "G1")
    map_page.click("building", "A01")
    assert map_page.last["items"] == [["building", "A01"]]
    assert {message["message"] for message in map_page.sent} == {"picked"}
    assert map_page.page.locator(".mv-card").is_hidden()


def test_what_python_echoes_does_not_undo_what_people_do_meanwhile(map_page) -> None:
    map_page.open(CLOSE, tool=PICK)
    map_page.click("building", "A01")
    map_page.click("building", "A02")
    map_page.apply(tool={**PICK, "picked": [["building", "A01"]]})
    assert bar(map_page).startswith("已选 2 个")
    map_page.apply(tool={**PICK, "picked": [["building", "B01"]], "n": 2})
    assert bar(map_page).startswith("已选 1 个")
    map_page.apply(tool=None)
    assert map_page.page.locator(".mv-toolbar").is_hidden()
    map_page.click("building", "A01")
    assert map_page.sent[-1]["message"] == "select"


def test_a_circle_picks_what_is_inside_and_can_be_undone(map_page) -> None:
    map_page.open(CLOSE, tool=PICK)
    button(map_page, "tool_lasso").click()
    view = map_page.page.evaluate("mapview.app.map.getCenter()")
    mouse = map_page.page.mouse
    corners = [map_page.at(*place) for place in ((-120, 60), (30, 60), (30, 10), (-120, 10))]
    mouse.move(*corners[0])
    mouse.down()
    for corner in corners[1:]:
        mouse.move(*corner, steps=4)
    mouse.up()
    assert sorted(map_page.last["items"]) == [["building", "A01"], ["building", "A02"]]
    assert map_page.page.evaluate("mapview.app.map.getCenter()") == view
    assert button(map_page, "tool_lasso").get_attribute("aria-pressed") == "false"
    map_page.page.keyboard.press("Backspace")
    assert map_page.last["items"] == []


def test_leaving_the_map_for_the_form_tells_at_once(map_page) -> None:
    map_page.open(CLOSE, tool=PICK)
    x, y = map_page.spot("building", "A01")
    map_page.page.mouse.click(x, y)
    map_page.page.evaluate("mapview.app.map.getContainer().dispatchEvent(new PointerEvent('pointerleave'))")
    assert map_page.sent[-1]["message"] == "picked"


def test_an_area_is_drawn_by_clicks_and_measured_on_the_way(map_page) -> None:
    drawing(map_page, "area")
    map_page.click_at((-140, -20), (-110, -20), (-110, -40))
    so_far = float(bar(map_page).split("\n")[-1].split("\u2009")[0])
    assert so_far == pytest.approx(300, abs=15)  # half of 30 m × 20 m
    assert map_page.sent == []
    map_page.click_at((-140, -40), last="dblclick")
    told = map_page.last
    assert (told["message"], told["geometry"]["type"]) == ("drawn", "Polygon")
    assert len(told["geometry"]["coordinates"][0]) == 5
    assert area_m2(told["geometry"]) == pytest.approx(600, abs=30)  # clicks hit whole pixels of 0.53 m


def test_a_click_on_the_first_corner_closes_the_area(map_page) -> None:
    drawing(map_page, "area")
    map_page.click_at((-140, -20), (-110, -20), (-110, -40), (-140, -20))
    assert len(map_page.last["geometry"]["coordinates"][0]) == 4


def test_a_point_near_a_corner_of_a_building_lies_exactly_on_it(map_page) -> None:
    drawing(map_page, "line")
    map_page.click_at((-99, 29), (-60, 15), (90.8, 30.6), last="dblclick")
    line = map_page.last["geometry"]["coordinates"]
    corners = drawn(
        "building", [{"id": "a", "geometry": box(-100, 30, -52, 44)}, {"id": "b", "geometry": box(90, 30, 130, 60)}]
    )
    for point, building in zip((line[0], line[2]), corners.geometry, strict=True):
        near = min(building.exterior.coords, key=lambda c: abs(c[0] - point[0]) + abs(c[1] - point[1]))
        assert point == pytest.approx(list(near), abs=6e-8)  # layers are served to seven decimals, 1 cm
    assert line[1] != pytest.approx([112.924, 28.2175], abs=1e-4)


def test_a_point_near_an_edge_lies_on_the_edge(map_page) -> None:
    drawing(map_page, "point")
    map_page.click_at((-75, 28))
    lon, lat = map_page.last["geometry"]["coordinates"]
    edge = drawn("building", [{"id": "a", "geometry": box(-100, 30, -52, 44)}]).geometry.iloc[0].exterior
    assert edge.distance(shape({"type": "Point", "coordinates": [lon, lat]})) < 6e-8


def test_with_alt_held_nothing_snaps(map_page) -> None:
    drawing(map_page, "point")
    map_page.page.keyboard.down("Alt")
    map_page.click_at((-75, 28))
    map_page.page.keyboard.up("Alt")
    lon, lat = map_page.last["geometry"]["coordinates"]
    edge = drawn("building", [{"id": "a", "geometry": box(-100, 30, -52, 44)}]).geometry.iloc[0].exterior
    assert edge.distance(shape({"type": "Point", "coordinates": [lon, lat]})) > 1e-5  # 2 m are 1.8e-5°


def test_backspace_takes_back_the_last_point_and_escape_the_open_part(map_page) -> None:
    drawing(map_page, "line")
    map_page.click_at((-140, -20), (-120, -20), (-120, -40))
    map_page.page.keyboard.press("Backspace")
    button(map_page, "tool_finish").click()
    assert len(map_page.last["geometry"]["coordinates"]) == 2
    map_page.click_at((-140, -60), (-120, -60))
    map_page.page.keyboard.press("Escape")
    assert map_page.last["geometry"]["type"] == "LineString"
    button(map_page, "tool_clear").click()
    assert map_page.last["geometry"] is None


def test_several_points_are_one_geometry(map_page) -> None:
    drawing(map_page, "point")
    map_page.click_at((-140, -20), (-120, -20), (-110, -45))
    told = map_page.last["geometry"]
    assert (told["type"], len(told["coordinates"])) == ("MultiPoint", 3)
    assert "3 个点" in bar(map_page)


def test_a_dot_is_dragged_and_the_map_stays(map_page) -> None:
    square = drawn("garden", [{"id": "x", "geometry": box(-140, -45, -110, -25)}]).geometry.iloc[0]
    drawing(map_page, "area", drawn=json.loads(json.dumps(square.__geo_interface__)))
    view = map_page.page.evaluate("mapview.app.map.getCenter()")
    mouse = map_page.page.mouse
    mouse.move(*map_page.at(-110, -45))
    mouse.down()
    mouse.move(*map_page.at(-80, -45), steps=5)
    mouse.up()
    assert area_m2(map_page.last["geometry"]) == pytest.approx(900, abs=40)  # the corner moved 30 m east
    assert map_page.page.evaluate("mapview.app.map.getCenter()") == view
    map_page.page.keyboard.press("Backspace")
    assert area_m2(map_page.last["geometry"]) == pytest.approx(600, abs=1)


def test_dragging_half_way_makes_a_corner_and_a_double_click_takes_one_away(map_page) -> None:
    square = drawn("garden", [{"id": "x", "geometry": box(-140, -45, -100, -15)}]).geometry.iloc[0]
    drawing(map_page, "area", drawn=json.loads(json.dumps(square.__geo_interface__)))
    mouse = map_page.page.mouse
    mouse.move(*map_page.at(-120, -45))
    mouse.down()
    mouse.move(*map_page.at(-120, -55), steps=5)
    mouse.up()
    assert len(map_page.last["geometry"]["coordinates"][0]) == 6
    map_page.click_at((-120, -55), last="dblclick")
    assert len(map_page.last["geometry"]["coordinates"][0]) == 5


def test_a_hole_survives_being_edited(map_page) -> None:
    shape_ = box(-140, -45, -100, -15).difference(box(-130, -40, -120, -30))
    ring = drawn("garden", [{"id": "x", "geometry": shape_}]).geometry.iloc[0]
    drawing(map_page, "area", drawn=json.loads(json.dumps(ring.__geo_interface__)))
    assert "1,100\u2009m²" in bar(map_page)
    mouse = map_page.page.mouse
    mouse.move(*map_page.at(-100, -45))
    mouse.down()
    mouse.move(*map_page.at(-95, -50), steps=5)
    mouse.up()
    assert len(map_page.last["geometry"]["coordinates"]) == 2


def test_an_area_that_crosses_itself_is_said_at_once(map_page) -> None:
    drawing(map_page, "area")
    map_page.click_at((-140, -20), (-110, -40), (-110, -20), (-140, -40))
    assert bar(map_page) == "边线自己相交,请移动圆点"


def test_fingers_draw_too(context: BrowserContext, browser, map_server, faults) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.on("pageerror", lambda error: faults.append(f"JavaScript: {error}"))
    held = MapPage(page, map_server.url).open(CLOSE, **{**START, "tool": DRAW})
    for place in ((-40, -20), (20, -20), (20, -60)):
        page.touchscreen.tap(*held.at(*place))
        page.wait_for_timeout(350)
    button(held, "tool_finish").tap()
    assert held.last["geometry"]["type"] == "Polygon"
    held.apply(tool={**PICK, "n": 2})
    page.touchscreen.tap(*held.spot("building", "A02"))
    page.wait_for_timeout(350)
    assert held.last["items"] == [["building", "A02"]]
    phone.close()


def test_measuring_can_be_finished_with_a_button(map_page) -> None:
    map_page.open(CLOSE)
    map_page.page.locator(".mv-measure").click()
    map_page.page.wait_for_function("Boolean(window.proj4)")
    map_page.click_at((-140, -20), (-110, -20))
    map_page.page.get_by_role("button", name="完成", exact=True).click()
    map_page.page.mouse.move(*map_page.at(0, -80))
    map_page.page.wait_for_timeout(150)
    assert float(map_page.page.locator(".mv-measure-panel dd").first.inner_text().split("\u2009")[0]) == pytest.approx(
        30, abs=1
    )


def test_a_map_in_a_frame_that_may_not_fill_the_screen_lets_the_page_do_it(map_page, map_server) -> None:
    map_page.page.goto(map_server.url)
    map_page.page.set_content(
        f'<iframe src="{map_server.url}" allow="fullscreen \'none\'" width="900" height="600"></iframe>'
    )
    frame = map_page.page.frame_locator("iframe")
    frame.locator(".mv-map").wait_for()
    inner = next(frame for frame in map_page.page.frames if frame.url == map_server.url and frame.parent_frame)
    inner.evaluate(f"mapview.apply({json.dumps(START)})")
    assert inner.evaluate("document.fullscreenEnabled") is False
    frame.locator(".mv-fullscreen").click()
    map_page.page.wait_for_function("document.fullscreenElement?.tagName === 'IFRAME'")
