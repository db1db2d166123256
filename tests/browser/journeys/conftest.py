"""`screen`: the dashboard as a reader uses it."""

import time

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame, Locator, Page, expect

SLOW_MS = 30_000


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
