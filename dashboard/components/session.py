"""What the reader looks at now, kept as the words of an address.

The session holds the query of the sight (ids and enumerated words), so that the address line, a pasted
link and a click all speak the same language. It is read against what exists at every run.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st
from streamlit.config import get_option
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.services.access.identity import COOKIE, Identity, identify
from dashboard.services.frames import Community
from dashboard.services.house import ADMINISTRATOR, VISITOR, House, choices, visible_layers
from dashboard.services.map.map_messages import Drawn, Picked, Selected, Viewed, message_of
from dashboard.services.sight import (
    ADDRESS_PARTS,
    NO_LAYERS,
    WORK,
    Choices,
    Sight,
    first_sight,
    read_sight,
    write_sight,
)  # fmt: skip
from dashboard.text import SOURCE_LANGUAGE, _, fill, in_language, language, speak, speak_otherwise
from data.projects import home_of_project
from data.rights import PUBLIC, Viewer
from data.works import home_of_work
from geo.words import N_

WORDS, HEARD, FLY, IGNORED, GOING, TOOL = "sight", "heard", "fly", "ignored", "going", "tool"
ACTED, ADDRESS, VIEW, SPOKEN = "acted", "address", "view", "spoken"
ON_ITS_WAY_S = 1.0
"""So long the browser may still ask for a run with the address before the last one that was written."""
MAP_KEY = "map"
T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """One run of a page: the house, the community with its layers, what is looked at and who looks."""

    house: House
    layers: Community
    sight: Sight
    choices: Choices
    role: str
    identity: Identity

    @property
    def visible(self) -> tuple[str, ...]:
        """Every layer that the reader may see, also those without a place."""
        return visible_layers(self.role)

    @property
    def viewer(self) -> Viewer:
        """Who asks and writes here, for what only some may do; the public in the visitor's view."""
        return PUBLIC if self.role == VISITOR else self.identity.viewer.within(self.sight.community)


def begin(house: House) -> Run:
    """Read the session (at its start: the address), hear the map, and speak the reader's language."""
    fresh = WORDS not in st.session_state
    if fresh:
        # Only now: a later run may have been asked for before the browser took over the last address.
        st.session_state[WORDS] = st.query_params.to_dict()
    words = st.session_state[WORDS]
    community = words.get("community") or _named(house, words)
    known = community if community in house.communities else house.first_community
    layers = Community(house.store, known)
    compounds = tuple(str(i) for i in layers["compound"].frame.index)
    admitted = choices(house, ADMINISTRATOR, compounds)
    first = first_sight(admitted, house.first_community, house.settings.language)
    sight, ignored = read_sight(words, admitted, replace(first, community=known))
    if community not in ("", known):
        ignored.append(ADDRESS_PARTS["community"])
    if fresh and ignored:
        st.session_state[IGNORED] = ignored
    st.session_state[WORDS] = write_sight(sight, first)
    sight = _hear(sight, admitted, first)
    reader = whoever(house)
    role = VISITOR if sight.visitor else reader.viewer.within(known).role
    admitted = choices(house, role, compounds)
    speak(sight.lang)
    st.session_state[SPOKEN] = sight.lang
    sight = replace(sight, visitor=role == VISITOR)
    return Run(house, layers, sight.seen_by(admitted), admitted, role, reader)


def _named(house: House, words: Mapping[str, str]) -> str:
    """The community of the work or project that an address without one names; "" for the first."""
    if len(house.communities) < 2:
        return ""
    for key, home in (("job", home_of_work), ("project", home_of_project)):
        if found := home(house.store, words[key]) if words.get(key) else "":
            return found
    return ""


def whoever(house: House) -> Identity:
    """Who reads this page: read from the cookie at every run, never kept in the session."""
    address = get_option("server.address") or "0.0.0.0"  # noqa: S104 - what an empty address means
    return identify(house.settings.model_copy(update={"host": address}), house.store, st.context.cookies.get(COOKIE))


def _hear(sight: Sight, admitted: Choices, first: Sight) -> Sight:
    """The sight after what the map last reported: a click on a feature, or beside all of them."""
    value = st.session_state.get(MAP_KEY)
    report = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    message = message_of(report, (*admitted.layers, WORK))
    if message is None or message.n == st.session_state.get(HEARD):
        return sight
    st.session_state[HEARD] = message.n
    st.session_state[ACTED] = True
    if isinstance(message, Viewed):
        st.session_state[VIEW] = message.fragment
        return sight
    if not isinstance(message, Selected):
        st.session_state[TOOL] = message
        return sight
    sight = replace(sight, selected=message.feature)
    if message.feature and message.feature[0] in admitted.layers:
        # A hit of the search may lie in a layer that was off.
        sight = sight.with_layers({*sight.layers, message.feature[0]}, admitted)
    st.session_state[WORDS] = write_sight(sight, first)
    return sight


def speak_again() -> None:
    """Speak the reader's language in a callback too: it runs before the page has said which one that is."""
    speak(str(st.session_state.get(SPOKEN) or SOURCE_LANGUAGE))


def _spoken() -> str:
    """The language of the page that is on the screen, for callbacks; "" outside of any run."""
    return str(st.session_state.get(SPOKEN) or "") if get_script_run_ctx(suppress_warning=True) else ""


speak_otherwise(_spoken)


def spoken(make: Callable[[], T]) -> Callable[[], T]:
    """`make` for a download: it is called after the run, where nobody has said which language the reader has."""
    code = language()
    return lambda: in_language(code, make)


def heard_tool() -> Picked | Drawn | None:
    """What the map's tool reported last, once: the form that asked for it takes it over."""
    return st.session_state.pop(TOOL, None)


def change(**words: str) -> None:
    """Set parts of the sight, as the address writes them; "" is the default. For callbacks of widgets."""
    merged = {**st.session_state.get(WORDS, {}), **words}
    st.session_state[WORDS] = {key: value for key, value in merged.items() if value}
    st.session_state[ACTED] = True


def move_to(community: str) -> None:
    """Look at another community; it has other compounds, features and projects. For callbacks of widgets."""
    words = st.session_state.get(WORDS, {})
    st.session_state[WORDS] = {key: words[key] for key in ("lang", "dark", "view") if key in words}
    change(community=community)


def select(run: Run, layer: str, feature: str) -> None:
    """Select a feature from a link on the page: its layer is turned on, and the map flies there."""
    change(selected=f"{layer}:{feature}")
    if layer not in run.sight.layers:
        show_layers({*run.sight.layers, layer}, run)
    st.session_state[FLY] = st.session_state.get(FLY, 0) + 1


def show_layers(keys: Collection[str], run: Run) -> None:
    """Turn exactly these layers on, as far as the reader may see them."""
    layers = run.sight.with_layers(keys, run.choices).layers
    change(layers="" if layers == run.choices.shown else ",".join(layers) or NO_LAYERS)


def unselect() -> None:
    """Nothing is selected any more."""
    change(selected="")


def go(path: str, **words: str) -> None:
    """Open a page at the next run, with these words in the address. For callbacks of widgets."""
    change(**words)
    st.session_state[GOING] = path


def going() -> str | None:
    """The path of the page that was asked for, once."""
    return st.session_state.pop(GOING, None)


def open_project(project: str, *, work: str = "", do: str = "", tab: str = "") -> None:
    """Open the page of a project, at one of its works or with something to do there."""
    # What was picked at a place belongs to the new work only.
    kept = {} if do in ("work", "new") else {"pick": ""}
    kept |= {"entry": ""}
    go("project", project=project, selected=f"{WORK}:{work}" if work else "", do=do, tab=tab, **kept)
    st.session_state[FLY] = st.session_state.get(FLY, 0) + 1


def to_list() -> None:
    """Back to the list of projects, as it was left."""
    go("projects", project="", do="", tab="", pick="")


def hold(key: str, value: object) -> None:
    """Let a widget show a value. Whatever is written to the state is sent to the browser, over what is just being
    typed, dragged or picked there; so it is written only where it differs."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def word(key: str) -> str:
    """One word of the sight as it stands. For callbacks."""
    return str(st.session_state.get(WORDS, {}).get(key, ""))


def fly() -> None:
    """Let the map fly to what is selected or in focus at the next run."""
    st.session_state[FLY] = st.session_state.get(FLY, 0) + 1


def fly_counter() -> int:
    """Rises whenever the map is to fly to the selection."""
    return int(st.session_state.get(FLY, 0))


def view() -> str:
    """Where the map is, as the address line writes it; "" until the map has told."""
    return str(st.session_state.get(VIEW, ""))


def follow_address(page: str) -> None:
    """Read the address again where the reader changed it: the browser's back and forward undo and redo.

    Not when something was done on the page in this run, not after a change of pages (which clears the
    address and leaves that empty address among those to go back to), and not while the address before
    the last one may still be on its way.
    """
    acted = st.session_state.pop(ACTED, False)
    words = st.query_params.to_dict()
    last = st.session_state.get(ADDRESS)
    if acted or last is None or page != last["page"] or words == last["words"]:
        return
    if words == last["before"] and time.monotonic() - last["at"] < ON_ITS_WAY_S:
        return
    if not words and last["arrived_bare"]:
        return
    st.session_state[ADDRESS] = {**last, "words": words, "said": words, "before": words}
    st.session_state[WORDS] = words
    st.rerun()


def write_address(page: str) -> None:
    """Put the sight in the address line, only if it changed; last in a run."""
    said, query = dict(st.session_state[WORDS]), st.query_params.to_dict()
    kept = st.session_state.get(ADDRESS)
    last = kept or {"page": page, "words": {}, "said": None, "arrived_bare": False}
    stays = page == last["page"]
    if kept is None and in_order(query).items() <= in_order(said).items():
        # A link that says nothing wrong stays as it was opened: writing would drop the view behind its "#".
        words = query
    else:
        words = last["words"] if stays and said == last["said"] else said
    if kept is None or not stays or words != last["words"]:
        st.session_state[ADDRESS] = {
            "page": page,
            "words": words,
            "said": said,
            "before": last["words"] if kept else words,
            "at": time.monotonic(),
            "arrived_bare": last["arrived_bare"] if stays else bool(words),
        }
    if query != words:
        st.query_params.from_dict(words)


def in_order(words: Mapping[str, str]) -> dict[str, str]:
    """The words of an address with its layers sorted: their order in a link means nothing.

    >>> in_order({"layers": "road,pipe"})
    {'layers': 'pipe,road'}
    """
    return {key: ",".join(sorted(value.split(","))) if key == "layers" else value for key, value in words.items()}


def say_ignored() -> None:
    """Say once, quietly, which parts of a pasted address meant nothing here."""
    parts = st.session_state.pop(IGNORED, [])
    if parts:
        names = _(N_("、")).join(_(part) for part in parts)
        st.toast(fill(N_("地址中的这些部分无法识别,已按默认显示:{parts}"), parts=names), icon=":material/link_off:")
