"""Decks as files on a disk, opened from `file://` by a browser that may ask for nothing else."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from dashboard.services.meeting.deck import build_deck
from dashboard.text import speak
from data.store import open_store
from tests.deck_ground import make_deck_ground

WALL = {"width": 1920, "height": 1080}


def until(page: Page, condition: str) -> None:
    """Wait for JavaScript to hold; asked from here, since the deck's policy forbids the page to evaluate texts."""
    end = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never came true: {condition}"
        page.wait_for_timeout(50)


@pytest.fixture(scope="session")
def decks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a meeting's deck, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("decks")
    store = open_store(f"sqlite:///{folder / 'map.db'}")
    make_deck_ground(store, folder / "photos")

    def made(meeting: str) -> Path:
        file = folder / f"{meeting}.html"
        if not file.exists():
            speak("zh")
            file.write_bytes(build_deck(store, "c", meeting, folder / "photos").html)
        return file

    return made


@pytest.fixture
def wall(context: BrowserContext, decks: Callable[[str], Path]) -> Iterator[Callable[..., Page]]:
    """Opens a deck; any error and any request beside the file itself fails the test."""
    faults: list[str] = []

    def check(route: Route) -> None:
        if route.request.url.startswith("file:") and route.request.is_navigation_request():
            route.continue_()
        else:
            faults.append(f"asks for {route.request.url[:120]}")
            route.abort()

    context.route("**/*", check)

    def open_deck(meeting: str, size: dict[str, int] = WALL) -> Page:
        page = context.new_page()
        page.set_viewport_size(size)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(decks(meeting).as_uri())
        page.wait_for_selector("html[data-ready=yes]", state="attached")
        return page

    yield open_deck
    assert faults == []
