"""The table of roles that people hold: its rows as they are read, and what a form types for one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.services.typed import Values
from dashboard.text import _, fill
from data.roles import PLACE_KINDS, PersonRole
from geo.words import N_

TITLES = {
    "title": N_("岗位名称"),
    "place_kinds": N_("可指派到"),
    "single_holder": N_("一处只能一人"),
    "public": N_("向居民公示"),
    "expected_on": N_("每处都要有人"),
    "households_low": N_("每人户数下限"),
    "households_high": N_("每人户数上限"),
    "position": N_("次序"),
    "archived": N_("已停用"),
}
_WHOLE = ("households_low", "households_high", "position")


def title_of(key: str) -> str:
    """The title of a column or field, in the reader's language."""
    return _(TITLES[key])


def role_rows(roles: list[PersonRole], holders: Mapping[str, int]) -> dict[str, list[str]]:
    """Column title → one cell a role; `holders`: how many people hold it."""
    yes, no, comma = _(N_("是")), "—", _(N_("、"))
    return {
        _(N_("岗位")): [_name(role) for role in roles],
        _(N_("在任")): [str(holders.get(role.id, 0)) for role in roles],
        title_of("single_holder"): [yes if role.single_holder else no for role in roles],
        title_of("expected_on"): [_(PLACE_KINDS[role.expected_on]) if role.expected_on else no for role in roles],
        _(N_("每人户数标准")): [norm_text(role) for role in roles],
        title_of("public"): [yes if role.public else no for role in roles],
        title_of("place_kinds"): [comma.join(_(PLACE_KINDS[kind]) for kind in role.place_kinds) for role in roles],
    }


def _name(role: PersonRole) -> str:
    left = _(N_("已停用"))
    return f"{_(role.title)} ({left})" if role.archived else _(role.title)


def norm_text(role: PersonRole) -> str:
    """The norm of households of one holder, as people say it."""
    low, high = role.households_low, role.households_high
    if low is None and high is None:
        return "—"
    if low is not None and high is not None:
        return fill(N_("{low} 至 {high} 户"), low=low, high=high)
    return fill(N_("至少 {low} 户"), low=low) if high is None else fill(N_("至多 {high} 户"), high=high)


def role_values(role: PersonRole) -> Values:
    """A role as a form shows it."""
    return {**{key: getattr(role, key) for key in TITLES}, "place_kinds": list(role.place_kinds)}


def role_of(values: Mapping[str, Any], base: PersonRole) -> PersonRole:
    """The role that the form means; id and version are those of `base`."""
    chosen = values.get("place_kinds") or ()
    low, high, position = (None if values.get(key) is None else int(values[key]) for key in _WHOLE)
    return replace(
        base,
        title=str(values.get("title") or "").strip(),
        place_kinds=tuple(kind for kind in PLACE_KINDS if kind in chosen),
        single_holder=bool(values.get("single_holder")),
        public=bool(values.get("public")),
        households_low=low,
        households_high=high,
        expected_on=str(values.get("expected_on") or ""),
        position=position or 0,
        archived=bool(values.get("archived")),
    )
