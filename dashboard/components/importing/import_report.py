"""What an import would do: rows by layer, every fault by row, and the button that writes it."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.components import session
from dashboard.components.acts import done
from dashboard.components.errors import all_told
from dashboard.components.session import Run
from dashboard.services.importing.import_words import MOST_FAULTS, counted, error_count, fault_table
from dashboard.services.importing.upload import Upload, Wish, rehearsed
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.import_undo import undo_import
from data.importing import ImportReport, PlannedImport, run_import
from data.people_export import to_csv
from geo.errors import MapError
from geo.words import N_

ROUND = "import-round"


def import_report(run: Run, upload: Upload, wish: Wish, planned: PlannedImport) -> None:
    """Faults first; then what would change, tried in a transaction that is not kept."""
    errors = error_count(planned)
    of_the_file = any(plan.is_refused for plan in planned.plans)
    faulty = sum(len(plan.faulty_rows) for plan in planned.plans)
    skip = False
    if errors and not of_the_file:
        skip = st.toggle(
            fill(N_("跳过有错的 {count} 行,导入其余的行"), count=faulty), key=f"import-skip-{upload.digest[:8]}"
        )
    if errors and not skip:
        st.error(fill(N_("有 {count} 处错误,什么也不会写入。请改好后再试。"), count=errors), icon=":material/error:")
    else:
        _ready(run, upload, wish, planned, skip=skip)
    _faults(upload, planned)


def _ready(run: Run, upload: Upload, wish: Wish, planned: PlannedImport, *, skip: bool) -> None:
    try:
        with st.spinner(_(N_("正在试运行……"))):
            report = rehearsed(run.house.store, run.viewer, upload, wish, planned, run.layers.revisions, skip=skip)
    except MapError as error:
        st.error(plain(all_told(error)), icon=":material/error:")
        return
    _counts(report)
    new = report.added + report.changed
    if not new:
        st.info(_(N_("文件里的内容都已在库中,没有要写入的。")), icon=":material/info:")
        return
    words = N_("导入 {count} 行到新社区“{name}”") if planned.is_new_community else N_("导入 {count} 行到“{name}”")
    label = fill(words, count=f"{new:,}", name=planned.community.name)
    if st.button(plain(label), key="import-run", type="primary", icon=":material/download:"):
        _write(run, planned, skip=skip)


def _write(run: Run, planned: PlannedImport, *, skip: bool) -> None:
    """Write it behind a bar that says which step is under way."""
    store, viewer = run.house.store, run.viewer
    bar = st.progress(0.1, text=_(N_("检查内容")))

    def tell(step: str) -> None:
        bar.progress(0.5, text=_(step))

    try:
        report = run_import(store, planned, who=viewer, skip_faulty=skip, progress=tell)
    except MapError as error:
        bar.empty()
        st.error(plain(all_told(error)), icon=":material/error:")
        return
    bar.progress(1.0)
    community = report.community.id

    def undo() -> None:
        with store.write(viewer) as tx:
            if report.at is not None:
                undo_import(tx, community, report.at)

    words = fill(
        N_("已导入到“{name}”:新增 {added} 行,更改 {changed} 行。"), name=report.community.name,
        added=f"{report.added:,}", changed=f"{report.changed:,}",
    )  # fmt: skip
    done(words, undo)
    st.session_state[ROUND] = int(st.session_state.get(ROUND, 0)) + 1
    session.change(**({"community": community, "selected": ""} if report.is_new_community else {}))
    st.rerun()


def _counts(report: ImportReport) -> None:
    names = [_(N_("图层")), _(N_("行")), _(N_("新增")), _(N_("更改")), _(N_("不变")), _(N_("跳过"))]
    st.dataframe(pd.DataFrame(counted(report), columns=names), hide_index=True, width="stretch", key="import-counts")


def _faults(upload: Upload, planned: PlannedImport) -> None:
    table = fault_table(planned)
    if table.empty:
        st.caption(_(N_("没有发现问题。")))
        return
    head = fill(N_("问题 {count} 条"), count=len(table))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{head}**", width="content")
        st.download_button(
            _(N_("下载清单")), partial(_csv, table), file_name=f"{upload.name}.faults.csv", mime="text/csv",
            key="import-faults-csv", icon=":material/download:", type="tertiary", on_click="ignore",
        )  # fmt: skip
    st.dataframe(table.head(MOST_FAULTS), hide_index=True, width="stretch", key="import-faults")
    if len(table) > MOST_FAULTS:
        st.caption(fill(N_("只列前 {shown} 条,全部见清单。"), shown=MOST_FAULTS))


def _csv(table: pd.DataFrame) -> bytes:
    """With a mark that Excel reads as UTF-8; what a spreadsheet would run as a formula is quoted."""
    plain_cells = table.astype(object).where(table.notna(), None)
    return to_csv(tuple(table.columns), plain_cells.to_dict("records"), {})
