"""What the page of accounts shows and offers: places and people by name."""

from collections.abc import Iterable

from data.accounts import SCOPE_LAYERS, Account
from data.features import layer_frame
from data.people import people, person
from data.records import NoSuchRecord
from data.rights import NotAllowed, Viewer
from data.store import Store

Place = tuple[str, str]


def places_for(store: Store, community: str, role: str) -> dict[Place, str]:
    """(layer, id) → title of what an account of this role may be bound to, by title."""
    found: dict[Place, str] = {}
    for layer in SCOPE_LAYERS.get(role, ()):
        frame = layer_frame(store, community, layer)
        for id, row in frame.iterrows():
            parent = f"{row['parent']} · " if layer == "unit" and row["parent"] else ""
            found[layer, str(id)] = f"{parent}{row['name'] or id}"
    return dict(sorted(found.items(), key=lambda item: item[1]))


def place_titles(store: Store, items: Iterable[Account]) -> dict[tuple[str, str, str], str]:
    """(community, layer, id) → title of every place that these accounts are bound to."""
    wanted = {(item.community, layer) for item in items for layer, _ in item.scope}
    titles: dict[tuple[str, str, str], str] = {}
    for community, layer in wanted:
        names = layer_frame(store, community, layer)["name"]
        titles |= {(community, layer, str(id)): str(name or id) for id, name in names.items()}
    return titles


def people_for(store: Store, viewer: Viewer, community: str) -> dict[str, str]:
    """Id → name of the people whom an account may belong to."""
    return {item.id: item.name for item in people(store, viewer, community, past=False)} if community else {}


def holders_of(store: Store, viewer: Viewer, item: Account) -> str:
    """The name of the person an account belongs to, "" for none."""
    if not item.person:
        return ""
    try:
        return person(store, viewer, item.community, item.person).name
    except (NoSuchRecord, NotAllowed):
        return item.person
