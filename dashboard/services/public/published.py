"""What was said in public against what the layers hold, work by work."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.projects.quantity import amount, bound_text
from dashboard.text import _
from data.demo.spec import OFFICIAL_CODE, REPORTED
from geo.measure import paved_area_m2
from geo.words import N_


def _said_yes(column: pd.Series) -> pd.Series:
    """Whether each value is yes; what is not recorded is not yes."""
    return column.eq(True).fillna(False).astype(bool)


def _renovated_buildings(community: Community) -> float:
    return float(community["building"].frame["renovated"].pipe(_said_yes).sum())


def _roof_treated_m2(community: Community) -> float:
    return float(community["building"].frame["roof_treated_m2"].sum())


def _paved_m2(community: Community) -> float:
    roads, bays = community["road"].frame, community["parking"].frame
    return paved_area_m2(roads[_said_yes(roads["overlaid"])], bays[_said_yes(bays["overlaid"])])


def _renewed_pipe_m(community: Community) -> float:
    pipes = community["pipe"]
    return float(pipes.measured[_said_yes(pipes.frame["renewed"])].sum())


def _added_lights(community: Community) -> float:
    return float(community["street_light"].frame["added"].pipe(_said_yes).sum())


def _upgraded_gardens(community: Community) -> float:
    return float(community["garden"].frame["upgraded"].pipe(_said_yes).sum())


@dataclass(frozen=True)
class Work:
    """A published work: its title, how it is counted in the layers, and the layer that this reads."""

    title: str
    count: Callable[[Community], float]
    layer: str


WORKS: dict[str, Work] = {
    "renovated_buildings": Work(N_("楼栋综合整治"), _renovated_buildings, "building"),
    "roof_treated_m2": Work(N_("屋面渗漏治理"), _roof_treated_m2, "building"),
    "paved_m2": Work(N_("道路白改黑"), _paved_m2, "road"),
    "renewed_pipe_m": Work(N_("下水道管网改造"), _renewed_pipe_m, "pipe"),
    "added_lights": Work(N_("新增路灯"), _added_lights, "street_light"),
    "upgraded_gardens": Work(N_("花园提质改造"), _upgraded_gardens, "garden"),
}
"""Key of a published total → the work it belongs to."""


@dataclass(frozen=True)
class Comparison:
    """One published figure beside the figure in the layers; both as text with unit and bound."""

    work: str
    published: str
    here: str
    holds: bool
    source: str


def is_reported(official_code: str) -> bool:
    """Whether the published figures are about the community with this official code."""
    return official_code == OFFICIAL_CODE


def comparisons(community: Community, visible: tuple[str, ...]) -> list[Comparison]:
    """Every published figure whose layer the reader may see."""
    found = []
    for total in REPORTED:
        work = WORKS[total.key]
        if work.layer in visible:
            value = work.count(community)
            said = bound_text(total.bound, total.figure, total.unit)
            here = amount(value, total.unit)
            found.append(Comparison(_(work.title), said, here, total.holds(value), _(total.source)))
    return found
