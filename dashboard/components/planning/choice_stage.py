"""The page of cost and choice: four tabs over one map."""

from dataclasses import replace

import streamlit as st

from dashboard.components import session
from dashboard.components.acts import say_done
from dashboard.components.analysis_stage import word_tabs
from dashboard.components.errors import kindly
from dashboard.components.map.layer_tree import layer_tree
from dashboard.components.map.map_view import map_view
from dashboard.components.planning.choice_map import outline
from dashboard.components.planning.choice_plan import plan_panel
from dashboard.components.planning.choice_prices import prices_panel
from dashboard.components.planning.choice_ranking import ranking_panel
from dashboard.components.planning.choice_scenarios import scenarios_panel
from dashboard.components.session import Run
from dashboard.components.share import share
from dashboard.drawing.sketch import FOCUS, Sketch
from dashboard.services.planning.plan_pool import Pool, plan_pool
from dashboard.services.planning.plan_terms import SCOPES, Terms, read_terms, write_terms
from dashboard.services.projects.work_words import today
from dashboard.text import _
from geo.words import N_

MAP_TO_SIDE = (60, 40)
PLAN, RANKING, PRICES, SCENARIOS = "plan", "ranking", "prices", "scenarios"
TABS = {PLAN: N_("方案"), RANKING: N_("迫切程度"), PRICES: N_("单价与工期"), SCENARIOS: N_("方案库与比较")}
PANELS = {PLAN: plan_panel, RANKING: ranking_panel, SCENARIOS: scenarios_panel}
MAP_LAYERS = ("compound", "building", "garden", "road")
"""What the plan is drawn over: the ground alone, so that its colours are read."""


def choice_filters(run: Run, terms: Terms) -> None:
    """Which works are chosen from, layers, the link to this plan."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        titles = {key: _(title) for key, title in SCOPES.items()}
        st.session_state["plan-scope"] = terms.scope
        st.segmented_control(
            _(N_("从哪些工程里选")), list(titles), format_func=titles.__getitem__, key="plan-scope", required=True,
            label_visibility="collapsed", on_change=lambda: _rescope(terms),
        )  # fmt: skip
        with st.popover(_(N_("图层")), icon=":material/layers:", type="tertiary", key="layers"):
            layer_tree(run)
        with st.popover(_(N_("分享")), icon=":material/link:", type="tertiary", key="share"):
            share(run)


def _rescope(terms: Terms) -> None:
    session.change(plan=write_terms(replace(terms, scope=st.session_state["plan-scope"] or "all")), rows="")


def choice_stage(run: Run) -> None:
    """The map with the plan, and the panel of the tab beside it."""
    terms = read_terms(run.sight.word("plan"), today().year + 1)
    choice_filters(run, terms)
    tab = run.sight.word("tab") if run.sight.word("tab") in TABS else PLAN
    with st.container(key="place-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with side, st.container(key="place-side", gap="small"), kindly():
            say_done()
            word_tabs({key: _(title) for key, title in TABS.items()}, tab, key="choice-tab", word="tab", rows="")
            with st.spinner(_(N_("正在汇总工程、造价和受益户数……")), show_time=True):
                pool = plan_pool(run.layers, run.role)
            sketches: tuple[Sketch, ...] = ()
            if tab == PRICES:
                prices_panel(run, pool)
            else:
                sketches = PANELS[tab](run, pool, terms)
        with place, kindly():
            map_view(
                run, only=[key for key in MAP_LAYERS if key in run.choices.layers], theme="none",
                sketches=(*sketches, *_focus(run, pool)),
            )  # fmt: skip


def _focus(run: Run, pool: Pool) -> tuple[Sketch, ...]:
    """The work that was pressed in a list, if it takes ground."""
    shape = outline(pool.ground, run.sight.word("rows"))
    return (Sketch(FOCUS, shape),) if shape is not None else ()
