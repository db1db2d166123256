"""Splitting a work: the parts take its place, its entries stay where they were made."""

from collections.abc import Sequence
from dataclasses import replace

from data import records
from data.entries import ENTRY, Entry
from data.photos import PHOTO
from data.promises import PROMISE
from data.records import new_id
from data.works import WORK, kept_kinds
from data.write import Write
from geo.splitting import SplitError, SplitPart, split
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


def rejoin_work(tx: Write, community: str, id: str, parts: Sequence[str]) -> Work:
    """Undo `split_work`: the whole is in use again, with its promises; its parts (their ids) are put away.

    Raises `SplitError` where a part was changed or reported on since: nothing is undone then.
    """
    tx.require("edit_projects", community)

    def work(inner: Write) -> list[Work]:
        pieces = [records.get(inner.connection, WORK, community, part) for part in parts]
        carried = records.find(inner.connection, ENTRY, community, work=list(parts))
        more = [item for item in carried if item.id != _carried_id(item.work)]
        photos = records.find(inner.connection, PHOTO, community, work=list(parts))
        touched = {item.work for item in more} | {item.work for item in photos}
        touched |= {piece.id for piece in pieces if piece.version > 1}
        if touched:
            names = "、".join(piece.name for piece in pieces if piece.id in touched)
            raise SplitError(N_("“{work}”在拆分之后有了新的修改或记录,不能撤销拆分"), work=names)
        records.save(inner, ENTRY, community, [replace(item, archived=True) for item in carried])
        records.save(inner, WORK, community, [replace(piece, archived=True) for piece in pieces])
        _join_promises(inner, community, id, parts)
        whole = records.get(inner.connection, WORK, community, id)
        return records.save(inner, WORK, community, [replace(whole, archived=False)])

    return records.once(tx, WORK, community, "rejoin_work", work)[0]


def _join_promises(tx: Write, community: str, whole: str, parts: Sequence[str]) -> None:
    for promise in records.find(tx.connection, PROMISE, community):
        linked = list(dict.fromkeys(whole if work in parts else work for work in promise.works))
        if tuple(linked) != promise.works:
            records.save(tx, PROMISE, community, [replace(promise, works=tuple(linked))])


def _carry_entries(tx: Write, community: str, whole: Work, pieces: Sequence[Work]) -> None:
    reported = [
        item
        for item in records.find(tx.connection, ENTRY, community, work=whole.id, archived=False)
        if item.quantity is not None
    ]
    if reported and whole.done is not None:
        day = max(item.day for item in reported)
        words = N_("由“{name}”拆分而来").format(name=whole.name)
        carried = [
            Entry(_carried_id(piece.id), piece.id, day, piece.done, words, is_sample=whole.is_sample, written_at=tx.at)
            for piece in pieces
        ]
        records.add(tx, ENTRY, community, carried)


def _carried_id(piece: str) -> str:
    """The entry that brought a part its portion: named after it, so that undoing knows it from later ones."""
    return f"{piece}-e"


def _carry_promises(tx: Write, community: str, whole: str, pieces: Sequence[str]) -> None:
    for promise in records.find(tx.connection, PROMISE, community):
        if whole in promise.works:
            linked = [part for work in promise.works for part in (pieces if work == whole else [work])]
            records.save(tx, PROMISE, community, [replace(promise, works=tuple(linked))])
