"""The plan: years and budgets, what comes of them, what a larger or smaller budget would change."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components import session
from dashboard.components.errors import told
from dashboard.components.planning.choice_map import drawn_by_year, show_work
from dashboard.components.planning.choice_scenarios import keep_plan
from dashboard.components.planning.place_piece import Told, place_piece
from dashboard.components.session import Run
from dashboard.drawing.sketch import Sketch
from dashboard.services.markdown import plain
from dashboard.services.planning.plan_made import MadePlan, made_plan, other_ways, pool_for, what_if
from dashboard.services.planning.plan_pool import Pool
from dashboard.services.planning.plan_sheet import plan_sheet, plan_title
from dashboard.services.planning.plan_terms import (
    ALL_PIPES,
    KNOWN_FAULTS,
    MOST_MUST,
    MOST_WAN,
    MOST_YEARS,
    ORDERS,
    SIDES,
    Terms,
    write_terms,
)
from dashboard.services.planning.plan_words import plan_data, ways_data, what_if_data
from dashboard.text import _, fill
from geo.choice import GOALS
from geo.choice_model import HOUSEHOLDS, NEED
from geo.errors import MapError
from geo.words import N_

QUICK_WAN = (100, 300, 1_000)
GOAL_WORDS = {
    HOUSEHOLDS: N_("每户只算一次;花钱少、靠近多户的工程(如补灯)容易入选"),
    NEED: N_("每一元按工程的迫切分计,分数的权重可在“迫切程度”里调;不偏大小,惠及的户数可能少些"),
}
SHORT = {HOUSEHOLDS: N_("户数优先"), NEED: N_("迫切优先"), KNOWN_FAULTS: N_("先修隐患管道")}
ORDER_WORDS = {
    ALL_PIPES: N_("稳妥:新路面保护期内不会因旧管再挖;花费多"),
    KNOWN_FAULTS: N_("其余管道铺前先检测(如闭路电视检测);方案里若也要修,仍排在铺路之前"),
}


def plan_panel(run: Run, pool: Pool, terms: Terms) -> tuple[Sketch, ...]:
    """The plan for these terms; what the map shows of it."""
    pool = pool_for(pool, terms)
    _budget(terms)
    if not any(terms.budgets_wan):
        _no_budget(terms)
        return ()
    with st.spinner(_(N_("正在选工程:在预算内惠及最多户……")), show_time=True):
        plan = made_plan(pool, terms)
    if plan.choice.problems:
        _no_plan(plan)
        return ()
    with st.container(key="plan-keep", horizontal=True, gap="small", vertical_alignment="bottom"):
        keep_plan(run, plan)
        _print(run, plan)
    place_piece(run, "plan-made", plan_data(plan, run.sight.word("rows"), True), lambda told: _hear(terms, told))
    _ways(pool, terms, run)
    _what_if(run, pool, terms)
    return drawn_by_year(
        pool.ground, {str(id): int(year) for id, year in plan.chosen["year"].items()}, terms.first_year
    )


def _print(run: Run, plan: MadePlan) -> None:
    """The plan on paper: map by year, list, what was left out."""
    name = run.house.communities[run.sight.community].name
    st.download_button(
        "PDF", lambda: plan_sheet(run.layers, plan, name), f"{plan_title(plan)}.pdf", key="plan-pdf",
        icon=":material/picture_as_pdf:", mime="application/pdf", on_click="ignore",
        help=_(N_("A4:按年份着色的图、工程清单、没有选入的工程和原因")),
    )  # fmt: skip


def _budget(terms: Terms) -> None:
    """From which year, how many years, how much in each."""
    with st.container(key="plan-terms", horizontal=True, gap="small", vertical_alignment="bottom"):
        _number(
            N_("从哪年起"), "plan-first", terms.first_year, 2000, 2099, lambda v: replace(terms, first_year=int(v)), 105
        )
        count = len(terms.budgets_wan)
        _number(
            N_("几年"),
            "plan-count",
            count,
            1,
            MOST_YEARS,
            lambda v: replace(terms, budgets_wan=_lasting(terms, int(v))),
            90,
        )
        titles = {key: _(title) for key, title in SIDES.items()}
        st.session_state["plan-side"] = terms.side
        st.selectbox(
            _(N_("造价")), list(titles), format_func=titles.__getitem__, key="plan-side", width=120,
            on_change=lambda: _set(replace(terms, side=st.session_state["plan-side"])),
        )  # fmt: skip
        _way(terms)
    with st.container(key="plan-budgets", horizontal=True, gap="small"):
        for at, (year, wan) in enumerate(zip(terms.years, terms.budgets_wan, strict=True)):
            title = fill(N_("{year} 年(万元)"), year=year)
            _number(title, f"plan-budget-{at}", wan, 0.0, MOST_WAN, lambda v, at=at: _with_budget(terms, at, v), 128)


def _way(terms: Terms) -> None:
    """What the plan is to be good at, and what has to come before paving: with what each means."""
    parts = [_(SHORT[terms.goal]), *([_(SHORT[terms.order])] if terms.order != ALL_PIPES else [])]
    with st.popover(" · ".join(parts), icon=":material/tune:", key="plan-way"):
        st.session_state["plan-goal"], st.session_state["plan-order"] = terms.goal, terms.order
        st.radio(
            _(N_("目标")), list(GOALS), format_func=lambda key: _(GOALS[key]), key="plan-goal",
            captions=[_(GOAL_WORDS[key]) for key in GOALS],
            on_change=lambda: _set(replace(terms, goal=st.session_state["plan-goal"])),
        )  # fmt: skip
        st.radio(
            _(N_("铺路之前")), list(ORDERS), format_func=lambda key: _(ORDERS[key]), key="plan-order",
            captions=[_(ORDER_WORDS[key]) for key in ORDERS],
            on_change=lambda: _set(replace(terms, order=st.session_state["plan-order"])),
        )  # fmt: skip


def _number(title: str, key: str, value: float, low: float, high: float, change: object, width: int) -> None:
    session.hold(key, value)
    st.number_input(
        _(title), low, high, key=key, width=width, step=type(value)(1 if isinstance(value, int) else 50),
        format=None if isinstance(value, int) else "%.10g",
        on_change=lambda: _set(change(st.session_state[key])),  # type: ignore[operator]
    )  # fmt: skip


def _lasting(terms: Terms, years: int) -> tuple[float, ...]:
    """The budgets for another number of years: new ones are as the last."""
    return (terms.budgets_wan + (terms.budgets_wan[-1],) * years)[:years]


def _with_budget(terms: Terms, at: int, wan: float) -> Terms:
    """One year's budget changed; the first one that is typed holds for all years."""
    if not any(terms.budgets_wan):
        return replace(terms, budgets_wan=(float(wan),) * len(terms.budgets_wan))
    budgets = [float(wan) if place == at else value for place, value in enumerate(terms.budgets_wan)]
    return replace(terms, budgets_wan=tuple(budgets))


def _set(terms: Terms) -> None:
    session.change(plan=write_terms(terms))


def _no_budget(terms: Terms) -> None:
    st.info(_(N_("还没有预算。填每年可用的钱,或先点一个数看看:")), icon=":material/savings:")
    with st.container(horizontal=True, gap="small", key="plan-quick"):
        for wan in QUICK_WAN:
            budgets = (float(wan),) * len(terms.budgets_wan)
            st.button(
                fill(N_("每年 {wan} 万元"), wan=f"{wan:,}"), key=f"plan-quick-{wan}", on_click=_set,
                args=(replace(terms, budgets_wan=budgets),),
            )  # fmt: skip


def _no_plan(plan: MadePlan) -> None:
    """Why there is no plan, and the next step."""
    names = plan.pool.names()
    for problem in plan.choice.problems:
        values = dict(problem.values)
        if "works" in values:
            ids = str(values["works"]).split("、")
            values["works"] = _(N_("、")).join(names.get(id, id) for id in ids)
        st.error(plain(fill(problem.message, **values) if values else _(problem.message)))
    with st.container(horizontal=True, gap="small", key="plan-next"):
        to_prices = {"tab": "prices"}
        st.button(
            _(N_("去填单价")),
            key="plan-to-prices",
            icon=":material/payments:",
            on_click=session.change,
            kwargs=to_prices,
        )
        if plan.terms.must:
            clear = replace(plan.terms, must=())
            st.button(_(N_("取消全部必做")), key="plan-no-must", icon=":material/star:", on_click=_set, args=(clear,))


def _ways(pool: Pool, terms: Terms, run: Run) -> None:
    """The other goals and rules beside this one, each a press away."""
    text = _(N_("正在试算别的目标……"))
    bar = st.progress(0.0, text=text)
    plans = other_ways(pool, terms, lambda part: _show(bar, part, text))
    bar.empty()
    place_piece(run, "plan-ways", ways_data(plans, terms), lambda told: _use(terms, told))


def _use(terms: Terms, told: Told) -> None:
    goal, order = str(told.get("goal", "")), str(told.get("order", ""))
    if goal in GOALS and order in ORDERS:
        _set(replace(terms, goal=goal, order=order))


def _hear(terms: Terms, message: Told) -> None:
    if message.get("message") == "see":
        show_work(message)
    elif message.get("message") == "pin":
        id = str(message.get("id", ""))
        must = tuple(other for other in terms.must if other != id) if id in terms.must else (*terms.must, id)
        _set(replace(terms, must=must[:MOST_MUST]))


def _show(bar: DeltaGenerator, part: float, text: str) -> None:
    bar.progress(part, text=text)


def _what_if(run: Run, pool: Pool, terms: Terms) -> None:
    """How the answer changes with the budget; reckoned after the plan stands."""
    heading = _(N_("预算变了会怎样"))
    st.markdown(f"**{heading}**")
    text = _(N_("正在试算别的预算……"))
    bar = st.progress(0.0, text=text)
    try:
        table = what_if(pool, terms, lambda part: _show(bar, part, text))
    except MapError as error:
        st.caption(plain(told(error)))
        return
    finally:
        bar.empty()
    place_piece(run, "plan-if", what_if_data(table, pool), show_work)
