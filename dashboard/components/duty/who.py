"""The page on which a resident finds who is responsible: by number, by search, or on the plan; no account needed."""

from datetime import date

import streamlit as st

from dashboard.components import session
from dashboard.components.copy_text import copy_text
from dashboard.components.duty.people_piece import Told, piece
from dashboard.components.duty.responsible import NEAR_PLACES, answer, on_day, titles_of
from dashboard.components.session import Run
from dashboard.components.share import qr_svg, say_reach, sight_address
from dashboard.components.sheets.print_link import print_link
from dashboard.components.sheets.public_link import public_door
from dashboard.services.duty.people_list import read_day
from dashboard.services.duty.responsible import Found, find
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import Place, PlaceTitles, read_place
from dashboard.services.projects.work_words import today
from dashboard.services.sheets.building_plan import numbers, plan
from dashboard.text import _, fill
from data.rights import reach
from geo.words import N_

FIND = "who-find"


def who_bar(run: Run) -> None:
    """The day, for those who may ask about other days."""
    if reach(run.role, "see_people"):
        with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
            day_chooser(read_day(run.sight.word("day")))


def day_chooser(day: date) -> None:
    """For which day the answer holds; one press leads back to today."""
    session.hold("pick-day", day)

    def picked() -> None:
        found = st.session_state["pick-day"]
        session.change(day="" if found in (None, today()) else str(found), page="")

    st.date_input(
        _(N_("日期")), key="pick-day", format="YYYY-MM-DD", label_visibility="collapsed", width=150, on_change=picked,
        min_value=date(2000, 1, 1), max_value=date(2100, 12, 31), help=_(N_("答案按哪一天")),
    )  # fmt: skip
    if day != today():
        st.button(
            _(N_("回到今天")), key="day-today", type="tertiary", icon=":material/today:",
            on_click=session.change, kwargs={"day": "", "page": ""},
        )  # fmt: skip


def place_asked(run: Run) -> Place | None:
    """The place that the address names, if this page answers for it."""
    place = read_place(run.sight.word("place"))
    return place if place and place[0] in NEAR_PLACES else None


def who(run: Run) -> None:
    """Question and answer on the left, the plan on the right (on a phone below)."""
    titles = titles_of(run)
    place, day = place_asked(run), read_day(run.sight.word("day"))
    if not reach(run.role, "see_people"):
        day = today()
    found = find(run.house.store, run.viewer, titles, *place, day, run.visible) if place else None
    with st.container(key="who-page"):
        left, right = st.columns((40, 60), gap="large")
        with left:
            if found:
                _answer(run, found, titles, day)
            else:
                _question(run, missing=run.sight.word("place"))
        with right, st.container(key="who-plan"):
            _plan(run, found, titles)


def _question(run: Run, missing: str) -> None:
    st.title(_(N_("我家谁负责?")), anchor=False)
    st.caption(_(N_("点您家的楼号,就能看到楼栋长、邻长、网格员和物业的办公电话。")))
    if missing:
        st.warning(fill(N_("没有找到“{place}”。请在下面选您的楼栋。"), place=plain(missing)), icon=":material/info:")
    typed = st.text_input(
        _(N_("楼号")), key=FIND, placeholder=_(N_("输入楼号,例如 7")), icon=":material/search:", max_chars=40,
        label_visibility="collapsed", live="0.3s",
    )  # fmt: skip
    compound = _compound(run)
    rows, more = numbers(run.layers, compound, typed.strip())
    data = {
        "look": "numbers",
        "rows": [
            {"id": row["id"], "no": row["no"], "group": row["compound"], "label": f"{row['compound']} {row['no']}"}
            for row in rows
        ],
        "more": fill(N_("另有 {count} 栋,请输入楼号"), count=more) if more else "",
        "empty": fill(N_("没有叫“{typed}”的楼。只填数字试试。"), typed=typed.strip()) if typed.strip() else "",
    }
    piece(run, "who-numbers", data, _choose)


def _compound(run: Run) -> str:
    names = {"": _(N_("全部小区"))} | {key: run.layers["compound"].title(key) for key in run.choices.compounds}
    if len(names) <= 2:
        return ""
    st.session_state["who-compound"] = run.sight.compound
    st.segmented_control(
        _(N_("小区")), list(names), format_func=lambda key: plain(names[key]), key="who-compound", required=True,
        label_visibility="collapsed", width="stretch",
        on_change=lambda: session.change(compound=st.session_state["who-compound"] or ""),
    )  # fmt: skip
    return run.sight.compound


def _choose(told: Told) -> None:
    if told.get("message") == "place" and isinstance(told.get("id"), str):
        session.change(place=f"building:{told['id']}")


def _answer(run: Run, found: Found, titles: PlaceTitles, day: date) -> None:
    st.button(
        _(N_("换一栋楼")), key="who-again", icon=":material/arrow_back:", type="tertiary",
        on_click=session.change, kwargs={"place": ""},
    )  # fmt: skip
    st.title(plain(found.title), anchor=False)
    said = [on_day(day)] if on_day(day) else []
    if run.house.communities[run.sight.community].is_sample:
        said.append(_(N_("示例数据:人名与电话均为编造,打不通")))
    if said:
        st.caption(" · ".join(plain(text) for text in said))
    if found.layer in ("building", "community"):
        public_door(run, *(("building", found.id) if found.layer == "building" else ()))
    _units(run, found, titles)
    answer(run, "who-answer", found, titles, "large")
    if found.layer == "building":
        print_link(run, "building", found.id, title=N_("打印一楼一档"))
    _code(run, found)


def _code(run: Run, found: Found) -> None:
    """The code for the noticeboard: it opens this answer, as a visitor sees it and for the day it is opened on."""
    words = {"community": run.sight.community, "place": f"{found.layer}:{found.id}"}
    if run.sight.lang != run.house.settings.language:
        words["lang"] = run.sight.lang
    address = sight_address(st.context.url or "", words)
    with st.expander(_(N_("二维码:贴在楼道,扫码就到这一页")), icon=":material/qr_code_2:"):
        st.image(qr_svg(address), width=180)
        st.caption(fill(N_("打开:{title}的负责人"), title=plain(found.title)))
        copy_text(run, "who-copy", address)
        say_reach(address)


def _units(run: Run, found: Found, titles: PlaceTitles) -> None:
    """The stairwells of the building: which is yours?"""
    building = found.id if found.layer == "building" else ""
    if found.layer == "unit":
        building = str(run.layers["unit"].frame.at[found.id, "parent"])
    units = run.layers["unit"].frame
    mine = [str(id) for id in units.index[(units["parent"] == building).to_numpy()]] if building else []
    if len(mine) < 2:
        return
    name = titles.title("building", building)
    rows = [{"id": f"building:{building}", "no": _(N_("整栋")), "group": "", "on": found.layer == "building"}]
    rows += [
        {"id": f"unit:{id}", "no": titles.short("unit", id, name), "group": "", "on": id == found.id} for id in mine
    ]
    data = {"look": "numbers", "rows": rows, "small": True, "more": "", "empty": ""}

    def hear(told: Told) -> None:
        session.change(place=str(told.get("id", "")))

    piece(run, "who-units", data, hear)


def _plan(run: Run, found: Found | None, titles: PlaceTitles) -> None:
    chosen, grids = "", []
    compound = run.sight.compound
    if found:
        grids = [hit.id for hit in found.answer.here.of("grid")] or ([found.id] if found.layer == "grid" else [])
        chosen = found.id if found.layer == "building" else ""
        if found.layer == "unit":
            chosen = str(run.layers["unit"].frame.at[found.id, "parent"])
            grids = [hit.id for hit in found.answer.here.of("grid")]
        if chosen:
            compound = str(run.layers["building"].frame.at[chosen, "compound"] or "")
    drawn = plan(run.layers, compound, chosen, grids)
    if drawn is None:
        return
    caption = ""
    if grids and "grid" in run.visible:
        names = _(N_("、")).join(titles.title("grid", id) for id in grids)
        caption = fill(N_("虚线:{grids}"), grids=names)
    words = {"plan": _(N_("楼栋示意图,点楼栋查看负责人")), "caption": caption}
    piece(run, "who-drawing", {"look": "plan", "plan": drawn, "words": words}, _choose)
