"""Projects: the list at 60 and 6,000, what a write costs there, the roll-up, and an entry with a photo from a phone."""

import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from PIL import Image
from playwright.sync_api import Page

from bench.browser import chromium
from bench.opening import median_ms
from bench.parts import Run
from bench.project_data import DAY, WORKS_EACH, filled
from bench.report import Figure, Part
from bench.serving import ROOT, streamlit_server
from data.settings import load_settings
from data.store import Store, open_store
from data.work_frames import WorkView, work_view
from data.works import save_work, work
from geo.progress import roll_up

FEW, MANY = 60, 6_000
RERUNS = 7
ENTRY_AIM_S = 30.0
PHONE = {"width": 390, "height": 844}
SLOW_MS = 60_000


def measure(run: Run) -> Part:
    """The part "projects" of the results."""
    store = open_store(f"sqlite:///{run.folder / 'projects.db'}")
    for count in (FEW, MANY):
        filled(store, _name(count), count)
    after, anew, view = writes(store, _name(MANY))
    lists = list_reruns(run, store)
    roll, plain = roll_ups(view)
    presses, seconds = phone_entry(run)
    figures = (
        Figure(f"list of {MANY:,} projects : {FEW}, one rerun", lists[1] / lists[0], "×", 2.0,
               f"{lists[1]:.0f} ms : {lists[0]:.0f} ms"),
        Figure(f"first view of {MANY * WORKS_EACH:,} works after a write : from nothing", after / anew, "×", 0.25,
               f"{after:.2f} s : {anew:.2f} s"),
        Figure(f"roll-up of {MANY:,} × {WORKS_EACH}, all parts : groupby of the share", roll / plain, "×", 3.0,
               f"{roll:.1f} ms : {plain:.1f} ms"),
        Figure("entry with a photo at phone width", seconds, " s", ENTRY_AIM_S, f"{presses} presses"),
    )  # fmt: skip
    for figure in figures:
        run.say(figure.row())
    note = (
        "The groupby gives the share alone, ours also its parts, surplus and counts; both gave the same share. "
        "The entry is made in Chromium with a picture of 12 megapixels; a rerun is the script without the browser."
    )
    return Part("Projects", figures, notes=(note,))


def _name(count: int) -> str:
    return f"bench{count}"


def writes(store: Store, community: str) -> tuple[float, float, WorkView]:
    """Seconds for the view after a write to one work, and from nothing; the view."""
    anew = _seconds(lambda: work_view(store, community, DAY))
    took = []
    for n in range(3):
        with store.write("bench") as tx:
            save_work(tx, community, replace(work(store, community, "w7-0"), name=f"改名 {n}"))
        took.append(_seconds(lambda: work_view(store, community, DAY)))
    return statistics.median(took), anew, work_view(store, community, DAY)


def list_reruns(run: Run, store: Store) -> list[float]:
    """Milliseconds of a rerun of the page of projects at `FEW` and `MANY`: the script, without the browser."""
    from streamlit.testing.v1 import AppTest

    from dashboard.services import house

    settings = load_settings().model_copy(update={"database": str(store.engine.url), "folder": run.folder})
    house.load_settings = lambda: settings
    found = []
    for count in (FEW, MANY):
        app = AppTest.from_string(_PROJECTS, default_timeout=300)
        app.query_params.update({"community": _name(count)})
        app.run()
        if app.exception:
            raise RuntimeError(app.exception[0].value)
        found.append(statistics.median(_seconds(app.run) for _ in range(RERUNS)) * 1e3)
    return found


_PROJECTS = """
from dataclasses import replace
from dashboard import main, pages
main.PAGES = tuple(replace(page, path="") for page in pages.PAGES if page.path == "projects")
main.main()
"""


def roll_ups(view: WorkView) -> tuple[float, float]:
    """Milliseconds of our roll-up by project and of a plain groupby of the weighted share."""
    works = view.works

    def plain() -> pd.Series:
        planned, weight = works["planned"].to_numpy(), works["weight"].to_numpy()
        reached = np.fmax(np.nan_to_num(works["done"].to_numpy()), np.nan_to_num(works["accepted"].to_numpy()))
        table = pd.DataFrame(
            {"project": works["project"], "top": weight * np.minimum(reached / planned, 1.0), "w": weight}
        )
        sums = table.groupby("project", sort=False)[["top", "w"]].sum()
        return sums["top"] / sums["w"]

    ours = roll_up(works, "project")["share"]
    if not np.allclose(ours.sort_index().to_numpy(), plain().sort_index().to_numpy()):
        raise ValueError("our roll-up and the groupby differ")
    return median_ms(lambda: roll_up(works, "project")), median_ms(plain)


def phone_entry(run: Run) -> tuple[int, float]:
    """Presses and seconds from the project's page to the saved entry with a photo of 12 megapixels, in Chromium."""
    environment = {"MAP_FOLDER": str(run.folder / "phone"), "MAP_DATABASE": "", "MAP_COMMUNITY": ""}
    demo = [sys.executable, "-m", "data", "demo"]
    subprocess.run(demo, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    with (
        chromium() as browser,
        streamlit_server(ROOT / "app.py", run.folder / "phone.log", **environment) as (address, _pid),
    ):
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/project?project=loop")
        page.wait_for_selector(".st-key-project-entry button", timeout=SLOW_MS)
        page.wait_for_timeout(3_000)
        start = time.perf_counter()
        presses = _report(page)
        return presses, time.perf_counter() - start


def _report(page: Page) -> int:
    """Add an entry as a person would; how often the screen was pressed."""
    page.locator(".st-key-project-entry button").tap()
    field = page.get_by_label("到今天累计完成(m²)", exact=True)
    field.wait_for(timeout=SLOW_MS)
    field.tap()
    field.press_sequentially("500", delay=120)
    shot = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": _shot()}
    page.locator("input[type=file]").set_input_files(shot)  # type: ignore[arg-type]
    page.wait_for_selector(".st-key-thumbnails img", timeout=SLOW_MS)
    page.locator(".st-key-form-save button").tap()
    page.locator(".st-key-done").get_by_text("已记下").wait_for(timeout=SLOW_MS)
    return 4  # report, the field, the photo, save


def _shot() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(target, "JPEG", quality=70)
    return target.getvalue()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
