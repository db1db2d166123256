"""Printing: the building sheets of the thirteen renovated buildings and the poster, beside Chromium's own print.

Both print the same words, the same maps (the same SVG) and the same codes; Chromium gets them as one plain HTML page
with the fonts of the system, in a browser that is open already. What the data and maps cost is the same for both and
stands in a row of its own.
"""

import base64
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from playwright.sync_api import Page

from bench.browser import chromium
from bench.parts import Run
from bench.report import Figure, Part
from bench.serving import ROOT
from dashboard.services.public.public_view import public_view
from dashboard.services.sheets.building import building_sheets
from dashboard.services.sheets.poster import poster
from dashboard.services.sheets.shared import Sheet
from data.store import open_store

BASE = "https://map.example.org"
BUILDINGS = tuple(f"A{number:02d}" for number in range(1, 14))
TIMES = 3
SPEED_AIM, BYTES_AIM, SECONDS_AIM = 1.0, 1.5, 10.0
HEADER = ("what", "data and maps", "typst", "Chromium print", "typst file", "Chromium file")
STYLE = (
    "body{font:10.5pt 'Noto Sans CJK SC';margin:0}section{break-after:page}img{max-width:100%}"
    "table{width:100%;border-collapse:collapse}td{border-bottom:.4pt solid #bbb;padding:1mm;vertical-align:top}"
)


def measure(run: Run) -> Part:
    """The part "print" of the results: the sample community."""
    folder = run.folder / "print"
    environment = {**os.environ, "MAP_FOLDER": str(folder), "MAP_DATABASE": "", "MAP_COMMUNITY": ""}
    demo = [sys.executable, "-m", "data", "demo"]
    subprocess.run(demo, cwd=ROOT, env=environment, check=True, capture_output=True)
    store = open_store(f"sqlite:///{folder / 'map.db'}")
    view = public_view(store, "longwanggang")
    subjects: dict[str, tuple[Callable[[], Sheet], str]] = {
        "13 building sheets": (lambda: building_sheets(store, view, BUILDINGS, BASE), "A4"),
        "A3 poster": (lambda: poster(store, view, BASE, folder / "photos"), "A3"),
    }
    rows, figures = [], []
    with chromium() as browser:
        page = browser.new_page()
        for name, (make, paper) in subjects.items():
            sheet, made_s = timed(make, 1)
            ours, ours_s = timed(lambda sheet=sheet: sheet.printed().content, 1)  # type: ignore[misc]
            theirs, theirs_s = timed(lambda sheet=sheet, paper=paper: by_chromium(page, sheet, paper), TIMES)  # type: ignore[misc]
            seconds = f"{ours_s:.2f} s : {theirs_s:.2f} s"
            sizes = f"{len(ours) / 1e3:,.0f} kB", f"{len(theirs) / 1e3:,.0f} kB"
            rows.append((name, f"{made_s:.2f} s", f"{ours_s:.2f} s", f"{theirs_s:.2f} s", *sizes))
            figures.append(Figure(f"{name}, typst : Chromium print", ours_s / theirs_s, "×", SPEED_AIM, seconds))
            size = len(ours) / len(theirs)
            figures.append(Figure(f"{name}, bytes, typst : Chromium", size, "×", BYTES_AIM, " : ".join(sizes)))
            whole = f"data and maps {made_s:.2f} s, typst {ours_s:.2f} s"
            figures.append(Figure(f"{name}, from the store to the file", made_s + ours_s, " s", SECONDS_AIM, whole))
            run.say(" · ".join(rows[-1]))
    return Part(
        "Printing",
        tuple(figures),
        HEADER,
        tuple(rows),
        ("Typst: the first run, since it remembers what it has set; Chromium: the best of three, open already.",),
    )


def timed(make: Callable[[], Any], times: int) -> tuple[Any, float]:
    """What it makes, and the seconds of the best run."""
    best, made = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        made = make()
        best = min(best, time.perf_counter() - start)
    return made, best


def by_chromium(page: Page, sheet: Sheet, paper: str) -> bytes:
    """The same sheet as Chromium prints it."""
    page.set_content(page_of(sheet))
    return page.pdf(
        format=paper, print_background=True, margin=dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    )


def page_of(sheet: Sheet) -> str:
    """A plain HTML page that says what the sheet says: every text, map, code and photo."""
    parts = sheet.data.get("sheets") or [sheet.data]
    body = "".join(f"<section>{said(part, sheet.files)}</section>" for part in parts)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}"


def said(value: Any, files: Mapping[str, bytes]) -> str:
    """A value of the data as HTML: drawings as they are, files where they are named, lists as tables."""
    if isinstance(value, str):
        if value in files:
            return drawn(value, files[value])
        return value if value.startswith("<svg") else f"<span>{escape(value)}</span> "
    if isinstance(value, Mapping):
        kept = (said(item, files) for key, item in value.items() if key not in ("signs", "words"))
        return f"<div>{''.join(kept)}</div>"
    if isinstance(value, list | tuple):
        return f"<table>{''.join(f'<tr><td>{said(item, files)}</td></tr>' for item in value)}</table>"
    return f"<b>{value}</b> "


def drawn(name: str, content: bytes) -> str:
    """A map inline, a photo as data."""
    if name.endswith(".svg"):
        return content.decode()
    return f'<img width="220" src="data:image/jpeg;base64,{base64.b64encode(content).decode()}">'
