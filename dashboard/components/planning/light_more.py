"""How many more lights of which kind; what is proposed can become a work."""

from uuid import uuid4

import shapely
import streamlit as st

from dashboard.components.acts import acts, attempt
from dashboard.components.planning.light_state import HEIGHT, NUMBER, POWER, Lit
from dashboard.components.session import Run
from dashboard.text import _, fill
from data.rights import reach
from geo.words import N_
from geo.works import Drawn, Work


def light_more(run: Run, lit: Lit) -> None:
    """How many more lights of which kind; what is proposed can become a work."""
    with st.container(horizontal=True, gap="small"):
        st.number_input(_(N_("加几盏")), 1, 60, 5, key=NUMBER)
        st.number_input(_(N_("灯高 m")), 2.0, 15.0, 6.0, step=0.5, key=HEIGHT)
        st.number_input(_(N_("功率 W")), 5.0, 400.0, 60.0, step=5.0, key=POWER)
    if lit.proposed is None or lit.proposed.empty or reach(run.role, "edit_projects") != "all":
        return
    projects = {str(id): str(name) for id, name in lit.view.projects["name"].items()}
    if not projects:
        st.caption(_(N_("先建立一个项目,才能把建议的路灯变成工作。")))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(_(N_("放进项目")), list(projects), format_func=projects.__getitem__, key="light-project")
        st.button(
            fill(N_("把这 {count} 盏变成一项工作"), count=len(lit.proposed)), key="light-work", type="primary",
            icon=":material/add_location_alt:", on_click=_make_work, args=(run, lit),
        )  # fmt: skip


def _make_work(run: Run, lit: Lit) -> None:
    act, project = acts(run), str(st.session_state["light-project"])
    key = uuid4().hex
    points = shapely.MultiPoint(lit.proposed.geometry.to_list())
    name = fill(N_("补装路灯 {count} 盏"), count=len(lit.proposed))
    item = Work(
        f"w-{key[:16]}", project, "street_lights", name, location=Drawn(points), planned=float(len(lit.proposed))
    )
    text = fill(N_("已在项目中新增工作“{name}”,状态为计划中。"), name=name)
    attempt(lambda: act.put_work(item, key, new=True), text, lambda: act.archive_work(item.id, True))
