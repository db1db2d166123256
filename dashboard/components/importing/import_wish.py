"""How a file is to be taken in: into which layer and community, in which coordinates, which column into which field."""

from dataclasses import replace

import streamlit as st

from dashboard.components.importing.import_fields import import_fields
from dashboard.components.session import Run
from dashboard.services.importing.upload import ENCODINGS, OTHER_CRS, SWMM, Upload, Wish
from dashboard.services.markdown import plain
from dashboard.services.planning.outline_file import CHOICES
from dashboard.text import _, fill
from data.features import edit_of
from data.importing import ALL_LAYERS
from data.rights import reach
from geo.layers import LAYER_BY_KEY, LAYERS, SEWER_KINDS
from geo.words import N_

NEW, WHOLE = "*new*", ""
ENCODING = "import-encoding"


def import_wish(run: Run, upload: Upload) -> Wish | None:
    """The controls; None while something has to be filled in first."""
    slot = upload.digest[:8]
    rows = f"{upload.rows:,}"
    st.caption(
        plain(fill(N_("{name} · {format} · {rows} 行"), name=upload.name, format=_(upload.format.title), rows=rows))
    )
    table, layer = _target(run, upload, slot)
    crs = _crs(upload, slot)
    community = _community(run, slot)
    plain_wish = Wish(community, layer, table, crs)
    if layer == ALL_LAYERS:
        constants = _kind(slot) if upload.format.key == SWMM else {}
        wish = replace(plain_wish, constants=constants)
    else:
        fields, constants, without = import_fields(upload, table, LAYER_BY_KEY[layer], slot)
        wish = replace(plain_wish, fields=fields, constants=constants, without=without)
    wish = _more(upload, wish, slot)
    return wish if community else None


def _target(run: Run, upload: Upload, slot: str) -> tuple[str, str]:
    """(table, layer): the whole file, or one table into one layer."""
    if upload.format.key == SWMM:
        return WHOLE, ALL_LAYERS
    tables = [*([WHOLE] if upload.is_whole else []), *(source.layer for source in upload.sources)]
    titles = {WHOLE: _(N_("整个文件(本系统导出)"))}
    with st.container(horizontal=True, gap="small"):
        table = tables[0]
        if len(tables) > 1:
            table = st.selectbox(
                _(N_("文件里的表")), tables, format_func=lambda name: titles.get(name, name), key=f"import-table-{slot}"
            )
        if table == WHOLE and upload.is_whole:
            return WHOLE, ALL_LAYERS
        keys = [item.key for item in LAYERS if reach(run.role, edit_of(item.key)) == "all"]
        likely = upload.likely_layer(table)
        layer = st.selectbox(
            _(N_("导入到图层")), keys, index=keys.index(likely) if likely in keys else 0,
            format_func=lambda key: _(LAYER_BY_KEY[key].title), key=f"import-layer-{slot}-{table}",
        )  # fmt: skip
    return table, layer


def _crs(upload: Upload, slot: str) -> str:
    swmm = upload.format.key == SWMM
    titles = {key: _(title) for key, title in CHOICES.items()} | {OTHER_CRS: _(N_("其他(填 EPSG 编号)"))}
    if swmm:
        titles[""] = _(N_("请选择:SWMM 文件不说明坐标系"))
    with st.container(horizontal=True, gap="small"):
        chosen = st.selectbox(_(N_("坐标系")), list(titles), format_func=titles.__getitem__, key=f"import-crs-{slot}")
        if chosen != OTHER_CRS:
            return str(chosen)
        typed = st.text_input(_(N_("EPSG 编号")), key=f"import-epsg-{slot}", placeholder="EPSG:4548", max_chars=60)
    typed = typed.strip()
    return f"EPSG:{typed}" if typed.isdigit() else typed


def _community(run: Run, slot: str) -> str:
    """The id of the community, or the name of a new one; "" while it has none."""
    here = run.sight.community
    if reach(run.role, "edit_communities") != "all" or run.identity.viewer.community:
        return here
    titles = {here: run.house.communities[here].name, NEW: _(N_("新建社区…"))}
    with st.container(horizontal=True, gap="small"):
        chosen = st.selectbox(
            _(N_("导入到社区")), list(titles), format_func=titles.__getitem__, key=f"import-community-{slot}"
        )
        if chosen != NEW:
            return here
        name = st.text_input(_(N_("新社区的名称")), key=f"import-name-{slot}", max_chars=60).strip()
    taken = {item.name for item in run.house.communities.values()} | set(run.house.communities)
    if name in taken:
        st.error(_(N_("已经有这个社区:请换一个名称,或直接导入到它。")), icon=":material/error:")
        return ""
    if not name:
        st.caption(_(N_("填写新社区的名称后即可检查。")))
    return name


def _kind(slot: str) -> dict[str, str]:
    titles = {value: _(title) for value, title in SEWER_KINDS}
    order = ["storm", *(value for value in titles if value != "storm")]
    kind = st.segmented_control(
        _(N_("管网类别")), order, format_func=titles.__getitem__, default="storm", required=True,
        key=f"import-kind-{slot}",
    )  # fmt: skip
    return {} if kind in (None, "storm") else {"kind": str(kind)}


def _more(upload: Upload, wish: Wish, slot: str) -> Wish:
    """What is rarely needed: ids, axes, broken areas, the encoding of text."""
    with st.expander(_(N_("更多选项"))):
        id_field = ""
        if wish.layer != ALL_LAYERS:
            columns = ["", *upload.columns(wish.table)]
            id_field = st.selectbox(
                _(N_("编号所在的列")), columns, format_func=lambda name: name or _(N_("没有:按内容生成编号")),
                key=f"import-id-{slot}-{wish.table}",
            )  # fmt: skip
        swap = st.toggle(_(N_("对调经纬度(文件里纬度在前)")), key=f"import-swap-{slot}")
        repair = st.toggle(_(N_("修复无效的面(如自相交)")), key=f"import-repair-{slot}")
        st.selectbox(_(N_("文字编码")), ENCODINGS, format_func=lambda name: name or _(N_("自动判断")), key=ENCODING)
    return replace(wish, id_field=id_field, swap_axes=swap, repair=repair)
