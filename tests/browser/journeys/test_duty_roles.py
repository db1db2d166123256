"""Staff, a grid member and a building head at work: grids edited with the mouse, one's own place, what stays shut."""

import io
import re
import zipfile

import httpx2 as httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from dashboard.pages import PAGES
from dashboard.services.access.identity import COOKIE
from dashboard.text import words
from data.features import layer_frame
from data.people_schema import person_mobile
from geo.layers import LAYERS
from tests.browser.conftest import Server
from tests.browser.journeys.conftest import Screen
from tests.browser.journeys.office import SLOW_MS, TOWN, cookie, enter, line, run, told
from tests.printed import words_of

pytestmark = pytest.mark.browser
MEDIA = re.compile(r"/media/[0-9a-f]{20,}\.\w+")
OPENED = (
    ("who", "place=building:A07"),
    ("map", "selected=building:A07"),
    ("project", "project=renovation"),
    ("meetings", "meeting=meeting-1"),
    ("conflicts", "show=all"),
    ("closure", "do=pick&selected=road:R-north-2"),
    ("place", "within=building:A07"),
)
"""Pages with something open on them: (page, query)."""


def editor(page: Page, office: Server, lang: str) -> Screen:
    """The grid editor, its map drawn, as staff."""
    enter(page, office, "clerk", lang, f"/coverage?show=grids%26lang={lang}")
    return Screen(page, office.url).ready()


def side(page: Page) -> Locator:
    return page.locator(".st-key-duty-side")


def spot(screen: Screen, building: str, dx: float = 0, dy: float = 0) -> tuple[float, float]:
    """Where a building's label stands on the page, and some pixels beside it."""
    script = """id => { const app = window.mapview.app, [lon, lat] = app.store.find("building", id).p.at,
        at = app.map.latLngToContainerPoint([lat, lon]); return [at.x, at.y] }"""
    x, y = screen.frame.evaluate(script, building)
    box = screen.page.query_selector("iframe").bounding_box()
    return box["x"] + x + dx, box["y"] + y + dy


def grids(office: Server) -> dict[str, str]:
    """Grid → its outline as the store has it."""
    frame = layer_frame(office.store, TOWN, "grid")
    return {str(id): shape.wkt for id, shape in frame.geometry.items()}


def test_staff_split_a_grid_with_a_line_see_the_households_save_and_undo(page: Page, office: Server) -> None:
    screen, before = editor(page, office, "zh"), grids(office)
    page.get_by_text("拆分", exact=True).click()
    side(page).get_by_text("第5网格").first.click()
    expect(side(page).get_by_role("combobox").first).to_have_value("第5网格", timeout=SLOW_MS)
    expect(page.frame_locator("iframe").locator(".mv-toolbar")).to_be_visible(timeout=SLOW_MS)
    screen.settled_view()
    (left, y1), (_, y2) = spot(screen, "A30", dx=-65), spot(screen, "A31")
    right, y = spot(screen, "A42", dx=90)[0], (y1 + y2) / 2
    page.mouse.click(left, y)
    page.mouse.click(right, y)
    page.mouse.dblclick(right, y)
    expect(side(page)).to_contain_text("462 → 280", timeout=SLOW_MS)  # 33 stairwells of 14 became 20 and 13
    expect(side(page)).to_contain_text("182")
    assert grids(office) == before  # a preview is no save
    page.get_by_role("button", name="采用并保存").click()
    expect(side(page)).to_contain_text("网格已保存", timeout=SLOW_MS)
    assert len(grids(office)) == len(before) + 1
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(side(page)).to_contain_text("已撤销", timeout=SLOW_MS)
    assert grids(office) == before


def test_staff_merge_by_clicks_and_take_or_leave_the_balanced_proposal(page: Page, office: Server) -> None:
    say, before = words("en"), grids(office)
    screen = editor(page, office, "en")
    page.get_by_text(say("合并"), exact=True).click()
    expect(page.frame_locator("iframe").locator(".mv-toolbar")).to_be_visible(timeout=SLOW_MS)
    page.mouse.click(*spot(screen, "A38", dy=-14))
    page.mouse.click(*spot(screen, "A09", dy=-16))
    expect(page.get_by_role("button", name=say("采用并保存"))).to_be_visible(timeout=SLOW_MS)
    page.get_by_role("button", name=say("不采用")).click()
    page.get_by_text(say("均衡建议"), exact=True).click()
    expect(side(page)).to_contain_text("238 → 28", timeout=SLOW_MS)
    page.get_by_role("button", name=say("采用并保存")).click()
    expect(page.locator(".st-key-undo")).to_be_visible(timeout=SLOW_MS)
    assert grids(office) != before
    page.locator(".st-key-undo button").click()
    expect(page.locator(".st-key-undo")).to_have_count(0, timeout=SLOW_MS)
    assert grids(office) == before


@pytest.mark.parametrize("name", ["", "head", "member"])
def test_no_number_in_clear_reaches_anybody_below_staff(office: Server, name: str) -> None:
    """Every page over the websocket, every route over HTTP, and what the server has written down."""
    numbers = clear_numbers(office)
    token = cookie(office, name)
    heard = told(every_page(office, token))
    with httpx.Client(base_url=office.url, trust_env=False, cookies={COOKIE: token} if token else None) as browser:
        layers = [f"/layers/{TOWN}/{layer.key}.geojson" for layer in LAYERS]
        more = (f"/works/{TOWN}.geojson", f"/mapconfig/{TOWN}", f"/search/{TOWN}?q=示例", "/account")
        public = [
            f"/public/{TOWN}{page}" for page in ("", "/building/A07", "/projects", "/who", "/notices", "/plan.svg")
        ]
        heard += "".join(browser.get(path).text for path in (*layers, *more, *public, f"/deck/{TOWN}/meeting-1.html"))
        heard += words_of(browser.get(f"/print/building/{TOWN}/A07.pdf").content)
    heard += office.log.read_text("utf-8", errors="replace")
    assert len(numbers) > 200 and len(heard) > 100_000
    assert [number for number in numbers if number in heard] == []
    names = {"": 0, "head": 1, "member": 1}[name]
    masked = re.findall(r"000\*{4}\d{4}", heard)
    assert bool(masked) == bool(names)  # a visitor gets not even these


def clear_numbers(office: Server) -> list[str]:
    with office.store.read() as connection:
        return list(connection.execute(select(person_mobile.c.mobile)).scalars())


async def every_page(office: Server, token: str | None) -> str:
    """What one session is sent while every page is run."""
    heard = ""
    async with line(office, token) as socket:
        for page in PAGES:
            heard += (await run(socket, page.path or "map")).text
        heard += "".join(exported(office, path, token) for path in set(MEDIA.findall(heard)))
    for page, query in OPENED:
        async with line(office, token) as socket:
            heard += (await run(socket, page, query)).text
    return heard


def exported(office: Server, path: str, token: str) -> str:
    """A file that a page offers, unpacked if it is a workbook."""
    body = httpx.get(office.url + path, trust_env=False, cookies={COOKIE: token} if token else None).content
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
