"""Staff, a grid member and a building head at work: grids edited with the mouse, one's own place, what stays shut."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.pages import PAGES
from dashboard.services.access.identity import COOKIE, cookie_of
from dashboard.text import words
from data.accounts import Account, add_account
from data.features import layer_frame
from data.logins import sign_in
from data.people_schema import person_mobile
from data.settings import Settings
from data.store import open_store
from data.write import Write
from geo.layers import LAYERS
from tests.browser.conftest import ROOT, Server
from tests.browser.journeys.conftest import Screen
from tests.browser.journeys.test_accounts import line, told

pytestmark = pytest.mark.browser
PASSWORD, TOWN, SLOW_MS = "correct-horse-7", "longwanggang", 30_000
OWN_GRID, OWN_BUILDING = "grid-A5", "A07"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the sample community and an account of every role."""
    folder = tmp_path_factory.mktemp("office")
    environment = {**os.environ, "MAP_FOLDER": str(folder)}
    subprocess.run([sys.executable, "-m", "data", "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)
    store = open_store(Settings(folder=folder).url)
    with store.write("测试") as tx:
        give_numbers(tx)
        add_account(tx, Account("boss", "administrator"), PASSWORD)
        add_account(tx, Account("clerk", "staff"), PASSWORD)
        add_account(tx, Account("member", "grid_member", TOWN, f"gm-{OWN_GRID}"), PASSWORD)
        add_account(tx, Account("head", "building_head", TOWN, f"bh-{OWN_BUILDING}"), PASSWORD)
    running = Server(folder)
    try:
        running.wait()
        running.settings, running.store = Settings(folder=folder), store
        yield running
    finally:
        running.stop()


def give_numbers(tx: Write) -> None:
    """Numbers that nothing else can look like: the sample's are mostly zeros, as many a coordinate is."""
    holders = tx.connection.execute(select(person_mobile.c.person)).scalars().all()
    for i, holder in enumerate(holders):
        mine = update(person_mobile).where(person_mobile.c.community == TOWN, person_mobile.c.person == holder)
        tx.connection.execute(mine.values(mobile=f"000{31_415_926 + 7919 * i}"))


def enter(page: Page, office: Server, name: str, lang: str, onward: str = "") -> None:
    """Sign in as a person does."""
    say = words(lang)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{office.url}/account/login?lang={lang}" + (f"&next={onward}" if onward else ""))
    page.get_by_label(say("账户名")).fill(name)
    page.get_by_label(say("密码")).fill(PASSWORD)
    page.get_by_role("button", name=say("登录"), exact=True).click()
    expect(page.locator(".st-key-account")).to_have_text(name, timeout=SLOW_MS)


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


@pytest.mark.parametrize(("name", "lang", "title"), [("head", "zh", "麓山名园 7栋"), ("member", "en", "第5网格")])
def test_who_holds_a_place_begins_there_and_goes_no_further(page: Page, office: Server, name, lang, title) -> None:
    say = words(lang)
    enter(page, office, name, lang)
    expect(page).to_have_url(f"{office.url}/mine" + (f"?lang={lang}" if lang == "en" else ""))
    expect(side(page).get_by_role("heading", name=title, level=3)).to_be_visible(timeout=SLOW_MS)
    for heading in ("这一周", "找谁", "您可以"):
        expect(side(page)).to_contain_text(say(heading), timeout=SLOW_MS)
    with page.expect_download() as sheet:
        page.locator(".st-key-mine-sheet button").first.click()
    assert sheet.value.path().read_bytes().startswith(b"%PDF-")
    shut = {"accounts": "账户只由管理员管理。", "reveals": "号码查看记录只由管理员查看。"}
    shut |= {"coverage": "责任覆盖检查只对工作人员开放。要找负责人,请看“谁负责”。"} if name == "head" else {}
    for path, sentence in shut.items():
        page.goto(f"{office.url}/{path}?lang={lang}")
        expect(page.get_by_text(say(sentence))).to_be_visible(timeout=SLOW_MS)


@pytest.mark.parametrize("name", ["", "head", "member"])
def test_no_number_in_clear_reaches_anybody_below_staff(office: Server, name: str) -> None:
    """Every page over the websocket, every route over HTTP, and what the server has written down."""
    numbers = clear_numbers(office)
    token = cookie_of(office.settings, sign_in(office.store, name, PASSWORD, "10.0.0.9")) if name else None
    heard = told(every_page(office, token))
    with httpx.Client(base_url=office.url, trust_env=False, cookies={COOKIE: token} if token else None) as browser:
        layers = [f"/layers/{TOWN}/{layer.key}.geojson" for layer in LAYERS]
        more = (f"/works/{TOWN}.geojson", f"/mapconfig/{TOWN}", f"/search/{TOWN}?q=示例", "/account")
        heard += "".join(browser.get(path).text for path in (*layers, *more))
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
            query = "place=building:A07" if page.path == "who" else ""
            heard += await run_page(socket, page.path or "map", query)
    return heard


async def run_page(socket, name: str, query: str) -> str:
    """Ask for one run of a page; everything that was sent, as text."""
    ask = BackMsg()
    ask.rerun_script.query_string, ask.rerun_script.page_name = query, name
    await socket.send(ask.SerializeToString())
    heard = b""
    while True:
        frame = await asyncio.wait_for(socket.recv(), 120)
        heard += frame
        if ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
            return heard.decode("utf-8", "replace")
