"""The sections of the page about the data."""

import streamlit as st

from dashboard.components.change_list import change_table
from dashboard.components.duty.responsible import titles_of
from dashboard.components.session import Run
from dashboard.services.duty.duty_changes import DutyWords
from dashboard.services.duty.person_card import names_of
from dashboard.services.markdown import plain
from dashboard.services.parts import parts
from dashboard.services.public.published import comparisons, is_reported
from dashboard.text import _, fill
from data.history import changes
from data.roles import person_roles
from geo.words import N_

RECENT = 200


def sample_section(run: Run) -> None:
    """Whether what is shown is real."""
    community = run.house.communities[run.sight.community]
    st.subheader(plain(community.name), anchor=False)
    if not community.is_sample:
        st.caption(_(N_("这个社区的数据由本机导入,不含示例数据。")))
        return
    st.badge(_(N_("示例数据")), color="orange", icon=":material/science:")
    st.markdown(
        _(
            N_(
                "地图上的楼栋、管线、路灯、花园和网格都是为演示而编造的,只有总量与公开报道一致。"
                "位置近似,非测绘成果,不能用于施工、勘测或决策。"
            )
        )
    )
    if community.note:
        st.text(_(community.note))


def published_section(run: Run) -> None:
    """Published figures with their bounds, beside what the layers hold."""
    if not is_reported(run.house.communities[run.sight.community].official_code):
        return
    rows = comparisons(run.layers, run.visible)
    st.subheader(_(N_("公开数字与图上数字")), anchor=False)
    st.caption(_(N_("“≥”表示报道只给出下限(例如“9600余米”)。图上数字由图形在投影坐标系中量算,不是填写的。")))
    columns = {
        _(N_("工程")): [row.work for row in rows],
        _(N_("公开报道")): [row.published for row in rows],
        _(N_("图上(示例)")): [row.here for row in rows],
        _(N_("是否相符")): [_(N_("相符")) if row.holds else _(N_("不符")) for row in rows],
        _(N_("来源")): [row.source for row in rows],
    }
    st.dataframe(columns, hide_index=True)


def changes_section(run: Run) -> None:
    """Who changed what lately."""
    found = changes(run.house.store, run.sight.community, limit=RECENT)
    st.subheader(_(N_("最近的变更")), anchor=False)
    if not found:
        st.caption(_(N_("还没有任何变更。")))
        return
    st.caption(fill(N_("最近 {count} 条;时间为北京时间。"), count=len(found)))
    roles = {role.id: role.title for role in person_roles(run.house.store, run.sight.community)}
    names = names_of(run.house.store, run.viewer, run.sight.community)
    change_table(found, DutyWords(names, roles, titles_of(run)))


def settings_section(run: Run) -> None:
    """Where things are kept, and who this computer takes the reader for."""
    settings = run.house.settings
    st.subheader(_(N_("设置")), anchor=False)
    if run.identity.is_local:
        st.caption(_(N_("系统只对这台电脑开放,坐在电脑前的人就是管理员,无需登录。")))
    else:
        st.caption(_(N_("系统已设账户:登录后按角色查看和修改,未登录者只看公开内容。")))
    rows = (
        (_(N_("数据库")), run.house.store.name),
        (_(N_("数据文件夹")), str(settings.live_folder)),
        (_(N_("地址与端口")), f"{settings.host}:{settings.port}"),
        (_(N_("首先显示的社区")), settings.community or run.sight.community),
        (_(N_("首次访问的语言")), settings.language),
    )
    columns = {_(N_("设置")): [name for name, _value in rows], _(N_("值")): [value for _name, value in rows]}
    st.dataframe(columns, hide_index=True)
    st.caption(_(N_("用环境变量 MAP_… 或文件 map.toml 修改,重新启动后生效。")))


def parts_section(_run: Run) -> None:
    """Versions and licences."""
    st.subheader(_(N_("版本与许可")), anchor=False)
    rows = parts()
    columns = {
        _(N_("组成部分")): [part.name for part in rows],
        _(N_("版本")): [part.version for part in rows],
        _(N_("许可")): [part.licence for part in rows],
    }
    st.dataframe(columns, hide_index=True)
