"""What one reader looks at, and how the address line writes it.

A link or a QR code opens the same sight: community, layers, theme, compound, selection, language, dark
and the visitor's view stand in the query of the address. Where the map is (zoom, centre) stands in the
fragment and belongs to the browser alone.

Pages have words of their own in the address: which project is open, what is being done with it, and how
the list of projects is filtered. They are kept as they are (`PAGE_WORDS`) and read by the page.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from dashboard.text import LANGUAGES, N_, SOURCE_LANGUAGE

_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
NO_LAYERS = "-"
"""How the address writes that every layer is off."""

PAGE_WORDS = (
    "project", "do", "tab", "building", "kind", "step", "status", "late", "person", "text", "show", "sort", "by",
    "page", "promise", "who", "role", "place", "day", "past", "act", "duty", "give", "give_role",
    "way", "fill", "size", "meeting", "stretch", "job", "area", "within", "given", "rows", "pick", "plan", "one",
    "other", "photo", "entry",
)  # fmt: skip
"""Words of the pages about projects, promises, people and planning; what they admit is the page's affair."""

LONGEST_WORD = 200
LONGER_WORDS = {"area": 1_600, "plan": 2_000}
"""What needs more room: an outline, and the terms of a plan."""
WORK = "work"
"""The layer of the works: drawn over all others, kept outside the table of layers."""


@dataclass(frozen=True)
class Choices:
    """What may stand in an address.

    `layers` are those of the map that the reader may see, `shown` those on at first; `selectable` adds the
    records without a place of their own, such as stairwell units.
    """

    communities: tuple[str, ...]
    layers: tuple[str, ...]
    shown: tuple[str, ...]
    themes: tuple[str, ...]
    compounds: tuple[str, ...]
    selectable: tuple[str, ...] = ()
    languages: tuple[str, ...] = tuple(code for code, _name in LANGUAGES)


@dataclass(frozen=True)
class Sight:
    """One reader's view of one community; ids and enumerated words only.

    `selected` is (layer, id) or None; a work is selected as ("work", id). `visitor` is the view that the
    public gets. `words` are those of `PAGE_WORDS` that the address says.
    """

    community: str
    layers: tuple[str, ...]
    theme: str
    compound: str = ""
    selected: tuple[str, str] | None = None
    lang: str = SOURCE_LANGUAGE
    dark: bool = False
    visitor: bool = False
    words: tuple[tuple[str, str], ...] = ()

    def word(self, key: str) -> str:
        """One of `PAGE_WORDS`, "" where the address does not say it."""
        return dict(self.words).get(key, "")

    @property
    def work(self) -> str:
        """The id of the selected work, "" where something else or nothing is selected."""
        return self.selected[1] if self.selected and self.selected[0] == WORK else ""

    def with_layers(self, layers: Collection[str], choices: Choices) -> "Sight":
        """The sight with these layers on, in the order of the table of layers."""
        return replace(self, layers=tuple(key for key in choices.layers if key in layers))

    def seen_by(self, choices: Choices) -> "Sight":
        """The sight without what the reader may not see: layers that are off limits, a selection in them."""
        allowed = self.with_layers(self.layers, choices)
        hidden = allowed.selected and allowed.selected[0] not in choices.selectable
        return replace(allowed, selected=None) if hidden else allowed


def first_sight(choices: Choices, community: str = "", lang: str = SOURCE_LANGUAGE) -> Sight:
    """What is shown when the address says nothing."""
    return Sight(community or choices.communities[0], choices.shown, choices.themes[0], lang=lang)


def read_sight(query: Mapping[str, str], choices: Choices, first: Sight) -> tuple[Sight, list[str]]:
    """The sight that an address describes, and a message for each part that was not understood.

    A part that names something unknown is left at its default: an old link still opens the map.
    """
    ignored: list[str] = []

    def one_of(key: str, allowed: Collection[str], default: str) -> str:
        value = query.get(key, default)
        if value in allowed or value == default:
            return value
        ignored.append(key)
        return default

    sight = replace(
        first,
        theme=one_of("theme", choices.themes, first.theme),
        compound=one_of("compound", choices.compounds, ""),
        lang=one_of("lang", choices.languages, first.lang),
        dark=one_of("dark", ("0", "1"), "0") == "1",
        visitor=one_of("view", ("visitor",), "") == "visitor",
        selected=_selection(query.get("selected", ""), choices, ignored),
        words=tuple((key, query[key][: LONGER_WORDS.get(key, LONGEST_WORD)]) for key in PAGE_WORDS if query.get(key)),
    )
    if not sight.selected and _ID.fullmatch(query.get("work", "")):
        sight = replace(sight, selected=(WORK, query["work"]))
    if "layers" in query:
        wanted = [key for key in query["layers"].split(",") if key not in ("", NO_LAYERS)]
        if set(wanted) - set(choices.layers):
            ignored.append("layers")
        sight = sight.with_layers(wanted, choices)
    return sight, [ADDRESS_PARTS[key] for key in ignored]


def _selection(text: str, choices: Choices, ignored: list[str]) -> tuple[str, str] | None:
    layer, _colon, feature = text.partition(":")
    if layer in choices.selectable and _ID.fullmatch(feature):
        return layer, feature
    if text:
        ignored.append("selected")
    return None


ADDRESS_PARTS: dict[str, str] = {
    "community": N_("社区"),
    "theme": N_("专题"),
    "compound": N_("小区"),
    "layers": N_("图层"),
    "selected": N_("选中的对象"),
    "lang": N_("语言"),
    "dark": N_("深色"),
    "view": N_("访客视图"),
}
"""The parts of an address and what a reader calls them."""


def write_sight(sight: Sight, first: Sight) -> dict[str, str]:
    """The query of a sight: only what differs from the first sight, so that a plain address stays plain.

    Whatever does differ is said of a community: another may be the first on the day a link is opened.
    """
    parts = {
        "theme": sight.theme if sight.theme != first.theme else "",
        "compound": sight.compound,
        "layers": ",".join(sight.layers) or NO_LAYERS if sight.layers != first.layers else "",
        "selected": ":".join(sight.selected) if sight.selected else "",
        "lang": sight.lang if sight.lang != first.lang else "",
        "dark": "1" if sight.dark else "",
        "view": "visitor" if sight.visitor else "",
        **dict(sight.words),
    }
    said = {key: value for key, value in parts.items() if value}
    return {"community": sight.community, **said} if said or sight.community != first.community else {}
