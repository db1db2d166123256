"""The roll as a whole: by role in a picture, lists in and out, and people entered twice."""

from datetime import date

import streamlit as st

from dashboard.components import session
from dashboard.components.duty.people_piece import Told, piece
from dashboard.components.errors import all_told, told_fault
from dashboard.components.session import Run
from dashboard.services.duty.people_acts import PeopleActs
from dashboard.services.duty.people_list import Listed, PeopleSight
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import PlaceTitles
from dashboard.text import _, fill
from data.doubles import possible_doubles
from data.people import person
from data.people_checks import hides_a_number
from data.people_exchange import ImportReport, import_people
from data.people_export import export_rows, to_csv, to_excel
from data.people_table import COLUMNS, read_people_table
from data.privacy import SHORTEST_REASON
from data.rights import reach
from geo.errors import MapError
from geo.words import N_

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLE_OF = dict(COLUMNS)
MOST_FAULTS = 500


def roll(run: Run, acts: PeopleActs, sight: PeopleSight, shown: Listed, titles: PlaceTitles) -> None:
    """What stands beside the list while nobody is chosen."""
    with st.container(key="people-idle", gap="medium"):
        st.subheader(_(N_("人员名册")), anchor=False)
        st.caption(_(N_("点左边的人看他负责什么;手机号只显示打码,查看完整号码会记入日志。")))
        _bars(run, shown, titles)
        if reach(run.role, "merge_people"):
            _doubles(run, acts)
        if reach(run.role, "export_people"):
            _out(run, sight.day)
        if reach(run.role, "import_people"):
            _in(run)


def _bars(run: Run, shown: Listed, titles: PlaceTitles) -> None:
    """Of each role that every building, stairwell or grid should have: how many have somebody."""
    rows = []
    for role in shown.roles:
        held, all_ = shown.cover.get(role.id, (0, 0))
        if all_:
            note = fill(N_("{held} / {all} 个{kind}有人"), held=held, all=all_, kind=titles.kind(role.expected_on))
            rows.append({"id": role.id, "title": _(role.title), "count": note, "share": held / all_})

    def hear(told: Told) -> None:
        session.change(role=str(told.get("role", "")), page="")

    if rows:
        piece(run, "people-bars", {"look": "bars", "rows": rows}, hear)


def _doubles(run: Run, acts: PeopleActs) -> None:
    """Pairs that may be one person, side by side; one of them goes on."""
    pairs = possible_doubles(run.house.store, run.viewer, run.sight.community)
    if not pairs:
        return
    with st.expander(fill(N_("可能重复的人({count} 对)"), count=len(pairs)), icon=":material/group:"):
        for one, other in pairs[:20]:
            with st.container(border=True, gap="small", key=f"double-{one}-{other}"):
                columns = st.columns(2, gap="medium")
                for column, keep, double in zip(columns, (one, other), (other, one), strict=True):
                    found = person(run.house.store, run.viewer, run.sight.community, keep)
                    with column:
                        st.markdown(f"**{plain(found.name)}**")
                        known = (found.organisation, found.office_phone, found.mobile)
                        st.caption(" · ".join(plain(text) for text in known if text))
                        if st.button(_(N_("合并,保留这一位")), key=f"keep-{keep}-{double}"):
                            _merge(acts, keep, double)
        st.caption(_(N_("合并后,另一位的全部责任归到保留的人,一项也不丢。")))


def _merge(acts: PeopleActs, keep: str, double: str) -> None:
    try:
        acts.merge(keep, double)
    except MapError as error:
        st.error(plain(all_told(error)), icon=":material/info:")
        return
    st.toast(_(N_("已合并")), icon=":material/check:")
    session.change(who=keep)
    st.rerun()


def _titles() -> dict[str, str]:
    """Headings of a file: titles in Chinese, keys otherwise; an import understands both."""
    return dict(TITLE_OF) if run_in_chinese() else {}


def run_in_chinese() -> bool:
    """Whether the reader's language is the one that the titles of a file are in."""
    title = TITLE_OF["name"]
    return _(title) == title


def _out(run: Run, day: date) -> None:
    """The roll as a file; mobiles masked, or in clear for a reason that is logged."""
    store, community = run.house.store, run.sight.community

    def made(reason: str = "") -> bytes:
        return to_excel(
            *export_rows(store, run.viewer, community, day, mobiles_for=reason), _titles(), _(N_("人员名册"))
        )

    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.download_button(
            _(N_("导出 Excel(手机打码)")), session.spoken(made), file_name=f"people-{day:%Y%m%d}.xlsx", mime=XLSX,
            key="people-export", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            _(N_("导出 CSV")),
            session.spoken(lambda: to_csv(*export_rows(store, run.viewer, community, day), _titles())),
            file_name=f"people-{day:%Y%m%d}.csv", mime="text/csv", key="people-csv", type="tertiary", on_click="ignore",
        )  # fmt: skip
        if reach(run.role, "export_mobiles"):
            with st.popover(_(N_("含完整手机号…")), key="export-clear"):
                reason = st.text_input(_(N_("导出的原因")), key="export-mobiles-reason", max_chars=100)
                bad = hides_a_number(reason)
                st.caption(_(N_("每个人都会记一条日志。")) if not bad else _(N_("原因里不能写手机号或身份证号")))
                st.download_button(
                    _(N_("记录并导出")), session.spoken(lambda: made(reason)),
                    file_name=f"people-full-{day:%Y%m%d}.xlsx", mime=XLSX,
                    key="people-export-full", on_click="ignore", disabled=bad or len(reason.strip()) < SHORTEST_REASON,
                )  # fmt: skip


def _in(run: Run) -> None:
    """A list in: first what it would do and every fault by row, then, if it has none, for good."""
    with st.expander(_(N_("导入名册(Excel、CSV)")), icon=":material/upload:"):
        st.caption(_(N_("一行是一个人和他的一项责任;有几项责任就写几行。先试一遍,有错会按行列出,什么也不写入。")))
        st.download_button(
            _(N_("下载空白模板")),
            session.spoken(lambda: to_excel(tuple(TITLE_OF), [], _titles(), _(N_("人员名册")))),
            file_name="people-template.xlsx",
            mime=XLSX, key="people-template", type="tertiary", icon=":material/description:", on_click="ignore",
        )  # fmt: skip
        file = st.file_uploader(
            _(N_("选择文件")), type=["xlsx", "xls", "ods", "csv"], key="people-file", label_visibility="collapsed"
        )
        if file is None:
            return
        try:
            table = read_people_table(file.getvalue(), file.name)
            report = import_people(run.house.store, run.viewer, run.sight.community, table, dry_run=True)
        except MapError as error:
            st.error(plain(all_told(error)), icon=":material/info:")
            return
        _report(report)
        if report.refused or not _counts(report):
            return
        if st.button(_(N_("写入名册")), key="people-import", type="primary"):
            done = import_people(run.house.store, run.viewer, run.sight.community, table)
            st.toast(_(N_("没有写入")) if done.refused else _(N_("名册已导入")), icon=":material/check:")
            st.rerun()


def _counts(report: ImportReport) -> int:
    return report.people_added + report.people_changed + report.assignments_added + report.assignments_changed


def _report(report: ImportReport) -> None:
    """What the file would do; every fault with row and column."""
    faults = list(report.problems)
    if report.refused:
        st.error(
            fill(N_("有 {count} 处错误,没有写入。请改好文件再选一次。"), count=len(faults)), icon=":material/error:"
        )
    else:
        sentence = N_("可以写入:新增 {added} 人、修改 {changed} 人;新增 {duties} 项责任、修改 {ended} 项。")
        values = {"added": report.people_added, "changed": report.people_changed}
        values |= {"duties": report.assignments_added, "ended": report.assignments_changed}
        if _counts(report):
            st.success(fill(sentence, **values), icon=":material/check_circle:")
        else:
            st.info(_(N_("文件里的内容都已在名册中,没有要写入的。")), icon=":material/info:")
    if faults:
        rows = {
            _(N_("行")): [item.row for item in faults[:MOST_FAULTS]],
            _(N_("栏目")): [_(TITLE_OF.get(item.column or "", item.column or "")) for item in faults[:MOST_FAULTS]],
            _(N_("问题")): [told_fault(item) for item in faults[:MOST_FAULTS]],
        }
        st.dataframe(rows, hide_index=True, key="people-faults")
