"""An account as it was when its form was opened, and both versions when somebody else saved it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard.components.conflict import sides
from dashboard.components.session import Run
from dashboard.services.access.accounts import people_for
from dashboard.services.conflict import differences, merged
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.access import ROLE_BY_KEY
from data.accounts import Account
from data.errors import StaleVersion
from geo.words import N_

EDITED = "account-edited"
TITLES: Mapping[str, str] = {
    "role": N_("角色"),
    "community": N_("社区"),
    "person": N_("对应的人员"),
    "email": N_("统一身份的邮箱"),
    "subject": N_("统一身份的编号(sub)"),
    "disabled": N_("状态"),
}


@dataclass
class Edited:
    """`base`: as it was read; `shown`: what the fields begin with; `stale`: what stood in the way of a save."""

    base: Account
    shown: Account
    stale: StaleVersion | None = None


def edited(item: Account) -> Edited:
    """The account whose form is open, as it was read when the form was opened: a rerun reads nothing newer."""
    found = st.session_state.get(EDITED)
    if not isinstance(found, Edited) or found.base.id != item.id:
        found = st.session_state[EDITED] = Edited(item, item)
    return found


def forget() -> None:
    """Saved or given up: the next run reads the account anew."""
    st.session_state.pop(EDITED, None)


def settle(run: Run, form: Edited) -> bool:
    """Both versions, field by field, each to be chosen; whether there is such a conflict."""
    if form.stale is None:
        return False
    theirs: Account = form.stale.theirs
    base, mine, other = (_values(item) for item in (form.base, form.stale.mine, theirs))
    who = plain(theirs.updated_by)
    with st.container(key="conflict", border=True):
        st.subheader(fill(N_("{who} 在您之后保存过"), who=who), anchor=False)
        st.caption(_(N_("您填的内容都还在。请逐项选择留下哪一个,再保存。只有一方改动过的,已替您选好那一方。")))
        people = {id: name for item in (form.stale.mine, theirs) for id, name in _people(run, item).items()}
        chosen = sides(differences(base, mine, other), who, TITLES, lambda key, value: _said(run, people, key, value))
        with st.container(horizontal=True, gap="small"):
            if st.button(_(N_("就用选中的内容")), key="conflict-take", type="primary"):
                st.session_state[EDITED] = Edited(theirs, replace(theirs, **merged(mine, other, chosen)))
                st.rerun()
            if st.button(_(N_("放弃我的修改")), key="conflict-drop", type="tertiary"):
                forget()
                st.rerun()
    return True


def _values(item: Account) -> dict[str, Any]:
    return {key: getattr(item, key) for key in TITLES}


def _people(run: Run, item: Account) -> dict[str, str]:
    return people_for(run.house.store, run.viewer, item.community)


def _said(run: Run, people: Mapping[str, str], key: str, value: Any) -> str:
    """A value as the form and the table say it."""
    if key == "role":
        return _(ROLE_BY_KEY[value].title)
    if key == "disabled":
        return _(N_("已停用")) if value else _(N_("启用"))
    if key == "community":
        return run.house.communities[value].name if value in run.house.communities else value or _(N_("全部社区"))
    return people.get(value, value) if key == "person" and value else value or _(N_("无"))
