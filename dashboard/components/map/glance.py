"""What stands beside the map while nothing is selected: the community in figures, and what to do next."""

import streamlit as st

from dashboard.components import session
from dashboard.components.projects.worklist import Told, worklist
from dashboard.components.session import Run
from dashboard.services.map.totals import left_out, totals
from dashboard.services.markdown import plain
from dashboard.services.projects.work_list import list_words
from dashboard.services.projects.work_sight import CLEARED
from dashboard.services.projects.work_words import Places, today, view_of
from dashboard.services.projects.works_now import works_now
from dashboard.services.sight import WORK
from dashboard.text import _, fill, language
from geo.words import N_


def glance(run: Run) -> None:
    """Name, sample mark, what to do next, the figures, and what no map can show."""
    community = run.house.communities[run.sight.community]
    compound = run.sight.compound
    st.subheader(plain(run.layers["compound"].title(compound) if compound else community.name), anchor=False)
    if community.is_sample:
        st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")
    st.caption(_(N_("点击地图上的任何东西,这里会显示它的详情。也可以在地图上搜索名称、编号或拼音首字母。")))
    _works(run)
    figures = totals(run.layers, compound, run.visible)
    with st.container(key="figures", horizontal=True, gap="small"):
        for figure in figures:
            st.metric(figure.title, figure.value, help=plain(figure.hint) if figure.hint else None, width=112)
    if not figures:
        st.caption(_(N_("这里还没有任何图层;请在“更多 › 导入数据”导入,或用 python -m data import。")))
    missing = left_out(run.layers, run.visible)
    if missing:
        listed = _(N_("、")).join(f"{item.title} {item.count}" for item in missing)
        st.caption(fill(N_("没有位置、因此地图上看不到的:{listed}"), listed=listed))
    if community.is_sample:
        st.caption(_(N_("位置近似,非测绘成果;建筑、管线与数字均为演示而编造。")))


def _works(run: Run) -> None:
    """What is late, goes on and comes next: a press selects it on the map."""
    compound, said = run.sight.compound, (language(), run.role, today())
    data = run.layers.kept(
        ("now", compound, *said),
        lambda: works_now(view_of(run.house.store, run.sight.community, run.role), Places.of(run.layers), compound),
    )
    if not data["rows"]:
        return
    with st.container(key="now-head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        title = _(N_("现在和接下来"))
        st.markdown(f"**{title}**", width="content")
        st.button(
            fill(N_("全部 {count} 项"), count=f"{data['count']:,}"), key="now-all", type="tertiary",
            icon=":material/arrow_forward:", icon_position="right", on_click=session.go, args=("projects",),
            kwargs={**CLEARED, "show": "table"},
        )  # fmt: skip
    worklist(run, "now", {**data, "look": "table", "narrow": True, "flat": True, "words": list_words()},
             lambda told: _hear(run, told))  # fmt: skip


def _hear(run: Run, told: Told) -> None:
    if told.get("message") == "select" and told.get("work"):
        session.select(run, WORK, str(told["work"]))
