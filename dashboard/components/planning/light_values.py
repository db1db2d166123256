"""The formula of light, the class wanted of each kind of road by its name, the luminaires, and the other numbers."""

import streamlit as st

from dashboard.components.acts import attempt
from dashboard.components.planning.light_state import Lit
from dashboard.components.planning.luminaire_list import luminaire_list
from dashboard.components.session import Run
from dashboard.components.values_editor import values_editor
from dashboard.services.markdown import plain
from dashboard.text import _, fill
from data.rights import reach
from data.rule_values import rule_values, save_rule_values
from geo.lighting import WANTED
from geo.rule_values import LIGHT, ROAD_KINDS, lighting_classes
from geo.words import N_


def light_values(run: Run, lit: Lit) -> None:
    """Formula with its source, classes, luminaires, numbers."""
    by_point, by_class = _(N_("逐点照度")), _(N_("采用的照明等级"))
    st.markdown(f"**{by_point}**")
    st.text("E = I(γ) · cos³γ / h²")
    st.caption(plain(_(N_("h 灯高,γ 与竖直向下的夹角,I 该方向的光强;各灯相加,沿路每 2 m 一点。"))))
    words = N_("没有配光文件的灯按朗伯型计算:I = Φ / (π sin²γc) · cosγ,γc 截光角,Φ 功率 × 光效 × 维护系数。")
    st.caption(plain(_(words)))
    st.markdown(f"**{by_class}**")
    _classes(run, lit)
    luminaire_list(run, lit.fixtures)
    values_editor(run, "light", (LIGHT,))


def _classes(run: Run, lit: Lit) -> None:
    """Which class of the standard each kind of road is held to, by name and with its values."""
    titles = {
        int(key[1:]): fill(N_("{title}:平均 {average} lx,最小 {minimum} lx"), title=_(item.title),
                           average=f"{item.average_lx:g}", minimum=f"{item.minimum_lx:g}")
        for key, item in lighting_classes(lit.values).items()
    }  # fmt: skip
    may = reach(run.role, "plan_renovations") == "all"
    for kind in WANTED:
        slot = f"light-class-{kind}"
        st.session_state[slot] = round(lit.values[f"light.wanted.{kind}"])
        st.selectbox(
            _(ROAD_KINDS[kind]), list(titles), format_func=titles.__getitem__, key=slot, disabled=not may,
            on_change=_choose, args=(run, kind),
        )  # fmt: skip
    st.caption(plain(_(N_("平均照度出自 CJJ 45-2015 人行道路;最小照度为常用值,未核对,都可在下表修改。"))))


def _choose(run: Run, kind: str) -> None:
    store, community = run.house.store, run.sight.community
    key = f"light.wanted.{kind}"
    before, new = rule_values(store, community)[key], float(st.session_state[f"light-class-{kind}"])

    def write(value: float) -> None:
        with store.write(run.viewer) as tx:
            save_rule_values(tx, community, {key: value})

    text = fill(N_("{road}改用{title}。"), road=_(ROAD_KINDS[kind]),
                title=_(lighting_classes(rule_values(store, community))[f"P{new:g}"].title))  # fmt: skip
    attempt(lambda: write(new), text, lambda: write(before))
