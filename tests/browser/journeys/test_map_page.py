"""Journeys on the map page, in the sample community."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BUILDING = "A01"


def test_the_map_opens_large_and_drawn(screen):
    screen.open()
    place = screen.page.locator("iframe").bounding_box()
    assert place["width"] >= 0.62 * 1440
    assert place["height"] >= 0.8 * 900
    assert place["y"] + place["height"] <= 900
    assert screen.colours() > 20
    expect(screen.page.locator(".st-key-figures")).to_contain_text("3,396")  # households of both compounds


def test_a_theme_changes_without_a_new_map(screen):
    screen.open().mark()
    before = screen.settled_view()
    screen.page.locator(".st-key-pick-theme [data-baseweb=select], .st-key-pick-theme button").first.click()
    screen.page.get_by_role("option", name="楼栋按层数").click()
    screen.wait_state("theme", "storeys")
    screen.wait_address("theme=storeys")
    assert screen.is_same_map() and screen.settled_view() == before


def test_a_layer_turns_on_with_two_clicks(screen):
    screen.open().mark()
    screen.page.get_by_role("button", name="图层").click()
    screen.page.locator(".st-key-layer-on-pipe label").click()
    screen.frame.wait_for_function("() => window.mapview.app.state.visible.includes('pipe')")
    screen.wait_address("pipe")
    assert screen.is_same_map()


def test_a_click_shows_the_short_card_then_the_full_card(screen):
    screen.open().mark()
    before = screen.settled_view()
    screen.click("building", BUILDING)
    expect(screen.frame.locator(".mv-card")).to_be_visible()
    screen.expect_card("麓山名园 1栋", "户数", "示例数据")
    screen.wait_state("selected", {"layer": "building", "id": BUILDING})
    screen.wait_address(f"selected=building:{BUILDING}")
    assert screen.is_same_map() and screen.settled_view() == before


def test_zoom_and_pan_survive_a_selection_and_the_evening(screen):
    screen.open(f"?selected=building:{BUILDING}").mark()
    screen.settled_view()
    screen.frame.evaluate("() => window.mapview.app.map.setView([28.2178, 112.9236], 18, {animate: false})")
    moved = screen.settled_view()
    screen.press("深色")
    screen.wait_state("dark", True)
    screen.press("关闭")
    screen.wait_state("selected", None)
    assert screen.is_same_map() and screen.settled_view() == moved


def test_search_finds_by_pinyin_initials_and_selects(screen):
    screen.open()
    screen.frame.locator(".mv-search input").fill("lsmy")
    hits = screen.frame.locator("#mv-hits [role=option], #mv-hits button")
    expect(hits.first).to_contain_text("麓山名园")
    screen.frame.locator(".mv-search input").press("Enter")
    screen.expect_card("麓山名园")


def test_a_hit_in_a_layer_that_was_off_turns_it_on_for_good(screen):
    screen.open()
    box = screen.frame.locator(".mv-search input")
    box.fill("污水井 005")
    expect(screen.frame.locator("#mv-hits button").first).to_contain_text("污水井 005")
    box.press("Enter")
    screen.expect_card("污水井 005")
    screen.wait_address("manhole")
    assert "manhole" in screen.state("visible")


def test_back_and_forward_undo_and_redo_a_selection(screen):
    screen.open()
    for building in ("A22", "A23"):
        screen.click("building", building)
        screen.wait_address(f"selected=building:{building}")
        screen.settled_view()
    screen.page.wait_for_timeout(1_100)  # until the last address can no longer be on its way
    for step, building in (("back", "A22"), ("forward", "A23")):
        screen.page.evaluate(f"() => history.{step}()")
        screen.wait_state("selected", {"layer": "building", "id": building})
        screen.wait_address(f"selected=building:{building}")


def test_the_link_to_share_opens_the_same_place(screen):
    screen.open(f"?selected=building:{BUILDING}").settled_view()
    screen.frame.evaluate("() => window.mapview.app.map.setView([28.2178, 112.9236], 18, {animate: false})")
    screen.press("分享")
    link = screen.page.locator(".an-notice").filter(has_text="#18/28.217800/112.923600")
    expect(link).to_be_visible(timeout=30_000)
    # As in a browser to which the page came over plain http: it has no clipboard of its own.
    screen.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    screen.page.evaluate("addEventListener('copy', () => { window.taken = String(document.activeElement.value) })")
    link.locator(".an-copy").click()
    expect(link.locator(".an-copy")).to_have_text("已复制")
    address = link.locator("pre").inner_text().strip()
    assert screen.page.evaluate("window.taken") == address
    screen.page.goto("about:blank")
    screen.page.goto(address)
    screen.ready().wait_state("selected", {"layer": "building", "id": BUILDING})
    assert screen.settled_view() == [112.9236, 28.2178, 18]


def test_the_first_view_holds_both_compounds_clear_of_the_panels(screen):
    screen.open().settled_view()
    clear = screen.frame.evaluate(
        """() => {
            const app = window.mapview.app, hidden = [];
            for (const { id, p } of app.store.features("building")) {
                const at = app.map.latLngToContainerPoint([p.at[1], p.at[0]]);
                if (document.elementFromPoint(at.x, at.y)?.closest(".mv-panel")) hidden.push(id);
            }
            return hidden;
        }"""
    )
    assert clear == []


def test_a_link_on_the_card_flies_to_what_it_names(screen):
    screen.open(f"?selected=building:{BUILDING}").mark()
    before = screen.settled_view()
    screen.page.locator(
        "[class*='st-key-go-'][class*='-garden-'] button, [class*='st-key-go-'][class*='-grid-'] button"
    ).last.click()
    screen.wait_address("selected=grid:")
    assert screen.is_same_map() and screen.settled_view() != before


def test_a_pasted_link_opens_the_same_sight(screen):
    query = f"?theme=year&compound=A&layers=compound,building&selected=building:{BUILDING}&lang=en&dark=1"
    screen.open(f"{query}#18/28.217600/112.923900")
    for key, wanted in (
        ("theme", "year"),
        ("compound", "A"),
        ("visible", ["compound", "building"]),
        ("selected", {"layer": "building", "id": BUILDING}),
        ("lang", "en"),
        ("dark", True),
    ):
        screen.wait_state(key, wanted)
    assert screen.settled_view() == [112.9239, 28.2176, 18]
    screen.expect_card("Year built")


def test_the_language_changes_with_one_click_on_the_same_map(screen):
    screen.open().mark()
    screen.press("English")
    expect(screen.page.get_by_role("button", name="Public view")).to_be_visible()
    screen.wait_state("lang", "en")
    screen.wait_address("lang=en")
    screen.press("中文")
    expect(screen.page.get_by_role("button", name="访客视图")).to_be_visible()
    assert screen.is_same_map()


def test_the_evening_is_dark_all_over(screen):
    screen.open().press("深色")
    screen.wait_state("dark", True)
    script = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    screen.page.wait_for_function(f"({script})() === 'rgb(18, 25, 31)'")
    screen.press("浅色")
    screen.page.wait_for_function(f"({script})() === 'rgb(250, 248, 244)'")


def test_on_a_phone_the_card_slides_up_over_the_map(screen):
    screen.open(width=390, height=844)
    place = screen.page.locator("iframe").bounding_box()
    assert place["width"] >= 380 and place["height"] >= 0.75 * 844
    assert screen.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    screen.click("building", BUILDING)
    screen.expect_card("麓山名园 1栋")
    sheet = screen.card.bounding_box()
    assert sheet["width"] >= 380 and 300 <= sheet["y"] < 844


def test_on_a_phone_the_evening_reaches_the_card_and_nothing_covers_what_is_selected(screen):
    screen.open(f"?selected=building:{BUILDING}&dark=1", width=390, height=844).settled_view()
    screen.expect_card("户数")
    paper, ink = screen.card.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]")
    assert (sum(rgb(paper)) < 150) and (sum(rgb(ink)) > 450)
    spot = """([layer, id]) => { const { map, store } = window.mapview.app, [lon, lat] = store.find(layer, id).p.at;
        const at = map.latLngToContainerPoint([lat, lon]);
        return Boolean(document.elementFromPoint(at.x, at.y)?.closest(".mv-panel")); }"""
    assert screen.frame.evaluate(spot, ["building", BUILDING]) is False


def rgb(colour: str) -> list[int]:
    """The three numbers of "rgb(…)"."""
    return [int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]


def test_the_public_view_has_no_sewers(screen):
    screen.open("?layers=building,pipe,manhole").press("访客视图")
    screen.wait_state("as", "visitor")
    assert screen.state("visible") == ["building"]


def test_nothing_on_the_page_is_smaller_than_14_px(screen):
    screen.open(f"?selected=building:{BUILDING}")
    screen.expect_card("户数")
    script = """() => [...document.querySelectorAll(".stApp *, .mv-map *")].filter((e) => e.checkVisibility()
            && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
            && parseFloat(getComputedStyle(e).fontSize) < 13.9).map((e) => e.textContent.slice(0, 30))"""
    assert screen.page.evaluate(script) + screen.frame.evaluate(script) == []
