"""What the places that people answer for are called, and which places lie in which."""

from collections.abc import Iterable

from dashboard.services.frames import Community
from dashboard.text import _, fill
from data.projects import project_names
from data.roles import COMMUNITY_PLACE, PLACE_KINDS, PROJECT_PLACE
from geo.grids import grid_of
from geo.words import N_

Place = tuple[str, str]
FEATURES = tuple(kind for kind in PLACE_KINDS if kind not in (COMMUNITY_PLACE, PROJECT_PLACE))
"""Kinds of places that are features of a layer."""

HAS_COMPOUND = ("building", "grid", "garden", "road", "facility", "parking")


class PlaceTitles:
    """Names of places; projects are read once, when the first is asked for."""

    def __init__(self, layers: Community, community_name: str) -> None:
        self.layers, self.community_name = layers, community_name
        self._projects: dict[str, str] | None = None

    def title(self, layer: str, id: str) -> str:
        """What people call a place; its id where it is not there any more."""
        if layer == COMMUNITY_PLACE:
            return self.community_name
        if layer == PROJECT_PLACE:
            return self.projects().get(id, id)
        if layer not in FEATURES or id not in self.layers[layer].frame.index:
            return id
        name = self.layers[layer].title(id)
        if layer != "unit":
            return name
        parent = str(self.layers["unit"].frame.at[id, "parent"])
        building = self.title("building", parent)
        return name if name.startswith(building) else f"{building} {name}".strip()

    def short(self, layer: str, id: str, within: str = "") -> str:
        """The title without the name of what it lies in: "2单元" of "麓山名园 7栋 2单元"."""
        title = self.title(layer, id)
        return title.removeprefix(within).strip() or title

    def kind(self, layer: str) -> str:
        """The kind of a place, in the reader's language."""
        return _(PLACE_KINDS.get(layer, layer))

    def exists(self, layer: str, id: str) -> bool:
        """Whether the place is there."""
        if layer in FEATURES:
            return id in self.layers[layer].frame.index
        return id == self.layers.id if layer == COMMUNITY_PLACE else id in self.projects()

    def projects(self) -> dict[str, str]:
        """Projects that go on, by id."""
        if self._projects is None:
            found = project_names(self.layers.store, self.layers.id)
            self._projects = {id: name or id for id, name in found.items()}
        return self._projects

    def choices(self, kinds: Iterable[str]) -> dict[Place, str]:
        """Every place of these kinds, with a title that says its kind where the name alone would not."""
        found: dict[Place, str] = {}
        for kind in kinds:
            if kind == COMMUNITY_PLACE:
                found[(kind, self.layers.id)] = fill(N_("{name}(整个社区)"), name=self.community_name)
            elif kind == PROJECT_PLACE:
                found |= {(kind, id): f"{self.kind(kind)} · {name}" for id, name in self.projects().items()}
            else:
                found |= {(kind, str(id)): self.title(kind, str(id)) for id in self.layers[kind].frame.index}
        return found

    def within(self, layer: str, id: str) -> set[Place]:
        """The place and what lies in it: a building's units; a grid's or compound's buildings and the rest of it."""
        found = {(layer, id)}
        buildings = self.layers["building"].frame
        if layer == "grid":
            grids = self.layers["grid"].frame
            inside = grid_of(buildings, grids[grids.index == id]) != ""
            found |= {("building", str(i)) for i in buildings.index[inside.to_numpy()]}
        elif layer == "compound":
            for kind in HAS_COMPOUND:
                frame = self.layers[kind].frame
                if "compound" in frame:
                    found |= {(kind, str(i)) for i in frame.index[(frame["compound"] == id).to_numpy()]}
        homes = {i for kind, i in found if kind == "building"}
        units = self.layers["unit"].frame
        return found | {("unit", str(i)) for i in units.index[units["parent"].isin(homes)]} if homes else found


def read_place(text: str) -> Place | None:
    """(layer, id) of "layer:id" as the address writes it; None for anything else.

    >>> read_place("building:A07"), read_place("A07"), read_place("roof:1")
    (('building', 'A07'), None, None)
    """
    layer, _colon, id = text.partition(":")
    return (layer, id) if layer in PLACE_KINDS and id else None
