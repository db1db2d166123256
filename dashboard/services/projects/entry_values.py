"""A progress entry as it is typed, and the entry and photos that it means."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.services.projects.work_words import today
from dashboard.services.typed import Values, day
from data.entries import Entry
from data.photos import Photo, photo_of
from data.pictures import Picture, keep_picture
from geo.works import FINISHED

ORDER = {"under_construction": 0, "preparing": 1, "planned": 2, "completed": 3, "accepted": 4}
"""Works that are reported on most come first."""


def titles_of(works: pd.DataFrame) -> dict[str, str]:
    """Names of works by id, those under way first."""
    order = works.assign(order=works["status"].map(ORDER)).sort_values(["order", "name"], kind="stable")
    return {str(id): str(name) for id, name in order["name"].items()}


def first_work(works: pd.DataFrame) -> str:
    """The work that a report most likely is about: a late one under way, else the first that is not finished."""
    if works.empty:
        return ""
    order = works.assign(order=works["status"].map(ORDER), finished=works["status"].isin(FINISHED))
    return str(order.sort_values(["finished", "order", "late"], ascending=[True, True, False], kind="stable").index[0])


def new_values(work: str) -> Values:
    """A report that nobody has written yet."""
    return {
        "work": work, "quantity": None, "words": "", "day": today().isoformat(), "role": "during", "public": False,
        "status": "", "pictures": [], "cap": False,
    }  # fmt: skip


def entry_values(item: Entry) -> Values:
    """A kept entry as its form shows it; pictures are those that are to be added."""
    told = {"work": item.work, "quantity": item.quantity, "words": item.words, "day": item.day.isoformat()}
    return {**new_values(item.work), **told}


def entry_of(values: Mapping[str, Any], base: Entry | str = "new") -> Entry:
    """The entry that the form means; of a kept one id, place and marks are those of `base`."""
    place: Values = next((item for item in values["pictures"] if item.get("lon") is not None), {})
    told = (values["work"], day(values["day"]) or today(), values["quantity"], values["words"].strip())
    if isinstance(base, Entry):
        names = dict(zip(("work", "day", "quantity", "words"), told, strict=True))
        spot = {} if base.lon is not None or not place else {"lon": place["lon"], "lat": place["lat"]}
        return replace(base, **names, **spot)
    return Entry(base, *told, lon=place.get("lon"), lat=place.get("lat"))


def kept_photo(folder: Path, content: bytes) -> Values:
    """Keep an uploaded picture under `folder`; what a form remembers of it. Raises `FileError`."""
    picture = asdict(keep_picture(folder, content))
    return {**picture, "taken_at": picture["taken_at"].isoformat() if picture["taken_at"] else None}


def photos_of(values: Mapping[str, Any], key: str, entry: str) -> list[Photo]:
    """The photos that go along, with ids that follow from the form's key: a save that is repeated adds none."""
    found = []
    for number, item in enumerate(values["pictures"]):
        taken = datetime.fromisoformat(item["taken_at"]) if item["taken_at"] else None
        picture = Picture(**{**item, "taken_at": taken})
        id = f"f-{key[:14]}-{number}"
        more = {"id": id, "entry": entry, "public": values["public"]}
        found.append(photo_of(picture, values["work"], values["role"], **more))
    return found


def photo_values(item: Photo) -> Values:
    """A kept photo as its form shows it; `spot` is [lon, lat] or None."""
    spot = None if item.lon is None or item.lat is None else [item.lon, item.lat]
    return {"role": item.role, "caption": item.caption, "public": item.public, "spot": spot}


def photo_with(values: Mapping[str, Any], base: Photo) -> Photo:
    """The photo that the form means; its picture, id and version are those of `base`."""
    lon, lat = values.get("spot") or (None, None)
    words = {"role": values["role"], "caption": (values["caption"] or "").strip(), "public": bool(values["public"])}
    return replace(base, lon=lon, lat=lat, **words)
