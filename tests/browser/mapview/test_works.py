"""Works on the map: how they look, what a click on them says, and what the legend counts."""

from dataclasses import replace

import pytest
from shapely import box

from data.features import upsert_frame
from data.works import save_work, work

from .conftest import drawn

pytestmark = pytest.mark.browser

VISIBLE = ["context", "compound", "building", "garden", "road", "street_light", "work"]
RED = (192, 39, 27)
PAPER = (239, 235, 227)
INK = (29, 43, 54)
PALE = (217, 206, 189)  # a building that no theme colours
CLOSE = "#18.5/28.2175/112.924"


def far(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """The largest difference of two colours."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_a_work_colours_what_it_lies_on_by_its_status(map_page) -> None:
    map_page.open(theme="none")
    assert map_page.colour("building", "A02", dx=20) == PALE
    map_page.apply(visible=VISIBLE)
    assert far(map_page.colour("building", "A02", dx=20), (0x9A, 0xA5, 0xB1)) < 30
    assert far(map_page.colour("building", "A01", dx=20), (0x2F, 0x7D, 0x4F)) < 90  # finished recedes
    assert far(map_page.colour("building", "B01", dx=20), PALE) == 0


def test_a_late_work_is_outlined_in_red_and_never_filled(map_page) -> None:
    map_page.open(CLOSE, theme="none", visible=VISIBLE)
    outline = map_page.count("map", RED)
    assert outline > 300  # 2 × (48 m + 14 m) of outline, more than two pixels wide
    assert far(map_page.colour("building", "A02"), RED) > 60
    map_page.apply(works=["w-roof", "w-road"])
    assert map_page.count("map", RED) == 0


def test_the_list_s_filter_holds_on_the_map(map_page) -> None:
    map_page.open(CLOSE, theme="none", visible=VISIBLE, works=["w-roof"])
    assert far(map_page.colour("building", "A02", dx=20), PALE) == 0
    assert far(map_page.colour("building", "A01", dx=20), PALE) > 40
    map_page.apply(works=[])
    assert far(map_page.colour("building", "A01", dx=20), PALE) == 0


def mark(map_page, work: str) -> tuple[float, float]:
    """The middle of the mark of a work, on the page."""
    found = map_page.page.evaluate(
        """(id) => {
            const { marks, map } = mapview.app;
            const { box } = marks.find((mark) => mark.works.some((work) => work.id === id));
            const scale = 2 ** map.getZoom(), corner = map.getPixelBounds().min;
            return [(box[0] + box[2]) / 2 * scale - corner.x, (box[1] + box[3]) / 2 * scale - corner.y];
        }""",
        work,
    )
    return found[0], found[1]


def test_a_click_on_a_mark_selects_the_work_and_says_what_it_is(map_page) -> None:
    map_page.open(CLOSE, visible=VISIBLE)
    map_page.page.mouse.click(*mark(map_page, "w-late"))
    map_page.page.wait_for_timeout(150)
    assert [(m["message"], m["layer"], m["id"]) for m in map_page.sent] == [("select", "work", "w-late")]
    card = map_page.page.locator(".mv-card")
    assert card.locator("h2").inner_text() == "2栋屋面"
    text = card.inner_text()
    assert "示例整治" in text
    assert "计划中 · 逾期" in text
    assert "2020-01-31" in text


def test_a_click_on_a_building_means_the_building_and_lists_the_work_on_it(map_page) -> None:
    map_page.open(CLOSE, visible=VISIBLE)
    x, y = map_page.spot("building", "A02")
    map_page.page.mouse.click(x - 15, y)
    map_page.page.wait_for_timeout(150)
    assert map_page.sent[-1]["layer"] == "building"
    listed = map_page.page.locator(".mv-card .mv-list button", has_text="2栋屋面")
    listed.click()
    assert (map_page.sent[-1]["layer"], map_page.sent[-1]["id"]) == ("work", "w-late")


def test_on_a_map_of_chosen_works_a_click_means_the_work(map_page) -> None:
    map_page.open(CLOSE, visible=VISIBLE, works=["w-late"])
    x, y = map_page.spot("building", "A02")
    map_page.page.mouse.click(x - 15, y)
    map_page.page.wait_for_timeout(150)
    assert (map_page.sent[-1]["layer"], map_page.sent[-1]["id"]) == ("work", "w-late")


def test_hovering_says_project_status_and_progress(map_page) -> None:
    map_page.open(CLOSE, visible=VISIBLE)
    map_page.page.mouse.move(*mark(map_page, "w-road"))
    map_page.page.wait_for_timeout(200)
    tip = map_page.page.locator(".mv-tip").inner_text()
    assert "主路罩面" in tip
    assert "施工中 · 25\u2009%" in tip
    assert "示例整治" in tip


def test_the_legend_counts_statuses_in_view_and_the_strip_works_without_a_place(map_page) -> None:
    map_page.open(CLOSE, visible=VISIBLE)
    legend = map_page.page.locator(".mv-legend").inner_text().split("\n")
    for status in ("计划中", "准备中", "施工中", "已验收", "逾期"):
        assert legend[legend.index(status) + 1] == "1"
    assert "已完工" not in legend
    assert map_page.page.locator(".mv-unplaced").inner_text() == "未落图 2"  # building 99 and the wish
    map_page.apply(visible=[layer for layer in VISIBLE if layer != "work"])
    assert "计划中" not in map_page.page.locator(".mv-legend").inner_text()


def test_a_selected_work_is_outlined(map_page) -> None:
    map_page.open(CLOSE, visible=VISIBLE)
    before = map_page.count("over", INK)
    map_page.apply(selected={"layer": "work", "id": "w-road"})
    assert map_page.count("over", INK) - before > 1000  # both sides of a road across the window


def test_a_changed_work_is_read_again(map_page, map_server) -> None:
    map_page.open(CLOSE, visible=VISIBLE, theme="none", revs={"work": 1})
    with map_server.store.write("test") as tx:
        save_work(tx, "place", replace(work(map_server.store, "place", "w-late"), status="accepted"))
    map_page.apply(revs={"work": 2})
    assert far(map_page.colour("building", "A02", dx=20), (0x2F, 0x7D, 0x4F)) < 90


def test_on_a_narrow_map_the_card_is_one_line_and_its_name_goes_when_the_page_has_its_own(new_map) -> None:
    narrow = new_map(390, 844).open("#19/28.2178/112.9236", visible=VISIBLE)
    narrow.click("building", "A01")
    card = narrow.page.locator(".mv-card")
    assert card.inner_text().strip() == "麓山名园 1栋"
    assert card.bounding_box()["height"] < 60
    narrow.apply(selected={"layer": "building", "id": "A01"})
    assert card.locator("h2").count() == 0
    assert card.inner_text().startswith("此处还有")  # the work on it, and the compound: the page's card has them not


def test_the_ground_fades_before_its_data_end_and_nobody_leaves_it(map_page, map_server) -> None:
    park = {"id": "C2", "kind": "green", "geometry": box(-600, -400, 600, 400)}
    with map_server.store.write("test") as tx:
        upsert_frame(tx, "place", "context", drawn("context", [park]))
    map_page.open("#18/28.2175/112.924", visible=["context", "compound"])
    map_page.page.evaluate("mapview.app.map.setZoom(11, { animate: false })")
    map_page.rest()
    assert map_page.page.evaluate("mapview.app.map.getZoom()") >= 16
    green, fading, end = (map_page.pixel(*map_page.at(-20, north)) for north in (200, 330, 398))
    assert far(green, (0xD6, 0xE4, 0xC6)) < 12
    assert far(end, PAPER) < 6
    assert min(far(fading, green), far(fading, end)) > 2
