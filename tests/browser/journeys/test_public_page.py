"""The public page on a phone: light, whole without a script, by keyboard alone, and for everybody (axe-core)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
HOME = "/public/longwanggang"
MOST_BYTES = 60_000
MAP_THERE = "() => Boolean(window.mapview?.app?.config) && window.mapview.app.store.waiting === 0"
SHOW = """id => {
    const { app } = window.mapview, [lon, lat] = app.store.find("building", id).p.at;
    app.map.setView([lat, lon], 19);
}"""
PAGES = (
    "",
    "?lang=en&size=large",
    "/building/A07",
    "/building/A13?lang=en",
    "/project/renovation",
    "/project/waste?lang=en",
    "/buildings?q=1",
    "/projects?size=large",
    "/promises",
    "/notices?lang=en",
    "/building/nowhere",
)


def faults_of(page: Page) -> list[str]:
    """What axe-core finds wrong: rule, help and the elements concerned."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({ runOnly: rules })", RULES)
    told = [(item["id"], [node["html"][:160] for node in item["nodes"]][:3]) for item in found["violations"]]
    return [f"{rule}: {json.dumps(nodes, ensure_ascii=False)}" for rule, nodes in told]


def test_a_phone_fetches_little_and_then_the_map(page: Page, server) -> None:
    fetched: dict[str, int] = {}
    page.on("response", lambda answer: fetched.update({answer.url: int(answer.headers.get("content-length", 0))}))
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.set_viewport_size(PHONE)
    page.goto(server.url + HOME, wait_until="load")
    first = {url: size for url, size in fetched.items() if url.endswith((HOME, ".css"))}
    assert len(first) >= 2 and sum(first.values()) < MOST_BYTES
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_function(MAP_THERE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert sockets == []
    assert [url for url in fetched if "woff" in url] == []
    assert len([url for url in fetched if "/map.json?v=" in url]) == 1
    assert not any(part in url for url in fetched for part in ("/layers/", "/works/", "/mapconfig/"))


def test_a_building_on_the_map_leads_to_its_page(page: Page, server) -> None:
    page.goto(server.url + HOME)
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_function(MAP_THERE)
    page.evaluate(SHOW, "A20")
    page.wait_for_timeout(300)
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("link", name="打开麓山名园 20栋").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("麓山名园 20栋")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_shuts_anybody_out(browser: Browser, server, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(server.url + HOME + path)
        if page.locator("#map").count():
            page.locator("#map").scroll_into_view_if_needed()
            page.wait_for_function(MAP_THERE)
        if faults := faults_of(page):
            found[path] = faults
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    context.close()
    assert found == {}


def test_the_keyboard_alone_finds_a_building_and_compares_photos(page: Page, server) -> None:
    page.goto(server.url + HOME)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("lsmy7")
    page.keyboard.press("Enter")
    page.wait_for_url("**/building/A07**")
    page.goto(server.url + HOME + "/project/renovation")
    slider = page.get_by_role("slider").first
    slider.focus()
    before = page.locator(".slide").first.evaluate("frame => frame.style.getPropertyValue('--at')")
    page.keyboard.press("ArrowRight")
    assert (before, page.locator(".slide").first.evaluate("frame => frame.style.getPropertyValue('--at')")) == (
        "50%",
        "51%",
    )


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context
    context.close()


def test_without_a_script_everything_is_there_and_the_map_is_a_drawing(scriptless: BrowserContext, server) -> None:
    page = scriptless.new_page()
    page.goto(server.url + HOME)
    expect(page.get_by_role("heading", name="正在施工")).to_be_visible()
    drawing = page.get_by_role("img", name="社区地图")
    expect(drawing).to_be_visible()
    page.get_by_role("searchbox").fill("7")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="7栋").first.click()
    expect(page.get_by_role("heading", name="这栋楼找谁")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Whom to ask about this building")).to_be_visible()
