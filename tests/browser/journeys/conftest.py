"""`screen`: the dashboard as a reader uses it."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page, expect
from sqlalchemy import select, update

from data.accounts import Account, add_account
from data.people import Person, add_people
from data.people_schema import person_mobile
from data.rights import Viewer
from data.settings import Settings
from data.store import open_store
from data.write import Write
from tests import oidc_provider
from tests.browser.conftest import Server
from tests.browser.journeys.office import OWN_BUILDING, OWN_GRID, PASSWORD, TOWN
from tests.oidc_provider import CLIENT, SECRET

SLOW_MS = 30_000
ACCOUNTS = (
    Account("boss", "administrator"),
    Account("clerk", "staff"),
    Account("member", "grid_member", TOWN, f"gm-{OWN_GRID}"),
    Account("head", "building_head", TOWN, f"bh-{OWN_BUILDING}"),
    Account("li", "building_head", TOWN, "bh-A12", email="li@example.org"),  # signs in at the provider only
)


class Screen:
    """A page of the dashboard and the map in it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, query: str = "", *, width: int = 1440, height: int = 900) -> "Screen":
        """Open the map page at an address and wait until its layers are drawn."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(f"{self.url}/{query}")
        return self.ready()

    def ready(self) -> "Screen":
        """Wait until the map has its configuration and no layer is on its way."""
        self.page.wait_for_selector("iframe", timeout=SLOW_MS)
        self._until("() => Boolean(window.mapview?.app?.config) && window.mapview.app.store.waiting === 0")
        return self

    def _until(self, script: str, arg: object = None) -> None:
        """Wait until the map says yes, whichever frame it lives in by then: a change of pages replaces it."""
        until = time.monotonic() + SLOW_MS / 1000
        while time.monotonic() < until:
            try:
                if self.frame.evaluate(script, arg):
                    return
            except (PlaywrightError, AttributeError):  # the frame was just replaced or has no map yet
                pass
            self.page.wait_for_timeout(100)
        pytest.fail(f"never came true on the map: {script} {arg}")

    @property
    def frame(self) -> Frame:
        """The frame that the map lives in."""
        found = self.page.query_selector("iframe").content_frame()
        assert found is not None
        return found

    @property
    def card(self) -> Locator:
        """The full card beside the map, while something is selected."""
        return self.page.locator(".st-key-card-open")

    def state(self, key: str) -> object:
        """One word of the state that the map shows now."""
        return self.frame.evaluate("key => window.mapview.app.state[key]", key)

    def wait_state(self, key: str, wanted: object) -> None:
        """Wait until the map shows this."""
        self._until(
            "([key, wanted]) => JSON.stringify(window.mapview?.app?.state[key]) === JSON.stringify(wanted)",
            [key, wanted],
        )

    def view(self) -> list[float]:
        """Longitude, latitude and zoom of the map."""
        script = "() => { const m = window.mapview.app.map, c = m.getCenter(); return [c.lng, c.lat, m.getZoom()] }"
        return [round(value, 5) for value in self.frame.evaluate(script)]

    def settled_view(self) -> list[float]:
        """The view once it has stopped moving."""
        before = None
        while before != (now := self.view()):
            before = now
            self.page.wait_for_timeout(350)
        return now

    def click(self, layer: str, feature: str) -> None:
        """Click the map where the label of a feature stands."""
        spot = self.frame.evaluate(
            """([layer, id]) => {
                const app = window.mapview.app, [lon, lat] = app.store.find(layer, id).p.at;
                const point = app.map.latLngToContainerPoint([lat, lon]);
                return { x: point.x, y: point.y };
            }""",
            [layer, feature],
        )
        self.frame.locator(".mv-map").click(position=spot)

    def mark(self) -> None:
        """Leave a mark in the map's window, which a new map would not have."""
        self.frame.evaluate("() => { window.journey = 'same map' }")

    def is_same_map(self) -> bool:
        """Whether the marked map is still there."""
        return self.frame.evaluate("() => window.journey") == "same map"

    def colours(self) -> int:
        """How many different colours the map's canvas has, looked at every few pixels."""
        return self.frame.evaluate(
            """() => {
                const sheet = document.querySelector("canvas.mv-sheet-map"), seen = new Set();
                const data = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height).data;
                for (let i = 0; i < data.length; i += 4 * 97) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
                return seen.size;
            }"""
        )

    def press(self, name: str) -> None:
        """Press a button of the page by what it says."""
        self.page.get_by_role("button", name=name).first.click()

    def wait_address(self, part: str) -> None:
        """Wait until the address line holds this."""
        self.page.wait_for_function("part => decodeURIComponent(location.search).includes(part)", arg=part)

    def expect_card(self, *texts: str) -> None:
        """The full card is there and says all this."""
        for text in texts:
            expect(self.card).to_contain_text(text, timeout=SLOW_MS)


@pytest.fixture
def screen(page: Page, server) -> Screen:
    """The dashboard, not yet opened."""
    return Screen(page, server.url)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Iterator[Server]:
    """A server with the sample community, an account of every role and an identity provider, for all tests of roles."""
    folder = tmp_path_factory.mktemp("office") / "var"
    shutil.copytree(sample_folder, folder)
    store = open_store(Settings(folder=folder).url)
    with store.write("测试") as tx:
        add_people(tx, Viewer("staff", "测试"), TOWN, [(Person(f"double-{n}", "示例·丙"), "") for n in (1, 2, 3)])
        give_numbers(tx)
        for account in ACCOUNTS:
            add_account(tx, account, "" if account.email else PASSWORD)
    with oidc_provider.running() as provider:
        at = {"MAP_OIDC_ISSUER": provider.issuer, "MAP_OIDC_CLIENT": CLIENT, "MAP_OIDC_SECRET": SECRET}
        running = Server(folder, **at, MAP_OIDC_NAME="政务登录")
        try:
            running.wait()
            running.settings, running.store, running.provider = Settings(folder=folder), store, provider
            yield running
        finally:
            running.stop()


def give_numbers(tx: Write) -> None:
    """Numbers that nothing else can look like: the sample's are mostly zeros, as many a coordinate is."""
    holders = tx.connection.execute(select(person_mobile.c.person).order_by(person_mobile.c.person)).scalars().all()
    for i, holder in enumerate(holders):
        mine = update(person_mobile).where(person_mobile.c.community == TOWN, person_mobile.c.person == holder)
        tx.connection.execute(mine.values(mobile=f"000{31_415_926 + 7919 * i}"))
