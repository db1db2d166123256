"""Who is to be responsible for what, from when to when: person × role × place × days."""

from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.private_form import PrivateForm, open_private_form
from dashboard.components.session import Run
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.duty.people_list import PeopleSight
from dashboard.services.duty.person_card import span
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import Place, PlaceTitles, read_place
from dashboard.services.typed import Values, day
from dashboard.text import _, fill
from data.assignments import Assignment, assignments, new_assignment
from data.roles import PersonRole, person_roles
from geo.errors import Problem
from geo.words import N_

FORM = "assign"


def assign_form(
    run: Run, acts: PeopleActs, sight: PeopleSight, titles: PlaceTitles, names: dict[str, str], labels: dict[str, str]
) -> None:
    """The form; opened from a person, from a vacant place, or bare. `labels` tell namesakes apart."""
    roles = {role.id: role for role in person_roles(run.house.store, run.sight.community) if not role.archived}
    given = run.sight.word("give")
    start = _start(run, sight, given, roles)
    form = open_private_form(run, f"{FORM}-{sight.who}-{given}", lambda: (start, 0))
    st.subheader(_(N_("指派负责人")), anchor=False)
    form.check(_faults(form.values))
    _who(form, labels)
    role = _role(form, roles, read_place(given))
    place = _place(run, form, role, titles)
    _held(run, form, role, place, titles, names)
    first, last = st.columns(2, gap="medium")
    with first:
        form.day("since", _(N_("从")))
    with last:
        form.day("until", _(N_("到(含;空着为长期)")))
    form.end()
    with st.container(horizontal=True, gap="small"):
        ready = bool(form.values["person"] and place and day(form.values["since"]))
        if st.button(_(N_("保存")), key="assign-save", type="primary", disabled=not ready) and place:
            _save(form, acts, role, place)
        st.button(_(N_("取消")), key="assign-cancel", type="tertiary", on_click=_cancel, args=(form,))


def _start(run: Run, sight: PeopleSight, given: str, roles: dict[str, PersonRole]) -> Values:
    """What the form begins with: the person, role and place that it was opened from."""
    place = read_place(given)
    wanted = run.sight.word("give_role")
    if wanted not in roles:
        fitting = [role.id for role in roles.values() if place and role.expected_on == place[0]]
        wanted = fitting[0] if fitting else next(iter(roles))
    return {
        "person": sight.who,
        "role": wanted,
        "place": given if place and place[0] in roles[wanted].place_kinds else "",
        "since": sight.day.isoformat(),
        "until": None,
    }


def _faults(values: Values) -> list[Problem]:
    since, until = day(values.get("since")), day(values.get("until"))
    if since and until and since > until:
        message = N_("开始日期 {since} 晚于结束日期 {until}")
        return [Problem(message, None, "until", values={"since": since, "until": until})]
    return []


def _who(form: PrivateForm, names: dict[str, str]) -> None:
    form.values["person"] = st.selectbox(
        _(N_("谁")), list(names), index=None, format_func=lambda id: names.get(id, id),
        key=form.put("person", form.values.get("person") or None), placeholder=_(N_("选人,可输入姓名")),
    ) or ""  # fmt: skip
    form.faults("person")


def _role(form: PrivateForm, roles: dict[str, PersonRole], given: Place | None) -> PersonRole:
    """The role; opened from a place, only roles that such a place can have."""
    fitting = {id: _(role.title) for id, role in roles.items() if given is None or given[0] in role.place_kinds}
    return roles[form.choice("role", _(N_("岗位")), fitting or {id: _(role.title) for id, role in roles.items()})]


def _place(run: Run, form: PrivateForm, role: PersonRole, titles: PlaceTitles) -> Place | None:
    """The place: by typing a part of its name, or what is selected on the map."""
    options = {f"{layer}:{id}": title for (layer, id), title in titles.choices(role.place_kinds).items()}
    if form.values.get("place") not in options:
        form.set(place=next(iter(options)) if len(options) == 1 else "")
    left, right = st.columns((3, 2), vertical_alignment="bottom", gap="small")
    with left:
        kinds = _(N_("、")).join(titles.kind(kind) for kind in role.place_kinds)
        label = fill(N_("地点({kinds})"), kinds=kinds)
        form.values["place"] = st.selectbox(
            label, list(options), index=None, format_func=lambda key: options.get(key, key),
            key=form.put("place", form.values.get("place") or None), placeholder=_(N_("输入楼号或名称")),
        ) or ""  # fmt: skip
        form.faults("place")
    with right:
        _from_map(run, form, options)
    return read_place(form.values["place"])


def _from_map(run: Run, form: PrivateForm, options: dict[str, str]) -> None:
    selected = ":".join(run.sight.selected) if run.sight.selected else ""
    if selected in options and selected != form.values["place"]:
        label = fill(N_("用地图上选中的:{place}"), place=plain(options[selected]))
        st.button(
            label, key="assign-from-map", icon=":material/my_location:",
            on_click=form.set, kwargs={"place": selected},
        )  # fmt: skip
    else:
        st.button(
            _(N_("在地图上选")), key="assign-to-map", icon=":material/map:", type="tertiary",
            on_click=session.go, args=("",), help=_(N_("在地图上点中地点,再回到这一页;填了一半的内容还在")),
        )  # fmt: skip


def _held(
    run: Run, form: PrivateForm, role: PersonRole, place: Place | None, titles: PlaceTitles, names: dict[str, str]
) -> None:
    """Who holds the place in this role in the days asked for: a second one would be refused."""
    if place is None:
        return
    since = day(form.values.get("since"))
    found = [
        item
        for item in assignments(run.house.store, run.sight.community, place=place)
        if item.role == role.id
        and not item.stands_in_for
        and (since is None or item.until is None or item.until >= since)
    ]
    for item in found:
        who = plain(names.get(item.person, "…"))
        text = fill(N_("已有:{name}({days})"), name=who, days=span(item.since, item.until))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f":orange[:material/person: {text}]" if role.single_holder else text, width="content")
            if role.single_holder:
                words: dict[str, Any] = {"who": item.person, "act": "handover", "give": "", "give_role": ""}
                label = _(N_("先办理交接"))
                st.button(label, key=f"assign-over-{item.id}", type="tertiary", on_click=session.change, kwargs=words)


def _save(form: PrivateForm, acts: PeopleActs, role: PersonRole, place: Place) -> None:
    since = day(form.values["since"])
    if since is None:
        return
    made = new_assignment(form.values["person"], role.id, *place, since, day(form.values.get("until")))
    saved: Assignment | None = form.save(lambda key: acts.assign(made, key))
    if saved:
        st.toast(_(N_("已指派")), icon=":material/check:")
        session.change(act="", who=saved.person, give="", give_role="")
        st.rerun()


def _cancel(form: PrivateForm) -> None:
    form.forget()
    session.change(act="", give="", give_role="")
