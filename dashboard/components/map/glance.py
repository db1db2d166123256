"""What stands beside the map while nothing is selected: the community in figures, and what to do next."""

import streamlit as st

from dashboard.components.session import Run
from dashboard.services.map.totals import left_out, totals
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from geo.words import N_


def glance(run: Run) -> None:
    """Name, sample mark, what to do next, the figures, and what no map can show."""
    community = run.house.communities[run.sight.community]
    compound = run.sight.compound
    st.subheader(plain(run.layers["compound"].title(compound) if compound else community.name), anchor=False)
    if community.is_sample:
        st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")
    st.caption(_(N_("点击地图上的任何东西,这里会显示它的详情。也可以在地图上搜索名称、编号或拼音首字母。")))
    figures = totals(run.layers, compound, run.visible)
    with st.container(key="figures", horizontal=True, gap="small"):
        for figure in figures:
            st.metric(figure.title, figure.value, help=plain(figure.hint) if figure.hint else None, width=112)
    if not figures:
        st.caption(_(N_("这里还没有任何图层;请用 python -m data import 导入。")))
    missing = left_out(run.layers, run.visible)
    if missing:
        listed = _(N_("、")).join(f"{item.title} {item.count}" for item in missing)
        st.caption(fill(N_("没有位置、因此地图上看不到的:{listed}"), listed=listed))
    if community.is_sample:
        st.caption(_(N_("位置近似,非测绘成果;建筑、管线与数字均为演示而编造。")))
