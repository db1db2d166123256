"""Takes the README's pictures from the running sample: `make pictures`. Runs in `.venv` with the development tools.

A server of its own with a store of its own, so that every picture shows the sample as it is made today.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page  # noqa: E402 - after the path

from bench.browser import MAP_FRAME, chromium  # noqa: E402
from bench.serving import streamlit_server  # noqa: E402
from bench.subjects import SETTLED  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
SETTLE_MS = 2_500
COLOURS = 256
"""A palette: the pictures are flat, and the repository stays small."""

ALL_PIPES = "compound,building,garden,road,pipe,manhole,gully,outfall,context"
CENTRE_OF_A = "a0qps3Gugr61B0nF-FyhBh8Dn6ErpB9uB05E"
"""An outline in the middle of the larger compound, as the address writes it."""


@dataclass(frozen=True)
class Picture:
    """One picture: the address that shows it, and the window it is taken in."""

    name: str
    address: str
    width: int = 1440
    height: int = 900
    scale: float = 1
    map: bool = True
    """Whether a map is part of the page."""
    plain: bool = False
    """Whether it is a page of our own, without Streamlit."""


PICTURES: tuple[Picture, ...] = (
    Picture("map", "/", scale=1.5),
    Picture("card", "/?selected=building:A07"),
    Picture("pipes", f"/?layers={ALL_PIPES}&selected=building:A07"),
    Picture("dark", "/?dark=1&theme=storeys", width=1920, height=1080, scale=1),
    Picture("phone", "/?selected=building:A07", width=390, height=844, scale=2),
    Picture("english", "/?lang=en"),
    Picture("projects", "/projects", map=False),
    Picture("timeline", "/projects?show=timeline", map=False),
    Picture("works", "/projects?show=map", scale=1.5),
    Picture("ledger", "/ledger", map=False),
    Picture("deck", "/deck/longwanggang/meeting-3.html?open=1#8", width=1440, height=810, plain=True),
    Picture("place", f"/place?area={CENTRE_OF_A}"),
    Picture("choice", "/choice?plan=2027~300,300,300~mid~all~3,2,1,1~"),
    Picture("who", "/who?place=building:A07&view=visitor", width=390, height=844, scale=2, map=False),
    Picture("public", "/public/longwanggang", width=390, height=1500, scale=2, plain=True),
    Picture("public-building", "/public/longwanggang/building/A03", width=390, height=1500, scale=2, plain=True),
)

SHEETS = {"poster": "/print/poster/longwanggang.png", "sheet": "/print/building/longwanggang/A07.png"}
"""Printed sheets: the picture's name and the address that gives it."""

SHEET_WIDTH = 1100


def main(arguments: list[str]) -> int:
    """Take all pictures, or those named."""
    names = [*(picture.name for picture in PICTURES), *SHEETS]
    parser = argparse.ArgumentParser(prog="make pictures")
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(names)} (default: all)")
    wanted = parser.parse_args(arguments).names or names
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="map-pictures-") as folder:
        variables = {"MAP_FOLDER": folder, "MAP_DATABASE": "", "MAP_COMMUNITY": "", "MAP_LANGUAGE": "zh"}
        variables["MAP_PUBLIC_URL"] = "https://map.example.org"
        make_sample = [sys.executable, "-m", "data", "demo"]
        subprocess.run(make_sample, cwd=ROOT, env={**os.environ, **variables}, check=True)
        server = streamlit_server(ROOT / "app.py", Path(folder) / "server.log", **variables)
        with chromium() as browser, server as (address, _pid):
            for picture in PICTURES:
                if picture.name in wanted:
                    take(browser, picture, address)
            for name in SHEETS.keys() & set(wanted):
                fetch(name, address)
    return 0


def take(browser: Browser, picture: Picture, address: str) -> None:
    """Open the address, wait until the map is drawn, keep what the window shows."""
    window = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=window, device_scale_factor=picture.scale)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + picture.address)
    if picture.plain:
        wait_for_plain_page(page)
    else:
        wait_for_page(page)
    if picture.map and not picture.plain:
        wait_for_map(page)
    page.wait_for_timeout(SETTLE_MS)
    keep(picture.name, Image.open(io.BytesIO(page.screenshot(animations="disabled"))))
    context.close()


def fetch(name: str, address: str) -> None:
    """A printed sheet as the server gives it, with an edge that tells it from the page."""
    with urllib.request.urlopen(address + SHEETS[name], timeout=120) as answer:
        image = Image.open(io.BytesIO(answer.read())).convert("RGB")
    image.thumbnail((SHEET_WIDTH, 10 * SHEET_WIDTH))
    keep(name, ImageOps.expand(image, 2, "#c9c2b4"))


def keep(name: str, image: Image.Image) -> None:
    """Write a picture with a palette of its own."""
    file = FOLDER / f"{name}.png"
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    sys.stderr.write(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB\n")


def wait_for_page(page: Page) -> None:
    """Return once the page has been written to its end."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=\"stApp\"]')?.dataset.testScriptState === 'notRunning'",
        timeout=60_000,
    )


def wait_for_plain_page(page: Page) -> None:
    """Return once a page of our own has its map, where one is in view."""
    if page.locator("#map").is_visible() and page.evaluate("document.querySelector('#map').offsetTop < innerHeight"):
        page.wait_for_function(f"() => {SETTLED}", timeout=60_000)


def wait_for_map(page: Page) -> None:
    """Return once every layer is drawn."""
    frame = page.wait_for_selector(f'iframe[src*="{MAP_FRAME}"]', timeout=60_000).content_frame()
    frame.wait_for_function(f"() => {SETTLED}", timeout=60_000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
