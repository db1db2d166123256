"""Planning by place: a report on an area, and the plan that reaches most households; beside the usual way.

Every comparison checks first that both give the same answer.
"""

import tempfile
import time
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from bench import analysis_data as data
from bench.analysis_speed import HEADER, INTERACTIVE_MS, at_most, ratio, row, same
from bench.generated import buildings
from bench.opening import median_ms
from bench.parts import Run
from bench.report import Figure, Part
from dashboard.services.frames import Community
from dashboard.services.planning.asked import Asked
from dashboard.services.planning.place_answer import people_here, place_answer
from dashboard.services.planning.place_export import place_workbook
from dashboard.services.planning.place_report_words import report_data
from dashboard.services.planning.plan_made import made_plan, scored, what_if
from dashboard.services.planning.plan_pool import plan_pool
from dashboard.services.planning.plan_terms import SHOWN_CRITERIA, Terms
from dashboard.services.projects.work_words import today, view_of
from data.demo import load
from data.demo.projects import load_projects
from data.rights import Viewer
from data.store import open_store
from geo.choice import choose_works
from geo.layers import LAYERS
from geo.place_report import area_of, place_report

AIMS_MS = {"plan": 5_000.0, "workbook": 2_000.0}
"""What is waited for with a spinner or as a download; the rest is to answer at once."""

Found = tuple[list[Figure], list[tuple[str, ...]]]


def measure(run: Run) -> Part:
    """The part "planning" of the results."""
    rows: list[tuple[str, ...]] = []
    figures: list[Figure] = []
    for work in (area_reports, plans, sample):
        found, told = work()
        figures += found
        rows += told
        for line in told:
            run.say(" · ".join(line))
    return Part("A place and a plan", tuple(figures), HEADER, tuple(rows), (
        "Each pair was checked to give the same answer; a plan must reach as many households as the greedy one.",
        "The sample has 60 buildings, 695 pipes and 90 works to choose from.",
    ))  # fmt: skip


def area_reports() -> tuple[list[Figure], list[tuple[str, ...]]]:
    """A circle of 150 m over 5,000 and 500,000 buildings: ours against projecting and clipping them all."""
    figures, rows = [], []
    for count in (5_000, 500_000):
        frame = buildings(count)
        area = area_of(shapely.Point(112.924, 28.2175), 150.0)
        circle = gpd.GeoSeries([area.metric], crs=area.crs)

        def plain(frame: gpd.GeoDataFrame = frame, circle: gpd.GeoSeries = circle) -> float:
            return float(gpd.clip(frame.to_crs(circle.crs), circle).area.sum())

        def ours(frame: gpd.GeoDataFrame = frame, area: object = area) -> float:
            return place_report(area, {"building": frame}).layers[0].quantity

        same(ours(), plain(), 1e-6)
        mine, theirs = median_ms(ours), median_ms(plain)
        rows.append(row("area report", f"{count:,} buildings", mine, theirs, "geopandas clip"))
        figures.append(ratio(f"area report over {count:,} buildings, ours : geopandas", mine, theirs, 1.0))
        figures.append(at_most(f"area report over {count:,} buildings", mine))
    return figures, rows


def plans() -> tuple[list[Figure], list[tuple[str, ...]]]:
    """The best plan of 60 and 600 works, in time and in households against choosing by households per yuan."""
    figures, rows = [], []
    for count, aim_ms in ((60, 5_000.0), (600, 30_000.0)):
        table, serves, households, budget, before = data.plan(count)
        start = time.perf_counter()
        best = choose_works(table, serves, households, budget, before, time_limit_s=30.0)
        took = (time.perf_counter() - start) * 1000
        start = time.perf_counter()
        simple = greedy(table, serves, households, budget, before)
        theirs = (time.perf_counter() - start) * 1000
        gain = best.households / simple
        proof = "proved best" if best.proved else f"at most {best.gap:.0f} households from the best"
        shown = f"{best.households:,} ({proof}) : {simple:,} households"
        rows.append(row("plan", f"{count} works, 3 years", took, theirs, f"greedy, {shown}"))
        figures.append(Figure(f"plan of {count} works, ours : greedy", gain, "×", 1.0, shown, at_least=True))
        figures.append(Figure(f"plan of {count} works", took, " ms", aim_ms, proof))
    return figures, rows


def greedy(
    works: pd.DataFrame,
    serves: pd.DataFrame,
    households: pd.Series,
    budget: dict[int, int],
    before: list[tuple[str, str]],
) -> int:
    """Households reached by always taking the affordable work with most new households per yuan."""
    served = serves.groupby("work")["building"].agg(set).to_dict()
    first = {then: one for one, then in before}
    cost, size = works["cost_fen"].to_dict(), households.to_dict()
    done: dict[str, int] = {}
    reached: set[str] = set()
    for year, left in sorted(budget.items()):
        while True:
            open_ones = [w for w in cost if w not in done and cost[w] <= left and first.get(w, w) in {w, *done}]
            gains = {w: sum(size[b] for b in served.get(w, set()) - reached) / cost[w] for w in open_ones}
            best = max(gains, key=gains.__getitem__, default="")
            if not best or gains[best] == 0:
                break
            done[best], left = year, left - cost[best]
            reached |= served[best]
    return sum(size[building] for building in reached)


def sample() -> Found:
    """What a person waits for on the two pages, at the size of a community: the report, the ranking, the plan."""
    with tempfile.TemporaryDirectory(prefix="plan-bench-") as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'map.db'}")
        made = load(store)
        load_projects(store, made, today())
        community = made.community.id
        layers = Community(store, community)
        view, every = view_of(store, community, "staff"), [layer.key for layer in LAYERS]
        asked = Asked(layers["compound"].frame.geometry.iloc[0].centroid, distance_m=120.0)
        staff = Viewer("staff", "bench")

        def answer() -> object:
            found = place_answer(layers, view, asked, every)
            return report_data(found, people_here(found, staff))

        found = place_answer(layers, view, asked, every)
        pool = plan_pool(layers, "staff")
        terms = Terms(2027, (300.0,) * 3)
        took = {
            "area report of the sample with its people, as shown": median_ms(answer),
            "workbook of that report": median_ms(lambda: place_workbook(found, None)),
            "ranking of the sample's works after a weight was moved": median_ms(
                lambda: scored.__wrapped__(pool, _weights())
            ),
        }
        start = time.perf_counter()
        made_plan(pool, terms)
        took["plan of the sample, 3 years"] = (time.perf_counter() - start) * 1000
        start = time.perf_counter()
        what_if(pool, terms)
        more = (time.perf_counter() - start) * 1000
        store.engine.dispose()
    figures = [Figure(name, ms, " ms", AIMS_MS.get(name.split()[0], INTERACTIVE_MS), "as the page does it")
               for name, ms in took.items()]  # fmt: skip
    figures.append(Figure("four other budgets of the sample", more, " ms", 20_000.0, "with a progress bar"))
    return figures, []


def _weights() -> tuple[float, ...]:
    return tuple(item.weight for item in SHOWN_CRITERIA)
