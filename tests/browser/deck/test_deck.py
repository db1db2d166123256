"""The deck on the wall and on a phone, by keyboard only: nothing cut, nothing small, nothing asked for."""

from pathlib import Path

import pytest

from tests.browser.deck.conftest import until

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}

FAULTS = """() => {
  const unit = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--u"));
  const found = [];
  const own = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  const parts = "#stage .slide:not(.gone) *, #foot > :not(.tools), #map .legend *, #map .scale *";
  for (const node of document.querySelectorAll(parts)) {
    const box = node.getBoundingClientRect();
    if (!own(node) || !box.width) continue;
    const size = parseFloat(getComputedStyle(node).fontSize);
    const said = node.textContent.slice(0, 20);
    if (size < 32 * unit - 0.1) found.push(`small: ${said} ${size}`);
    const seen = box.left > -1 && box.right < innerWidth + 1 && box.top > -1 && box.bottom < innerHeight + 1;
    if (!seen) found.push(`off: ${said}`);
    const panel = node.closest(".panel")?.getBoundingClientRect();
    if (panel && (box.bottom > panel.bottom + 1 || box.right > panel.right + 1)) found.push(`cut: ${said}`);
  }
  for (const node of document.querySelectorAll("#stage .slide:not(.gone) .figure b")) {
    if (parseFloat(getComputedStyle(node).fontSize) < 96 * unit - 0.1) found.push(`figure: ${node.textContent}`);
  }
  return found;
}"""

CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const paper = light(parse(getComputedStyle(document.body).backgroundColor));
  const low = [];
  for (const node of document.querySelectorAll("#stage .slide:not(.gone) .panel *, #foot > :not(.tools)")) {
    if (!node.textContent.trim() || node.closest("button, svg")) continue;
    const ink = light(parse(getComputedStyle(node).color));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 7) low.push(`${node.className} ${ratio.toFixed(2)}`);
  }
  return low;
}"""


def walk(page) -> list[str]:
    """Every slide by the right arrow key; what is wrong on any of them."""
    found = []
    for number in range(page.evaluate("deck.slides.length")):
        found += [f"{number + 1}: {fault}" for fault in page.evaluate(FAULTS)]
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(30)
    return found


def test_the_wall_is_walked_by_keyboard_and_nothing_is_cut_small_or_pale(wall):
    page = wall("next")
    assert walk(page) == []
    assert page.evaluate("deck.index") == page.evaluate("deck.slides.length") - 1
    page.keyboard.press("Home")
    for _theme in ("light", "dark"):
        for _slide in range(page.evaluate("deck.slides.length")):
            assert page.evaluate(CONTRAST) == []
            page.keyboard.press("PageDown")
        page.keyboard.press("Home")
        page.keyboard.press("d")


def test_the_map_flies_to_what_the_slide_is_about(wall):
    page = wall("next")
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("deck.go(deck.slides.findIndex((slide) => slide.key === 'item-a1'))")
    seen = "deck.map.app.sees([deck.map.app.store.find('work', 'roof').box])"
    until(page, f"{seen} && deck.map.app.map.getZoom() > 16")
    page.wait_for_timeout(400)  # nothing else moves the map once it is there
    beside = """() => {
      const { app, magnified } = deck.map;
      const [lon, lat] = app.store.find("work", "roof").p.at;
      const at = app.map.latLngToContainerPoint([lat, lon]);
      return at.x * magnified - document.querySelector(".panel").getBoundingClientRect().right;
    }"""
    assert page.evaluate(beside) > 0, "the work lies behind the words"
    assert page.evaluate("deck.map.app.shown('work').map((work) => work.id)") == ["roof"]


def test_a_number_finds_the_page_and_the_building(wall):
    page = wall("next")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    assert page.evaluate("deck.index") == 2
    page.keyboard.press("/")
    page.keyboard.type("第二栋")
    page.keyboard.press("Enter")
    assert page.evaluate("deck.slide.key") == "building-A02"
    assert page.evaluate(FAULTS) == []
    page.keyboard.press("ArrowRight")
    assert page.evaluate("deck.slide === deck.slides[2]")
    page.evaluate("deck.go(deck.slides.findIndex((slide) => slide.kind === 'questions'))")
    page.keyboard.type("2")  # people ask about buildings now: the building comes before the page
    page.keyboard.press("Enter")
    assert page.evaluate("deck.slide.key") == "building-A02"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # the handout: a picture of the map, then the slides
    assert page.evaluate("document.querySelector('.handout .plan img').src.length") > 20_000


def test_all_slides_black_and_the_presenters_window(wall, context):
    page = wall("next")
    page.keyboard.press("Escape")
    assert page.locator(".grid .card").count() == page.evaluate("deck.slides.length")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert page.evaluate("deck.index") == page.evaluate("deck.slides.length") - 1
    page.keyboard.press("b")
    assert page.evaluate("document.documentElement.classList.contains('black')")
    page.keyboard.press("ArrowLeft")
    assert not page.evaluate("document.documentElement.classList.contains('black')")
    page.keyboard.press("Home")
    with context.expect_page() as opened:
        page.keyboard.press("p")
    desk = opened.value
    desk.wait_for_selector(".desk .notes >> text=欢迎大家")
    desk.keyboard.press("ArrowRight")
    until(page, "deck.index === 1")


def test_time_passes_month_by_month_and_estimates_are_said_to_be(wall):
    page = wall("next")
    page.evaluate("deck.go(deck.slides.findIndex((slide) => slide.key === 'lapse'))")
    page.wait_for_selector(".lapse .month")
    page.locator(".lapse .month").focus()
    page.keyboard.press("Home")
    first = page.locator(".when").inner_text()
    page.keyboard.press("End")
    assert page.locator(".when").inner_text() != first
    assert page.locator(".forecast").evaluate("node => getComputedStyle(node).visibility") == "visible"


@pytest.mark.parametrize("meeting", ["hostile", "empty"])
def test_long_names_rare_characters_and_nothing_at_all_still_look_right(wall, meeting):
    page = wall(meeting)
    assert walk(page) == []
    assert page.evaluate("document.querySelectorAll('#stage script').length") == 0


def test_a_phone_reads_every_slide_and_a_swipe_never_leaves_the_page(wall):
    assert walk(wall("hostile", PHONE)) == []
    page = wall("next", PHONE)
    assert walk(page) == []
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorX") == "none"


def test_five_hundred_slides_open_and_the_last_is_one_key_away(wall):
    page = wall("many")
    assert page.evaluate("deck.slides.length") > 490
    page.keyboard.press("End")
    assert page.evaluate("deck.index") == page.evaluate("deck.slides.length") - 1
    page.keyboard.press("Escape")
    assert page.locator(".grid .card").count() == page.evaluate("deck.slides.length")


def test_axe_core_finds_nothing_on_any_kind_of_slide(wall):
    page = wall("next")
    page.emulate_media(reduced_motion="reduce")  # half faded words have half a contrast
    page.add_script_tag(content=AXE)
    kinds = page.evaluate("[...new Set(deck.slides.map((slide) => slide.kind))]")
    found = []
    for kind in kinds:
        page.evaluate("kind => deck.go(deck.slides.findIndex((slide) => slide.kind === kind))", kind)
        page.wait_for_timeout(450)
        faults = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)["violations"]
        found += [f"{kind}: {fault['id']} {fault['nodes'][0]['failureSummary']}" for fault in faults]
    assert found == []
