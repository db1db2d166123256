"""A process that reports progress with photos until it is killed. No test module: children import it alone."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from data.entries import Entry, add_entry
from data.photos import photo_of
from data.pictures import keep_picture
from data.store import Store
from tests.store.projects_ground import picture

PHOTOS_EACH = 2


def colour(number: int, which: int) -> str:
    """A colour of its own for each photo, so that each is a file of its own."""
    return "#" + hashlib.sha256(f"{number}.{which}".encode()).hexdigest()[:6]


def report_for_ever(url: str, folder: str, start: int, writer: Any) -> None:
    """Add entry after entry, each with its photos; say a number when its write is acknowledged."""
    store, number = Store(url), start
    while True:
        photos = [
            photo_of(keep_picture(Path(folder), picture(colour(number, which))), "roof", "during")
            for which in range(PHOTOS_EACH)
        ]
        with store.write("网格员", key=f"report-{number}") as tx:
            new = Entry(f"e{number}", "roof", date(2025, 5, 1), float(number))
            add_entry(tx, "c", new, photos=photos, folder=Path(folder))
        writer.send(number)
        number += 1
