"""Files in: choose one, say how it is to be read, see where it lies and every fault, then write it all or nothing."""

import streamlit as st

from dashboard.components.analysis_stage import analysis_stage
from dashboard.components.importing.import_report import import_report
from dashboard.components.importing.import_wish import import_wish
from dashboard.components.map.map_view import map_view
from dashboard.components.session import Run
from dashboard.drawing.sketch import Sketch
from dashboard.services.importing.import_words import on_screen, preview
from dashboard.services.importing.upload import SUFFIXES, Upload, Wish, plan_upload, read_upload
from dashboard.services.markdown import plain
from dashboard.text import _
from data.importing import PlannedImport
from data.rights import reach
from geo.errors import FileError
from geo.words import N_

MAP_LAYERS = ("context", "compound", "building", "road", "garden", "pipe", "outfall")
ROUND, ENCODING = "import-round", "import-encoding"


def may_import(run: Run) -> bool:
    """Whether this reader may change the map; others are told."""
    if reach(run.role, "edit_map") == "all":
        return True
    st.info(_(N_("导入数据只对管理员和社区工作人员开放。")), icon=":material/lock:")
    return False


def import_stage(run: Run) -> None:
    """The desk beside the map that shows where the file would lie."""
    marks: list[Sketch] = []
    layers: list[str] = []

    def side() -> None:
        upload = _upload(run)
        if upload is None:
            _about()
            return
        wish = import_wish(run, upload)
        if wish is None:
            return
        planned = _planned(run, upload, wish)
        marks.extend(preview(planned))
        layers.extend(plan.layer.key for plan in planned.plans)
        import_report(run, upload, wish, planned)

    analysis_stage(side, lambda: map_view(run, only=(*MAP_LAYERS, *layers), theme="none", sketches=marks))


def _upload(run: Run) -> Upload | None:
    st.subheader(_(N_("导入数据")), anchor=False)
    with st.container(key=f"upload-{run.sight.lang}-import"):
        file = st.file_uploader(
            _(N_("选择文件")), type=list(SUFFIXES), key=f"import-file-{st.session_state.get(ROUND, 0)}",
            label_visibility="collapsed",
        )  # fmt: skip
    if file is None:
        return None
    try:
        with st.spinner(_(N_("正在读取文件……"))):
            return read_upload(file.name, file.getvalue(), str(st.session_state.get(ENCODING) or ""))
    except FileError as error:
        st.error(plain(on_screen(error)), icon=":material/error:")
        return None


def _planned(run: Run, upload: Upload, wish: Wish) -> PlannedImport:
    with st.spinner(_(N_("正在检查内容……"))):
        return plan_upload(run.house.store, upload, wish, run.layers.revisions)


def _about() -> None:
    """What can be taken in, and what happens with it."""
    for words in (
        N_("可以导入 GeoJSON、GeoPackage、压缩成 zip 的 Shapefile,以及 SWMM 管网(.inp,须说明坐标系)。"),
        N_("先选图层、坐标系和字段对照,地图上显示落点,错误按行列出;确认后一次写入,写入后可以撤销。"),
        N_("同一个文件再导入一次,不会重复。高德数据选 GCJ-02,百度数据选 BD-09,否则偏约 660 m。"),
    ):
        st.caption(plain(_(words)))
