"""The luminaires on the screen: what each sends where, which lights take it; files in, luminaires away."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard.components.acts import attempt
from dashboard.components.errors import all_told
from dashboard.components.planning.analysis_piece import analysis_piece
from dashboard.components.session import Run
from dashboard.services.markdown import plain
from dashboard.services.planning.luminaire_words import luminaire_rows
from dashboard.text import _, fill
from data.luminaires import KeptLuminaire, check_luminaire, put_luminaire
from data.records import Refused, new_id
from data.rights import reach
from geo.luminaires import SUFFIXES
from geo.rule_values import ROAD_KINDS
from geo.words import N_

ROUND = "light-file-round"


def luminaire_list(run: Run, fixtures: Sequence[KeptLuminaire]) -> None:
    """Those that are kept, with their distribution drawn; only those who plan may change them."""
    may = reach(run.role, "plan_renovations") == "all"
    with st.expander(_(N_("灯具配光文件(IES / LDT)")), expanded=bool(fixtures)):
        st.caption(plain(_(N_("存下的灯具可用于一类路灯;路灯的“灯具”字段写灯具名称,则单独采用。"))))
        if fixtures:
            analysis_piece(run, "luminaires", {"look": "luminaires", "rows": luminaire_rows(run.layers, fixtures)})
        for item in fixtures if may else ():
            _one(run, item)
        if may:
            _upload(run, fixtures)


def _one(run: Run, item: KeptLuminaire) -> None:
    """What a luminaire is used for, and a way to take it out of use."""
    kinds = {"": _(N_("只由路灯指名"))} | {kind: _(title) for kind, title in ROAD_KINDS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        slot = f"light-used-{item.id}"
        st.session_state[slot] = item.used_for
        st.selectbox(
            plain(fill(N_("{name} 用于"), name=item.name)), list(kinds), format_func=kinds.__getitem__, key=slot,
            on_change=_use, args=(run, item),
        )  # fmt: skip
        st.button(
            _(N_("不再使用")), key=f"light-drop-{item.id}", icon=":material/close:", type="tertiary",
            on_click=_drop, args=(run, item),
        )  # fmt: skip


def _upload(run: Run, fixtures: Sequence[KeptLuminaire]) -> None:
    with st.container(key=f"upload-{run.sight.lang}-import-light"):
        given = st.file_uploader(
            _(N_("选择文件")), type=list(SUFFIXES), key=f"light-file-{st.session_state.get(ROUND, 0)}",
            label_visibility="collapsed",
        )  # fmt: skip
    if given is None:
        return
    text = given.getvalue().decode("utf-8", "replace") if b"\0" not in given.getvalue() else ""
    new = KeptLuminaire(new_id("lum"), Path(given.name).stem[:60], given.name, text)
    faults = check_luminaire(new, fixtures)
    if faults:
        st.error(plain(all_told(Refused(faults))), icon=":material/error:")
        return
    if _put(run, new, fill(N_("已存下灯具“{name}”。"), name=new.name), replace(new, archived=True)):
        st.session_state[ROUND] = int(st.session_state.get(ROUND, 0)) + 1
    st.rerun()


def _use(run: Run, item: KeptLuminaire) -> None:
    new = replace(item, used_for=str(st.session_state[f"light-used-{item.id}"] or ""))
    _put(run, new, fill(N_("已更改灯具“{name}”的用途。"), name=item.name), item)


def _drop(run: Run, item: KeptLuminaire) -> None:
    _put(run, replace(item, archived=True), fill(N_("灯具“{name}”不再使用。"), name=item.name), item)


def _put(run: Run, item: KeptLuminaire, text: str, before: KeptLuminaire) -> bool:
    """Save it; the way back saves what was, over the version that this made."""
    store, community, viewer = run.house.store, run.sight.community, run.viewer
    made: list[KeptLuminaire] = []

    def act() -> None:
        made.append(store.perform(viewer, lambda tx: put_luminaire(tx, community, item)))

    def undo() -> None:
        back = replace(before, version=made[0].version)
        store.perform(viewer, lambda tx: put_luminaire(tx, community, back))

    return attempt(act, text, undo)
