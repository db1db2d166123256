"""What came out of a meeting: who came (as numbers), what was decided by which show of hands, and the minutes."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import attempt
from dashboard.components.form import Form
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.meeting.deck_words import day_text
from dashboard.services.meeting.meeting_acts import MeetingActs
from dashboard.services.meeting.meeting_text import heading, safe_minutes
from dashboard.services.meeting.meeting_values import new_decision
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from data.meetings import open_decisions
from geo.meetings import DECISION_STATES, Meeting
from geo.words import N_

COLUMNS = 4
HANDS = (("votes_for", N_("同意")), ("votes_against", N_("反对")), ("abstained", N_("弃权")))


def attendance_part(run: Run, form: Form, _kept: Meeting) -> None:
    """How many came, building by building; nobody's name is asked."""
    layer, came = run.layers["building"], form.values["attendance"]
    titles = {str(id): layer.title(id) for id in layer.frame.index}
    titles |= {id: id for id in came if id not in titles}
    key = "attendance-buildings"
    session.hold(key, list(came))
    st.multiselect(
        _(N_("哪些楼栋来了人")), list(titles), format_func=titles.__getitem__, key=key, placeholder=_(N_("选楼栋")),
        on_change=lambda: _keep_buildings(form, key),
        select_all=False,
    )  # fmt: skip
    columns = st.columns(COLUMNS, gap="small")
    for place, id in enumerate(came):
        with columns[place % COLUMNS]:
            own = f"{form.widget('attendance')}.{id}"
            if own not in st.session_state:
                st.session_state[own] = int(came[id])
            came[id] = int(st.number_input(titles[id], min_value=0, max_value=10_000, step=1, key=own))
    form.faults("attendance")
    st.markdown(fill(N_("到会共 **{count}** 人"), count=sum(came.values())))
    st.caption(_(N_("只记人数,不记姓名。公众只看到总数。")))


def _keep_buildings(form: Form, key: str) -> None:
    came = form.values["attendance"]
    form.values["attendance"] = {id: came.get(id, 1) for id in st.session_state[key]}


def decisions_part(run: Run, form: Form, kept: Meeting) -> None:
    """What is still open from earlier meetings, and what this one decided."""
    _carried(run, kept)
    titles = {"": _(N_("不对应议程")), **{item["id"]: item["title"] for item in form.values["agenda"]}}
    for row in form.values["decisions"]:
        _decision(form, row, titles)
    form.faults("decisions")
    undecided = [
        item for item in form.values["agenda"] if item["id"] not in {row["item"] for row in form.values["decisions"]}
    ]
    with st.container(horizontal=True, gap="small", key="decision-add"):
        for item in undecided:
            words = fill(N_("就“{title}”记一条"), title=plain(item["title"]))
            st.button(words, key=f"decide-{item['id']}", icon=":material/add:", on_click=_append, args=(form, item))
        st.button(
            _(N_("记一条其他")),
            key="decide-free",
            icon=":material/add:",
            type="tertiary",
            on_click=_append,
            args=(form, None),
        )


def _carried(run: Run, kept: Meeting) -> None:
    found = open_decisions(run.house.store, run.sight.community, kept)
    if not found:
        return
    with st.container(key="carried", border=True, gap="xsmall"):
        st.markdown(fill(N_("**以前定下、还没办完的** {count} 条,会带到这次会上"), count=len(found)))
        act = MeetingActs(run.house.store, run.sight.community, run.viewer)
        for held, decision in found:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                where = f"{heading(held.kind, held.title)} {day_text(held.day, today())}"
                st.markdown(f"{plain(decision.words)} :gray[{plain(where)}]")
                for state in ("kept", "dropped"):
                    title = _(dict(DECISION_STATES)[state])
                    st.button(
                        title,
                        key=f"{state}-{held.id}-{decision.id}",
                        type="tertiary",
                        on_click=_settle,
                        args=(act, held.id, decision.id, state),
                    )


def _settle(act: MeetingActs, meeting: str, decision: str, state: str) -> None:
    attempt(
        lambda: act.settle(meeting, decision, state),
        _(N_("已记下这条决定的结果。")),
        lambda: act.settle(meeting, decision, "open"),
    )


def _decision(form: Form, row: dict[str, Any], titles: dict[str, str]) -> None:
    key = f"{form.widget('decisions')}.{row['id']}"

    def put(field: str, value: Any) -> str:
        own = f"{key}.{field}"
        if own not in st.session_state:
            st.session_state[own] = value
        return own

    with st.container(key=f"decision-row-{row['id']}", border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            row["words"] = st.text_area(_(N_("定了什么")), key=put("words", row["words"]), height=68)
            st.button(
                "",
                key=f"decision-drop-{row['id']}",
                icon=":material/close:",
                type="tertiary",
                help=_(N_("去掉这一条")),
                on_click=_drop,
                args=(form, row["id"]),
            )
        columns = st.columns((3, 1.2, 1.2, 1.2, 2, 2), gap="small")
        with columns[0]:
            known = row["item"] if row["item"] in titles else ""
            row["item"] = st.selectbox(
                _(N_("关于哪一项")), list(titles), key=put("item", known), format_func=lambda id: titles.get(id, id)
            )
            _bind(form, row)
        for column, (field, title) in zip(columns[1:4], HANDS, strict=True):
            with column:
                row[field] = st.number_input(_(title), min_value=0, step=1, value=None, key=put(field, row[field]))
        with columns[4]:
            states = {word: _(title) for word, title in DECISION_STATES}
            row["state"] = st.selectbox(
                _(N_("结果")), list(states), key=put("state", row["state"]), format_func=states.__getitem__
            )
        with columns[5]:
            due = date.fromisoformat(row["due_day"]) if row["due_day"] else None
            found = st.date_input(_(N_("预计办完")), value=None, key=put("due_day", due), format="YYYY-MM-DD")
            row["due_day"] = found.isoformat() if isinstance(found, date) else None


def _bind(form: Form, row: dict[str, Any]) -> None:
    """A decision is about the thing that its agenda item is about, also when the item is gone later."""
    item = next((item for item in form.values["agenda"] if item["id"] == row["item"]), None)
    if item:
        row.update({name: item[name] for name in ("subject", "layer", "target")})


def _append(form: Form, item: dict[str, Any] | None) -> None:
    rows = form.values["decisions"]
    form.values["decisions"] = [*rows, new_decision(rows, item)]


def _drop(form: Form, id: str) -> None:
    form.values["decisions"] = [row for row in form.values["decisions"] if row["id"] != id]


def minutes_part(_run: Run, form: Form, _kept: Meeting) -> None:
    """The minutes and how they will look."""
    left, right = st.columns(2, gap="medium")
    with left:
        form.long_text(
            "minutes", _(N_("纪要(Markdown)")), height=320, placeholder=_(N_("# 标题、- 列表、**重点** 都可以用"))
        )
        form.long_text("internal_words", _(N_("内部说明(仅工作人员可见)")), height=90)
    with right, st.container(key="minutes-preview", border=True):
        st.caption(_(N_("预览")))
        st.markdown(safe_minutes(str(form.values["minutes"])) or _(N_("还没有写。")))
