"""Where a work lies: assets picked on the map or in a list, a drawn place, a compound, the community, unknown."""

import shapely
import streamlit as st

from dashboard.components import session
from dashboard.components.form import Form
from dashboard.components.session import Run
from dashboard.drawing.map_tool import Tool
from dashboard.services.map.map_messages import Drawn as DrawnMessage
from dashboard.services.map.map_messages import Picked
from dashboard.services.markdown import plain
from dashboard.services.projects.work_place import asset_titles, drawn_words, picked_words
from dashboard.services.typed import geometry
from dashboard.text import _, fill
from geo.layers import LAYER_BY_KEY
from geo.words import N_
from geo.works import LOCATIONS, Drawn, OnAssets, Unknown, WholeCompound, WorkKind

SHAPES = {"area": N_("画面"), "line": N_("画线"), "point": N_("标点")}
SHAPE, COUNT, SIGNED = "place-shape", "place-n", "place-signed"
FIRST_SHAPE = {"length_m": "line", "area_m2": "area", "paved_area_m2": "area"}


def place_fields(run: Run, form: Form, kind: WorkKind) -> None:
    """How the place is said, and the place."""
    _hear(form)
    titles = {word: _(title) for word, title in LOCATIONS if word != OnAssets.word or kind.layers}
    word = form.segments("location", _(N_("位置")), titles)
    if word == OnAssets.word:
        _assets(run, form, kind)
    elif word == Drawn.word:
        _drawing(form, kind)
    elif word in (WholeCompound.word, Unknown.word):
        names = {id: run.layers["compound"].title(id) for id in run.choices.compounds}
        if word == Unknown.word:
            names = {"": _(N_("小区也未定")), **names}
        if names:
            form.choice("compound", _(N_("小区")), names)


def _hear(form: Form) -> None:
    """Take over what the map's tool reported."""
    message = session.heard_tool()
    if isinstance(message, Picked) and form.values["location"] == OnAssets.word:
        form.set(assets=[list(item) for item in message.items])
    elif isinstance(message, DrawnMessage) and form.values["location"] == Drawn.word:
        form.set(drawn=shapely.to_wkt(message.geometry, rounding_precision=8) if message.geometry else "")


def _assets(run: Run, form: Form, kind: WorkKind) -> None:
    """The picked assets as a list that can be typed into; the map shows and changes the same ones."""
    titles = asset_titles(run.layers, kind.layers, run.sight.compound)
    words = [f"{layer}:{id}" for layer, id in form.values["assets"]]
    options = list(dict.fromkeys([*words, *titles]))
    key = form.widget("assets-list")
    session.hold(key, words)

    def listed() -> None:
        form.set(assets=[word.split(":", 1) for word in st.session_state[key]])
        _count()

    layers = _(N_("、")).join(_(LAYER_BY_KEY[layer].title) for layer in kind.layers)
    st.multiselect(
        fill(N_("在地图上点选{layers},或在此输入"), layers=layers), options, key=key, on_change=listed,
        format_func=lambda word: plain(titles.get(word) or fill(N_("{id}(已不存在)"), id=word.partition(":")[2])),
        placeholder=_(N_("名称或编号")),
        select_all=False,
    )  # fmt: skip
    if words:
        st.caption(plain(picked_words(run.layers, form.values["assets"], kind)))


def _drawing(form: Form, kind: WorkKind) -> None:
    """What is to be drawn; the drawing itself is done on the map."""
    shape = geometry(form.values["drawn"])
    titles = {word: _(title) for word, title in SHAPES.items()}
    if SHAPE not in st.session_state:
        st.session_state[SHAPE] = _shape_of(shape) or FIRST_SHAPE.get(kind.measured_by, "point")
    st.segmented_control(
        _(N_("画什么")), list(titles), format_func=titles.__getitem__, key=SHAPE, required=True,
        label_visibility="collapsed", on_change=lambda: form.set(drawn=""),
    )  # fmt: skip
    if shape is None:
        point = N_("在地图上点一下标出位置;靠近楼栋或道路时会自动吸附,可标几处。")
        chain = N_("在地图上逐点点出;靠近楼栋或道路时会自动吸附,双击或按图上的 ✓ 结束。")
        st.caption(_(point if st.session_state[SHAPE] == "point" else chain))
    else:
        st.caption(plain(drawn_words(shape)))


def _shape_of(shape: shapely.Geometry | None) -> str:
    dimension = -1 if shape is None or shape.is_empty else int(shapely.get_dimensions(shape))
    return {0: "point", 1: "line", 2: "area"}.get(dimension, "")


def tool_of(form: Form, kinds: dict[str, WorkKind]) -> Tool | None:
    """What the map lends to this form now."""
    word, kind = form.values["location"], kinds[form.values["kind"]]
    shape = (st.session_state.get(SHAPE) or "area") if word == Drawn.word else ""
    n = tool_number((form.name, form.key, word, shape, *kind.layers))
    if word == OnAssets.word:
        layers = tuple(layer for layer in kind.layers if LAYER_BY_KEY[layer].geometry)
        picked = tuple((layer, id) for layer, id in form.values["assets"])
        return Tool("pick", layers=layers, picked=picked, n=n) if layers else None
    if word == Drawn.word:
        return Tool("draw", geometry=shape, drawn=geometry(form.values["drawn"]), n=n)
    return None


def tool_number(signature: tuple[str, ...]) -> int:
    """The number of the tool: another one makes the map start afresh from what the form holds."""
    if st.session_state.get(SIGNED) != signature:
        st.session_state[SIGNED] = signature
        _count()
    return int(st.session_state[COUNT])


def _count() -> None:
    st.session_state[COUNT] = int(st.session_state.get(COUNT, 0)) + 1
