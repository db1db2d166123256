"""What people see and do on the map, and what Python hears of it."""

import pytest
from shapely import box

from data.features import delete_feature, upsert_frame

from .conftest import drawn

pytestmark = pytest.mark.browser

GREEN = (63, 143, 124)  # renovated, by the theme's table
PALE = (217, 206, 189)  # not renovated


def test_buildings_wear_the_colours_of_the_theme(map_page) -> None:
    map_page.open()
    assert map_page.colour("building", "A01", dx=20) == GREEN
    map_page.apply(theme="none")
    assert map_page.colour("building", "A01", dx=20) == PALE


def test_a_theme_switch_keeps_view_and_map(map_page) -> None:
    map_page.open("#18/28.2175/112.924")
    map_page.apply(theme="year", dark=True)
    assert map_page.page.evaluate("[mapview.app.map.getZoom(), window.boots]") == [18, 1]
    assert map_page.colour("garden", "G1") != (255, 255, 255)


def test_a_click_shows_the_card_and_tells_python_once(map_page) -> None:
    map_page.open()
    map_page.click("building", "A01")
    card = map_page.page.locator(".mv-card")
    assert card.locator("h2").inner_text() == "麓山名园 1栋"
    assert "42\u2009户" in card.inner_text()
    assert [(m["message"], m["layer"], m["id"]) for m in map_page.sent] == [("select", "building", "A01")]


def test_a_click_on_nothing_clears(map_page) -> None:
    map_page.open()
    map_page.click("building", "A01")
    x, y = map_page.spot("building", "A01")
    map_page.page.mouse.click(x, y - 60)
    map_page.page.wait_for_timeout(150)
    assert map_page.page.locator(".mv-card").is_hidden()
    assert map_page.sent[-1]["id"] is None


def test_everything_at_a_spot_is_listed_and_can_be_chosen(map_page) -> None:
    map_page.open("#19/28.2175/112.924")
    map_page.click("manhole", "M1")
    listed = map_page.page.locator(".mv-card .mv-list button")
    assert [text.split("\n")[0] for text in listed.all_inner_texts()] == ["排水管", "道路", "网格", "小区"]
    listed.nth(1).click()
    assert map_page.page.locator(".mv-card h2").inner_text() == "主路"
    assert map_page.sent[-1]["id"] == "R1"


def test_text_from_data_stays_text(map_page) -> None:
    map_page.open()
    map_page.click("building", "A02")
    assert map_page.page.locator(".mv-card h2").inner_text() == "<img src=x onerror=alert(1)>"
    assert map_page.page.locator(".mv-map img").count() == 0


def test_python_s_selection_is_shown_and_old_news_does_not_undo_a_click(map_page) -> None:
    map_page.open("#17.5/28.2175/112.924", selected={"layer": "building", "id": "A01"})
    assert map_page.page.locator(".mv-card h2").inner_text() == "麓山名园 1栋"
    map_page.click("building", "B01")
    map_page.apply(theme="year", selected={"layer": "building", "id": "A01"})
    assert map_page.page.locator(".mv-card h2").inner_text() == "龙王港 1栋"


def test_search_by_initials_flies_there_and_selects(map_page) -> None:
    map_page.open()
    map_page.page.keyboard.press("/")
    map_page.page.keyboard.type("lsmy")
    map_page.page.locator(".mv-hits li").first.wait_for()
    assert map_page.page.locator(".mv-hits .mv-hit").first.inner_text() == "麓山名园"
    map_page.page.keyboard.press("ArrowDown")
    map_page.page.keyboard.press("Enter")
    map_page.rest()
    assert map_page.sent[-1]["id"] == "A01"
    assert map_page.page.evaluate("mapview.app.map.getZoom()") > 17.5


def test_the_strip_counts_what_is_in_view_and_what_has_no_place(map_page) -> None:
    map_page.open()
    strip = map_page.page.locator(".mv-totals").inner_text().replace("\n", "")
    for total in ("楼栋3\u2009栋", "228\u2009户", "路灯5\u2009盏", "100\u2009m", "未落图 1"):
        assert total in strip


def test_a_pipe_half_in_view_counts_half(map_page) -> None:
    map_page.open("#20/28.2175/112.924")
    # The view ends at the pipe's middle: its right half is seen, 50 m of 100 m.
    map_page.page.evaluate(
        """() => { const { map, store } = mapview.app, pipe = store.find("pipe", "P1");
        const bounds = map.getPixelBounds(), scale = 2 ** map.getZoom();
        map.panBy([pipe.x * scale - bounds.min.x, pipe.y * scale - bounds.getCenter().y], { animate: false }); }"""
    )
    map_page.rest()
    assert "50\u2009m" in map_page.page.locator(".mv-totals").inner_text().replace("\n", "")


def test_the_legend_shows_only_what_is_on_the_map(map_page) -> None:
    map_page.open(visible=["building", "garden"])
    assert map_page.page.locator(".mv-legend li").all_inner_texts() == ["已综合整治", "未登记", "花园"]
    map_page.apply(visible=["building"], theme="storeys")
    assert map_page.page.locator(".mv-legend li").all_inner_texts() == ["7–9\u2009层", "未登记"]


def test_measuring_reads_metres_of_the_metric_crs(map_page) -> None:
    map_page.open("#18/28.2175/112.924")
    corners = map_page.page.evaluate(
        """() => { const { store, map } = mapview.app, ring = store.find("building", "B01").rings[0];
        const corner = map.getPixelBounds().min, scale = 2 ** map.getZoom();
        return [0, 1, 2, 3].map((i) => [ring[2 * i] * scale - corner.x, ring[2 * i + 1] * scale - corner.y]); }"""
    )
    map_page.page.locator(".mv-measure").click()
    map_page.page.wait_for_function("Boolean(window.proj4)")
    for x, y in corners:
        map_page.page.mouse.click(x, y)
        map_page.page.wait_for_timeout(320)
    length, area = map_page.page.locator(".mv-measure-panel dd").all_inner_texts()
    # Three sides of a building of 40 m × 30 m, along its length first; clicks hit whole pixels of about 0.5 m.
    assert float(length.split("\u2009")[0]) == pytest.approx(110, abs=2)
    assert float(area.split("\u2009")[0].replace(",", "")) == pytest.approx(1200, abs=45)
    map_page.page.keyboard.press("Escape")
    assert map_page.page.locator(".mv-measure-panel").is_hidden()


def test_the_view_is_in_the_address_and_opens_again(map_page) -> None:
    map_page.open("#19.5/28.217800/112.923500")
    assert map_page.page.evaluate("[mapview.app.map.getZoom(), mapview.app.map.getCenter().lat.toFixed(4)]") == [
        19.5,
        "28.2178",
    ]
    map_page.page.keyboard.press("-")
    map_page.rest()
    assert map_page.page.evaluate("location.hash").startswith("#18.5/28.217")


def test_a_view_that_the_page_dropped_is_put_back(map_page) -> None:
    map_page.open("#19/28.2178/112.9235")
    map_page.page.evaluate("history.pushState(null, '', '?theme=year')")
    map_page.page.wait_for_function("location.hash.startsWith('#19/28.2178')")
    assert map_page.page.evaluate("location.search") == "?theme=year"


def test_words_change_in_place(map_page) -> None:
    map_page.open()
    map_page.apply(lang="en")
    assert map_page.page.locator(".mv-legend summary").inner_text() == "Legend"
    assert map_page.page.evaluate("window.boots") == 1


def test_only_the_changed_layer_is_fetched_again(map_page, map_server) -> None:
    map_page.open()
    asked: list[str] = []
    map_page.page.on("request", lambda request: asked.append(request.url))
    with map_server.store.write("test") as tx:
        upsert_frame(
            tx, "place", "garden", drawn("garden", [{"id": "G2", "name": "新花园", "geometry": box(0, -90, 20, -70)}])
        )
    map_page.apply(revs={"garden": 2})
    assert [url.split("/")[-1] for url in asked if "/layers/" in url] == ["garden.geojson?rev=2"]
    assert map_page.page.evaluate("mapview.app.store.find('garden', 'G2').p.name") == "新花园"


def test_other_compounds_fade(map_page) -> None:
    map_page.open("#17/28.2175/112.924")
    map_page.apply(compound="B")
    assert map_page.colour("building", "A01", dx=20) != GREEN
    assert "楼栋1\u2009栋" in map_page.page.locator(".mv-totals").inner_text().replace("\n", "")


def test_sample_data_is_marked(map_page) -> None:
    map_page.open()
    corner = map_page.page.locator(".mv-corner").inner_text()
    assert "示例数据" in corner
    assert "位置近似,非测绘成果" in corner


@pytest.mark.parametrize("size", [(390, 844), (1440, 900), (1920, 1080)])
def test_the_map_fills_every_window_and_is_not_blank(new_map, size) -> None:
    opened = new_map(*size).open()
    assert opened.page.evaluate("mapview.app.map.getSize()") == {"x": size[0], "y": size[1]}
    colours = opened.page.evaluate(
        """() => { const sheet = document.querySelector(".mv-sheet-map");
        const { data } = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height);
        const pixels = new Uint32Array(data.buffer);
        return new Set(pixels).size; }"""
    )
    assert colours > 20


def test_touch_targets_are_large_enough(new_map) -> None:
    opened = new_map(390, 844).open()
    boxes = [button.bounding_box() for button in opened.page.locator(".mv-buttons button, .mv-legend summary").all()]
    assert len(boxes) == 6
    assert all(box["height"] >= 40 and box["width"] >= 40 for box in boxes)


def test_a_layer_that_cannot_be_read_is_said_and_can_be_tried_again(map_page, faults) -> None:
    map_page.page.route("**/garden.geojson*", lambda route: route.fulfill(status=500, body="no"))
    map_page.open()
    notice = map_page.page.locator(".mv-notice")
    assert "花园" in notice.inner_text()
    map_page.page.unroute("**/garden.geojson*")
    notice.get_by_role("button").click()
    map_page.page.wait_for_function("mapview.app.store.find('garden', 'G1')")
    assert notice.count() == 0
    faults[:] = [fault for fault in faults if "500" not in fault]  # the failure that this test made


def test_a_visitor_s_map_asks_for_no_internal_layer(map_page) -> None:
    asked: list[str] = []
    map_page.page.on("request", lambda request: asked.append(request.url))
    map_page.open(visible=["compound", "building", "garden"], **{"as": "visitor"})
    layers = [url for url in asked if "/layers/" in url]
    assert layers
    assert all(url.endswith("as=visitor") and "pipe" not in url for url in layers)


def test_a_card_steps_aside_when_it_would_cover_what_it_is_about(map_page) -> None:
    map_page.open()
    # The first building lies where the card would open.
    map_page.page.evaluate(
        "() => { const { map, store } = mapview.app, [lon, lat] = store.find('building', 'A01').p.at;"
        " map.setView([lat, lon], 19, {animate: false}); map.panBy([460, 200], {animate: false}) }"
    )
    map_page.rest()
    map_page.click("building", "A01")
    x, y = map_page.spot("building", "A01")
    box = map_page.page.locator(".mv-card").bounding_box()
    assert not (box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"])


def test_without_compounds_the_first_view_fits_what_there_is(map_page, map_server) -> None:
    with map_server.store.write("test") as tx:
        for compound in ("A", "B"):
            delete_feature(tx, "place", "compound", compound, version=1)
    map_page.open(revs={"compound": 2})
    assert map_page.page.evaluate("mapview.app.map.getZoom()") > 16.5
    frame = map_page.page.evaluate("mapview.app.map.getBounds().toBBoxString()").split(",")
    west, south, east, north = map(float, frame)
    for building in ("A01", "B01"):
        lon, lat = map_page.page.evaluate("id => mapview.app.store.find('building', id).p.at", building)
        assert west < lon < east and south < lat < north


def test_what_nobody_recorded_is_not_counted_as_zero(map_page) -> None:
    map_page.open()
    assert "户" in map_page.page.locator(".mv-totals").inner_text()
    map_page.page.evaluate(
        "() => { for (const b of mapview.app.store.features('building')) b.p.households = null; mapview.app.redraw() }"
    )
    map_page.page.wait_for_function("() => !document.querySelector('.mv-totals').innerText.includes('户数')")
