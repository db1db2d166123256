"""The settings, the store and the community that a run of a page works with."""

from dataclasses import dataclass
from functools import cache

from dashboard.drawing.styles import THEME_KEYS
from dashboard.services.sight import WORK, Choices
from data.access import may_see
from data.communities import Community, communities
from data.settings import Settings, load_settings
from data.store import Store, open_store
from geo.errors import MapError
from geo.layers import LAYERS
from geo.words import N_

OFF_AT_FIRST = ("pipe", "manhole", "gully", "outfall", "grid")
"""Layers that the first look leaves off: calm before complete, one click away."""

ADMINISTRATOR, VISITOR = "administrator", "visitor"
"""Who looks: the person at this computer, or the public as shown by the visitor's view."""


@dataclass(frozen=True)
class House:
    """What is open: settings, the store, and the communities in it, by id."""

    settings: Settings
    store: Store
    communities: dict[str, Community]

    @property
    def first_community(self) -> str:
        """The id of the one that is shown first: that of the settings, else the first of one's own, else the sample."""
        if self.settings.community in self.communities:
            return self.settings.community
        return min(self.communities, key=lambda id: (self.communities[id].is_sample, id))


@cache
def _store(url: str) -> Store:
    return open_store(url)


def open_house(settings: Settings | None = None) -> House:
    """The house of these settings (default: those of the environment); one store per database and process.

    Raises:
        MapError: the store holds no community.
    """
    settings = settings or load_settings()
    store = _store(settings.url)
    found = {community.id: community for community in communities(store)}
    if not found:
        raise MapError(N_("库中还没有社区;请运行 make demo 生成示例社区,或导入自己的数据"))
    return House(settings, store, found)


def visible_layers(role: str) -> tuple[str, ...]:
    """Keys of all layers that this role may see, with or without a place on the map."""
    return tuple(layer.key for layer in LAYERS if may_see(role, layer))


def choices(house: House, role: str, compounds: tuple[str, ...]) -> Choices:
    """What a sight of this house may name: layers that have a place and that the role may see."""
    seen = visible_layers(role)
    layers = (*(layer.key for layer in LAYERS if layer.geometry and layer.key in seen), WORK)
    return Choices(
        communities=tuple(house.communities),
        layers=layers,
        shown=tuple(key for key in layers if key not in OFF_AT_FIRST),
        themes=THEME_KEYS,
        compounds=compounds,
        selectable=(*seen, WORK),
    )
