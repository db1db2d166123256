"""The real server and a real Chromium, closed to the outside, that notices every fault.

A page fixture of pytest-playwright is used with the system's Chromium. Any request that leaves this
machine, any JavaScript error, console error or failed request fails the test that caused it.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Page, Route

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS = 120
PROBES = "/_stcore/"
"""On an address such as /about, Streamlit's page asks below it for its server first, and gets 404."""


def missing(what: str) -> None:
    """Skip with the name of what is missing; where tests must all run, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """How pytest-playwright starts the system's Chromium."""
    path = next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)
    if path is None:
        missing("Chromium (apt-get install chromium)")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
    return {"executable_path": path, "args": flags}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The dashboard as `streamlit run app.py` starts it, with a data folder of its own; `more`: environment."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAP_", "STREAMLIT_"))}
        words = ["-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env={**environment, "MAP_FOLDER": str(folder), **more},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Return once it answers; fail with its own words if it ends or stays silent."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.2)
        pytest.fail(f"the server did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample community as the first start of a server makes it; copied, never used itself."""
    folder = tmp_path_factory.mktemp("sample")
    first = Server(folder)
    try:
        first.wait()
    finally:
        first.stop()
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Iterator[Server]:
    """A server with the sample community; one a file, so that none sees what another wrote."""
    folder = tmp_path_factory.mktemp("server") / "var"
    shutil.copytree(sample_folder, folder)
    running = Server(folder)
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture
def faults() -> list[str]:
    """What went wrong in the browser so far; must be empty at the end of a test."""
    return []


@pytest.fixture
def context(context: BrowserContext, faults: list[str]) -> BrowserContext:
    """A browser context that reaches this machine only."""

    def local_only(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob") or address.hostname == "127.0.0.1":
            route.continue_()
        else:
            faults.append(f"request to the outside: {route.request.url}")
            route.abort()

    context.route("**/*", local_only)
    return context


@pytest.fixture
def page(context: BrowserContext, faults: list[str]) -> Iterator[Page]:
    """A page whose every error fails the test."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(f"JavaScript: {error}"))
    opened.on("console", lambda told: faults.append(f"console: {told.text}") if is_fault(told) else None)
    opened.on("requestfailed", lambda asked: faults.append(f"failed: {asked.url}") if is_lost(asked) else None)
    yield opened
    opened.close()
    assert faults == []


def is_fault(message) -> bool:
    """Whether a line of the console is an error of ours."""
    return message.type == "error" and PROBES not in (message.location or {}).get("url", "")


def is_lost(request) -> bool:
    """Whether a request failed for want of an answer, not because the page had moved on."""
    return PROBES not in request.url and "ERR_ABORTED" not in (request.failure or "")
