"""What the reader looks at now, kept as the words of an address.

The session holds the query of the sight (ids and enumerated words), so that the address line, a pasted
link and a click all speak the same language. It is read against what exists at every run.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.services.frames import Community
from dashboard.services.house import ADMINISTRATOR, VISITOR, House, choices, visible_layers
from dashboard.services.sight import ADDRESS_PARTS, NO_LAYERS, Choices, Sight, first_sight, read_sight, write_sight
from dashboard.text import _, fill, speak
from geo.words import N_

WORDS, HEARD, FLY, IGNORED = "sight", "heard", "fly", "ignored"
MAP_KEY = "map"
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class Run:
    """One run of a page: the house, the community with its layers, what is looked at and who looks."""

    house: House
    layers: Community
    sight: Sight
    choices: Choices
    role: str

    @property
    def visible(self) -> tuple[str, ...]:
        """Every layer that the reader may see, also those without a place."""
        return visible_layers(self.role)


def begin(house: House) -> Run:
    """Read the session (at its start: the address), hear the map, and speak the reader's language."""
    fresh = WORDS not in st.session_state
    if fresh:
        # Only now: a later run may have been asked for before the browser took over the last address.
        st.session_state[WORDS] = st.query_params.to_dict()
    words = st.session_state[WORDS]
    community = words.get("community", "")
    known = community if community in house.communities else _first_community(house)
    layers = Community(house.store, known)
    compounds = tuple(str(i) for i in layers["compound"].frame.index)
    admitted = choices(house, ADMINISTRATOR, compounds)
    first = first_sight(admitted, _first_community(house), house.settings.language)
    sight, ignored = read_sight(words, admitted, replace(first, community=known))
    if community not in ("", known):
        ignored.append(ADDRESS_PARTS["community"])
    if fresh and ignored:
        st.session_state[IGNORED] = ignored
    st.session_state[WORDS] = write_sight(sight, first)
    sight = _hear(sight, admitted, first)
    role = VISITOR if sight.visitor else ADMINISTRATOR
    admitted = choices(house, role, compounds)
    speak(sight.lang)
    return Run(house, layers, sight.seen_by(admitted), admitted, role)


def _first_community(house: House) -> str:
    wanted = house.settings.community
    return wanted if wanted in house.communities else next(iter(house.communities))


def _hear(sight: Sight, admitted: Choices, first: Sight) -> Sight:
    """The sight after what the map last reported: a click on a feature, or beside all of them."""
    value = st.session_state.get(MAP_KEY)
    report = value.get("last_active_drawing") if isinstance(value, Mapping) else None
    properties = report.get("properties", {}) if isinstance(report, Mapping) else {}
    if properties.get("message") != "select" or properties.get("n") == st.session_state.get(HEARD):
        return sight
    st.session_state[HEARD] = properties.get("n")
    layer, feature = str(properties.get("layer") or ""), str(properties.get("id") or "")
    known = layer in admitted.layers and _ID.fullmatch(feature)
    sight = replace(sight, selected=(layer, feature) if known else None)
    st.session_state[WORDS] = write_sight(sight, first)
    return sight


def change(**words: str) -> None:
    """Set parts of the sight, as the address writes them; "" is the default. For callbacks of widgets."""
    merged = {**st.session_state.get(WORDS, {}), **words}
    st.session_state[WORDS] = {key: value for key, value in merged.items() if value}


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


def fly_counter() -> int:
    """Rises whenever the map is to fly to the selection."""
    return int(st.session_state.get(FLY, 0))


def write_address() -> None:
    """Put the sight in the address line, only if it changed; last in a run."""
    words = dict(st.session_state[WORDS])
    if st.query_params.to_dict() != words:
        st.query_params.from_dict(words)


def say_ignored() -> None:
    """Say once, quietly, which parts of a pasted address meant nothing here."""
    parts = st.session_state.pop(IGNORED, [])
    if parts:
        names = _(N_("、")).join(_(part) for part in parts)
        st.toast(fill(N_("地址中的这些部分无法识别,已按默认显示:{parts}"), parts=names), icon=":material/link_off:")
