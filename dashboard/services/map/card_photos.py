"""The photos that stand on the card of a feature or of a work."""

from dashboard.services.sight import WORK
from dashboard.text import _
from data.photos import ROLES, Photo, photos
from data.store import Store
from data.work_frames import WorkView
from geo.works import WholeCommunity

MOST = 6


def photos_here(
    store: Store, community: str, view: WorkView, layer: str, id: str, *, public_only: bool
) -> tuple[tuple[str, str], ...]:
    """The latest photos (id, what it shows) of a work, or of the works on a feature; `MOST` at most.

    Works on the whole community are left out: their photos would stand on every card.
    """
    names = view.works.loc[view.works.index.isin(_works(view, layer, id)), "name"]
    if names.empty:
        return ()
    found = photos(store, community, works=list(names.index), public_only=public_only)
    return tuple((item.id, _words(item, str(names[item.work]))) for item in reversed(found[-MOST:]))


def _words(item: Photo, work: str) -> str:
    day = f"{item.taken_at:%Y-%m-%d}" if item.taken_at else ""
    return " · ".join(filter(None, (_(dict(ROLES)[item.role]), work, day, item.caption)))


def _works(view: WorkView, layer: str, id: str) -> set[str]:
    if layer == WORK:
        return {id}
    if layer == "building":
        here = view.by_building
        local = set(view.works.index[view.works["location"].ne(WholeCommunity.word)])
        return set(here.loc[here["place"] == id, "work"]) & local
    return set(view.assets.loc[(view.assets["layer"] == layer) & (view.assets["id"] == id), "work"])
