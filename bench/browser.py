"""One visit of Chromium to a map: how long until it is drawn, runs again, shows a card; bytes over the websocket."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Browser, Frame, Page, WebSocket, sync_playwright

from bench.generated import buildings
from bench.subjects import IDLE, MAP_FRAME, Subject

WINDOW = {"width": 1280, "height": 900}
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
POLL_MS = 10
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else the one that Playwright brings."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        try:
            yield browser
        finally:
            browser.close()


@cache
def place_of(count: int, number: int) -> tuple[float, float]:
    """lon, lat of the middle of a building."""
    middle = buildings(count).geometry.iloc[number].centroid
    return middle.x, middle.y


class Visit:
    """A fresh browser profile (empty cache) that opens one map. Times are in seconds."""

    def __init__(self, browser: Browser, subject: Subject, count: int, timeout_s: float = 180) -> None:
        self.subject, self.count = subject, count
        self.end = time.perf_counter() + timeout_s
        self.context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.received_bytes = 0
        self.page.on("websocket", self._listen)

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    @property
    def left_ms(self) -> float:
        """What is left of the visit's time; TimeoutError when it is over."""
        left_ms = (self.end - time.perf_counter()) * 1000
        if left_ms <= 0:
            raise TimeoutError("the time for it was over")
        return left_ms

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, payload: str | bytes) -> None:
        self.received_bytes += len(payload)

    def first_map(self, address: str) -> float:
        """From the address being opened until all buildings are on the canvas and the frame is painted."""
        start = time.perf_counter()
        self.page.goto(address + self.subject.path.format(count=self.count), wait_until="commit", timeout=self.left_ms)
        frame = self._map_frame()
        frame.wait_for_function(self.subject.drawn, arg=self.count, polling=POLL_MS, timeout=self.left_ms)
        self._painted(frame)
        took = time.perf_counter() - start
        self.settle()
        return took

    def rerun(self) -> float:
        """From pressing a button until the run that it causes has ended and reached the screen."""
        before = self.page.evaluate(self.subject.mark)
        start = time.perf_counter()
        # A dispatched event: the way of a pointer to the button is not the map's.
        self.page.locator(self.subject.button).first.dispatch_event("click")
        self._wait(f"before => ({self.subject.mark}) !== before && {IDLE}", before)
        took = time.perf_counter() - start
        self.settle()
        return took

    def click_to_card(self, number: int) -> float:
        """From the press on building `number` until its full card stands on the page."""
        frame = self._map_frame()
        lon, lat = place_of(self.count, number)
        place = frame.evaluate(
            "([lat, lon]) => { const p = window.map.latLngToContainerPoint([lat, lon]);"
            " const box = window.map.getContainer().getBoundingClientRect(); return [p.x + box.x, p.y + box.y]; }",
            [lat, lon],
        )
        corner = frame.frame_element().bounding_box() if self.subject.in_frame else {"x": 0, "y": 0}
        assert corner is not None
        x, y = corner["x"] + place[0], corner["y"] + place[1]
        self.page.mouse.move(x, y)
        self.settle()
        wanted = f"测试楼 {number + 1}栋"
        start = time.perf_counter()
        self.page.mouse.click(x, y)
        self._wait(f"wanted => ({self.subject.card}).includes(wanted)", wanted)
        took = time.perf_counter() - start
        self.settle()
        return took

    def _wait(self, condition: str, argument: object) -> None:
        self.page.wait_for_function(condition, arg=argument, polling=POLL_MS, timeout=self.left_ms)

    def _painted(self, frame: Frame) -> None:
        """Wait for two frames to be painted. Not by `evaluate`, which would wait for a stuck page for ever."""
        frame.wait_for_function(PAINTED, timeout=self.left_ms)

    def _map_frame(self) -> Frame:
        """The frame with the map, waited for."""
        if not self.subject.in_frame:
            return self.page.main_frame
        while not (found := [frame for frame in self.page.frames if MAP_FRAME in frame.url]):
            self.page.wait_for_timeout(min(POLL_MS, self.left_ms))
        return found[0]

    def settle(self) -> None:
        """Let everything that is still under way end, so that it is not counted twice or into the next figure."""
        if self.subject.in_frame:
            self._wait(f"() => {IDLE}", None)
        self._painted(self._map_frame())
        self.page.wait_for_timeout(400)
