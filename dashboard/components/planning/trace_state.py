"""Tracing the pipes: what one run of the page works with, and what a press in one of its pieces does."""

from dataclasses import dataclass

from dashboard.components import session
from dashboard.components.planning.analysis_piece import Told
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.planning.pipe_network import Drainage, drainage
from dashboard.services.planning.pipe_trace import OUT, TRACED, UP, WAYS, Traced, traced
from dashboard.text import _
from data.rule_values import rule_values
from geo.layers import LAYER_BY_KEY
from geo.words import N_

FAULTS, TRACE, VALUES = "faults", "trace", "values"


@dataclass(frozen=True)
class Tracing:
    """What one run of the page works with: the drainage, the feature asked about, the way, what was found."""

    water: Drainage | None
    start: tuple[str, str] | None
    way: str
    found: Traced | None
    tab: str


def tracing(run: Run) -> Tracing:
    """Read the address: what is selected, which way, whether missing levels are to be filled in."""
    values = rule_values(run.house.store, run.sight.community)
    water = drainage(run.layers, values, filled=run.sight.word("fill") == "1")
    start = run.sight.selected if run.sight.selected and run.sight.selected[0] in TRACED else None
    way = run.sight.word("way")
    if way not in [word for word, *_more in WAYS]:
        way = OUT if start and start[0] in ("building", "gully") else UP  # both are where water begins
    found = traced(water, *start, way) if water and start else None
    tab = run.sight.word("show")
    if tab not in (FAULTS, TRACE, VALUES):
        tab = TRACE if start else FAULTS
    return Tracing(water, start, way, found, tab)


def start_title(run: Run, now: Tracing) -> str:
    """What is asked about, or what to do."""
    if now.start is None:
        return _(N_("点选检查井、管道或楼栋"))
    layer, id = now.start
    title = run.layers[layer].title(id)
    return plain(f"{title} {id}" if layer == "pipe" else f"{_(LAYER_BY_KEY[layer].title)} {title}")


def hear(run: Run, told: Told, tab: str) -> None:
    """Follow a press: to a pipe or building, to the faults, or fold the profile; `tab` is the one to stay on."""
    if told.get("message") == "see":
        layer, id = str(told.get("layer", "")), str(told.get("id", ""))
        if layer in LAYER_BY_KEY and id in run.layers[layer].frame.index:
            session.change(show=tab)
            session.select(run, layer, id)
    elif told.get("message") == "faults":
        session.change(show=FAULTS)
    elif told.get("message") == "size":
        session.change(size="" if run.sight.word("size") == "fold" else "fold")
