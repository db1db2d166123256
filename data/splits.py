"""Splitting a work: the parts take its place, its entries stay where they were made."""

from collections.abc import Sequence
from dataclasses import replace

from data import records
from data.entries import ENTRY, Entry
from data.promises import PROMISE
from data.records import new_id
from data.works import WORK, kept_kinds
from data.write import Write
from geo.splitting import SplitPart, split
from geo.words import N_
from geo.works import Work


def split_work(tx: Write, community: str, id: str, version: int, parts: Sequence[SplitPart]) -> list[Work]:
    """Put parts in the place of a work: quantities, money and weights of the parts add up to it exactly.

    The whole is archived with its entries and photos; each part starts with an entry that carries
    its portion of what was done, on the day of the last entry; promises follow the parts. Raises
    `SplitError` for parts that do not fit, `StaleVersion` when the work was saved since `version`.
    """

    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Work]:
        whole = records.get(inner.connection, WORK, community, id)
        units = {kind.id: kind.unit for kind in kept_kinds(inner.connection, community)}
        pieces = split(whole, parts, [new_id("w") for _ in parts], units[whole.kind])
        records.save(inner, WORK, community, [replace(whole, version=version, archived=True)])
        stored = records.add(inner, WORK, community, pieces)
        _carry_entries(inner, community, whole, stored)
        _carry_promises(inner, community, whole.id, [piece.id for piece in stored])
        return stored

    return records.once(tx, WORK, community, "split_work", work)


def _carry_entries(tx: Write, community: str, whole: Work, pieces: Sequence[Work]) -> None:
    reported = [
        item
        for item in records.find(tx.connection, ENTRY, community, work=whole.id, archived=False)
        if item.quantity is not None
    ]
    if reported and whole.done is not None:
        day = max(item.day for item in reported)
        words = N_("由“{name}”拆分而来").format(name=whole.name)
        carried = [Entry(new_id("e"), piece.id, day, piece.done, words, is_sample=whole.is_sample) for piece in pieces]
        records.add(tx, ENTRY, community, carried)


def _carry_promises(tx: Write, community: str, whole: str, pieces: Sequence[str]) -> None:
    for promise in records.find(tx.connection, PROMISE, community):
        if whole in promise.works:
            linked = [part for work in promise.works for part in (pieces if work == whole else [work])]
            records.save(tx, PROMISE, community, [replace(promise, works=tuple(linked))])
