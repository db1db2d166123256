"""One's own place on the screen: whose it is, the map fitted to it, and beside it what matters there."""

from datetime import date

import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.duty.duty_piece import Told, duty_piece
from dashboard.components.duty.responsible import answer, titles_of
from dashboard.components.map.map_view import map_view
from dashboard.components.session import Run
from dashboard.drawing.sketch import FOCUS, Sketch
from dashboard.services.duty.my_place import MyPlace, as_data, holders, my_place, own_areas, places_named
from dashboard.services.duty.person_card import names_of
from dashboard.services.duty.responsible import find
from dashboard.services.markdown import plain
from dashboard.services.planning.place_titles import Place, PlaceTitles, read_place
from dashboard.services.projects.work_words import today
from dashboard.services.sheets.walking_sheet import walking_sheet
from dashboard.text import _, fill
from data.rights import ALL, Viewer, reach
from data.roles import person_roles
from geo.words import N_

MAP_LAYERS = ("compound", "building", "road", "garden", "facility", "grid", "work", "context")
MAP_TO_SIDE = (58, 42)


def chosen_place(run: Run, titles: PlaceTitles) -> MyPlace | None:
    """The filters (whose place, which of several, the sheet), and the place; None where there is none."""
    day = today()
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        viewer = _viewer(run, titles, day)
        place = _area(run, titles, own_areas(run.house.store, viewer, run.sight.community, day)) if viewer else None
        mine = None
        if viewer and place:
            role, name = _heading(run, viewer, place, day)
            mine = my_place(run.house.store, viewer, titles, place, day, person=name, role=role)
            _sheet(run, mine, day)
    return mine


def _viewer(run: Run, titles: PlaceTitles, day: date) -> Viewer | None:
    """The reader; whoever works everywhere may look at somebody's place as they see it."""
    if reach(run.role, "report_progress") != ALL:
        return run.viewer if run.viewer.person else None
    held = holders(run.house.store, run.sight.community, day)
    options = places_named(titles, held, names_of(run.house.store, run.viewer, run.sight.community))
    who = run.sight.word("who") or run.viewer.person
    who = who if who in options else next(iter(options), "")
    if not who:
        return None
    st.session_state["mine-who"] = who
    st.selectbox(
        _(N_("以谁的身份看")), list(options), format_func=options.__getitem__, key="mine-who", width=300,
        label_visibility="collapsed", help=_(N_("看到的与此人打开时一样")),
        on_change=lambda: session.change(who=st.session_state["mine-who"], place="", selected=""),
    )  # fmt: skip
    role = "grid_member" if any(d.layer == "grid" for d in held[who]) else "building_head"
    return Viewer(role, run.viewer.name, person=who, community=run.sight.community)


def _area(run: Run, titles: PlaceTitles, areas: list[Place]) -> Place | None:
    """The one of several places that the address names, else the first."""
    if not areas:
        return None
    wanted = read_place(run.sight.word("place"))
    place = wanted if wanted in areas else areas[0]
    if len(areas) > 1:
        names = {f"{layer}:{id}": titles.title(layer, id) for layer, id in areas}
        st.session_state["mine-place"] = ":".join(place)
        st.selectbox(
            _(N_("地点")), list(names), format_func=names.__getitem__, key="mine-place", width=200,
            label_visibility="collapsed", on_change=lambda: session.change(place=st.session_state["mine-place"]),
        )  # fmt: skip
    return place


def _heading(run: Run, viewer: Viewer, place: Place, day: date) -> tuple[str, str]:
    duties = holders(run.house.store, run.sight.community, day).get(viewer.person, [])
    titles = {role.id: _(role.title) for role in person_roles(run.house.store, run.sight.community)}
    roles = [titles.get(d.role, d.role) for d in duties if (d.layer, d.place) == place]
    name = names_of(run.house.store, viewer, run.sight.community).get(viewer.person, "")
    return _(N_("、")).join(dict.fromkeys(roles)), name


def _sheet(run: Run, mine: MyPlace, day: date) -> None:
    community = run.house.communities[run.sight.community]
    st.download_button(
        _(N_("A4 走访单")), key="mine-sheet", icon=":material/print:", mime="application/pdf",
        file_name=f"{mine.id}-{day.isoformat()}.pdf", on_click="ignore",
        data=session.spoken(
            lambda: walking_sheet(run.layers, mine, day, is_sample=community.is_sample, community=community.name)
        ),
        help=_(N_("按比例的地图、楼栋与楼栋长、未完成的工程、走访记录,可打印")),
    )  # fmt: skip


def my_stage(run: Run, mine: MyPlace, titles: PlaceTitles) -> None:
    """The map fitted to the place, and what matters there."""
    with st.container(key="duty-stage"):
        place, side = st.columns(MAP_TO_SIDE, gap="small")
        with place:
            map_view(run, only=MAP_LAYERS, theme="none", works=[work.id for work in mine.works], sketches=_focus(mine))
        with side, st.container(key="duty-side", gap="small"):
            st.subheader(plain(mine.title), anchor=False)
            st.caption(" · ".join(plain(text) for text in (mine.role, mine.person) if text))
            on = run.sight.selected[1] if run.sight.selected and run.sight.selected[0] == "building" else ""
            duty_piece(run, "mine-piece", as_data(mine, on), lambda told: _hear(run, told))
            _whom(run, mine, titles)
            may = _(N_("您可以"))
            st.markdown(f"**{may}**")
            st.caption(plain(_(N_("、")).join(mine.may)) or _(N_("查看")))


def _focus(mine: MyPlace) -> tuple[Sketch, ...]:
    if not isinstance(mine.outline, shapely.Polygon | shapely.MultiPolygon):
        return ()
    return (Sketch(FOCUS, mine.outline),)


def _whom(run: Run, mine: MyPlace, titles: PlaceTitles) -> None:
    """Whom to call: everybody around the place but oneself."""
    found = find(run.house.store, run.viewer, titles, mine.layer, mine.id, today(), run.visible)
    if found:
        heading = _(N_("找谁"))
        st.markdown(f"**{heading}**")
        answer(run, "mine-whom", found, titles, "small")


def _hear(run: Run, told: Told) -> None:
    if told.get("message") == "see":
        session.select(run, "building", str(told.get("place", "")))
    elif told.get("message") == "work":
        session.open_project(str(told.get("project", "")), work=str(told.get("work", "")))


def nothing_mine(run: Run) -> None:
    """Why there is no place, and what to do."""
    if reach(run.role, "report_progress") == ALL:
        st.info(_(N_("还没有人负责网格或楼栋。先在“责任覆盖”里指派。")), icon=":material/person_off:")
    else:
        text = N_("这里显示网格员和楼栋长自己负责的地方。您的账户还没有负责的网格或楼栋,请联系社区工作人员。")
        st.info(fill(text), icon=":material/person_off:")


__all__ = ["chosen_place", "my_stage", "nothing_mine", "titles_of"]
