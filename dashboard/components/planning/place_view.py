"""The answer beside the map: the report, the rows behind a number, and what can be made of it."""

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.responsible import answer as draw_people
from dashboard.components.duty.responsible import titles_of
from dashboard.components.errors import kindly
from dashboard.components.planning.place_ask import TOOL_N, distance_field, said
from dashboard.components.planning.place_piece import Told, place_piece
from dashboard.components.planning.place_project import make_project
from dashboard.components.session import Run
from dashboard.services.duty.responsible import Found
from dashboard.services.markdown import plain
from dashboard.services.planning.place_answer import PlaceAnswer, in_role, people_by_role, people_here
from dashboard.services.planning.place_export import place_workbook
from dashboard.services.planning.place_report_words import area_text, report_data, rows_data
from dashboard.services.planning.place_rows import WORK, Rows
from dashboard.services.planning.place_sheet import place_sheet
from dashboard.services.projects.work_words import today
from dashboard.text import _, fill
from geo.words import N_

PEOPLE = "people"


def nothing_asked(run: Run) -> None:
    """What to do first."""
    said(run)
    st.subheader(_(N_("看一处")), anchor=False)
    st.markdown(_(N_("在地图上**按住画一圈**,松开就出报告:这里有什么、住多少户、谁负责、做过和要做什么工程、缺什么。")))
    st.caption(_(N_("也可以拉框、画圆、点选一栋楼、一条路或一段管,或上传范围;手指画圈时,两指移动地图。")))
    st.caption(_(N_("键盘:方向键移动地图,回车看整个视野,Esc 放弃。")))


def place_answer_view(run: Run, answer: PlaceAnswer, rows: Rows | None) -> None:
    """The report, or the rows behind one of its numbers."""
    said(run)
    people = people_here(answer, run.viewer)
    _head(run, answer, people)
    about, _colon, role = run.sight.word("rows").partition(":")
    if about == PEOPLE and people is not None:
        place_piece(run, "place-rows", _people_head(people, role), lambda told: _hear(run, told))
        draw_people(run, "place-people", in_role(people, role), titles_of(run), "small")
    elif rows is not None:
        place_piece(run, "place-rows", rows_data(rows, run.sight.selected), lambda told: _hear(run, told))
    else:
        place_piece(run, "place-report", report_data(answer, people), lambda told: _hear(run, told))


def _people_head(people: Found, role: str) -> dict[str, object]:
    words = {"back": _(N_("返回报告")), "none": ""}
    count = sum(held for title, held, _vacant in people_by_role(people) if role in ("", title))
    return {
        "look": "rows",
        "title": _(role) if role else _(N_("谁负责")),
        "count": f"{count}",
        "note": "",
        "more": "",
        "items": [],
        "words": words,
    }


def _head(run: Run, answer: PlaceAnswer, people: Found | None) -> None:
    st.subheader(plain(answer.title), anchor=False)
    facts = [area_text(answer.report.area_m2), _(N_("、")).join(answer.where[:4])]
    if answer.has_sample:
        facts.append(_(N_("示例数据")))
    st.caption(plain(" · ".join(filter(None, facts))))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="place-acts"):
        make_project(run, answer)
        name = fill(N_("看一处-{day}"), day=today().isoformat())
        st.download_button(
            "Excel", session.spoken(lambda: place_workbook(answer, people)), f"{name}.xlsx", key="place-xlsx",
            icon=":material/table_view:", on_click="ignore",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )  # fmt: skip
        name_of_community = run.house.communities[run.sight.community].name
        st.download_button(
            "PDF",
            session.spoken(lambda: place_sheet(answer, people, name_of_community)), f"{name}.pdf", key="place-pdf",
            icon=":material/picture_as_pdf:", mime="application/pdf", on_click="ignore",
        )  # fmt: skip
        distance_field(answer.asked, answer.distance_m)


def no_area(run: Run, answer: PlaceAnswer) -> None:
    """Why there is nothing to report on, and what to do."""
    said(run)
    data = report_data(answer, None)
    for problem in data["problems"]:
        st.error(plain(problem["words"]))
    with kindly():
        distance_field(answer.asked, answer.distance_m)
    st.button(_(N_("重新画一处")), key="place-again", icon=":material/gesture:", on_click=start_again)


def start_again() -> None:
    """Nothing is asked any more: the map begins with the lasso again."""
    st.session_state[TOOL_N] = st.session_state.get(TOOL_N, 0) + 1
    session.change(area="", within="", given="", rows="", selected="")


def _hear(run: Run, told: Told) -> None:
    if told.get("message") == "rows":
        session.change(rows=str(told.get("key", ""))[:80], selected="")
        return
    layer, id = str(told.get("layer", "")), str(told.get("id", ""))
    if told.get("message") == "see" and id and (layer == WORK or layer in run.choices.selectable):
        session.select(run, layer, id)
