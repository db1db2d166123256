"""What people type into the forms about projects, as plain JSON values, and the records that it means.

A form holds such values, a draft keeps them, and two versions are compared by them. Turning values into a
record never fails: what cannot be meant (half a date, text for a number) becomes nothing, and the checks
of the record say what is missing.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import shapely

from geo.ledger import Promise
from geo.works import (
    AssetRef,
    Drawn,
    Funding,
    Location,
    OnAssets,
    PartyRole,
    Project,
    Unknown,
    WholeCommunity,
    WholeCompound,
    Work,
    WorkDate,
)  # fmt: skip

Values = dict[str, Any]

_SAME = (
    "kind", "name", "status", "planned", "contracted", "done", "accepted", "weight", "contractor", "supervisor",
    "public_words", "internal_words",
)  # fmt: skip
_PROMISE = ("title", "bound", "unit", "source", "words")
_PROJECT = ("name", "line_of_work", "public_words", "internal_words", "lead")


def project_values(item: Project) -> Values:
    """A project as a form shows it; `roles` is what each party does, by party."""
    return {
        **{key: getattr(item, key) for key in _PROJECT},
        "mechanisms": list(item.mechanisms),
        "roles": {party.party: party.role for party in item.parties},
    }


def promise_values(item: Promise) -> Values:
    """A promise as a form shows it."""
    day_said = item.source_date.isoformat() if item.source_date else None
    same: Values = {key: getattr(item, key) for key in (*_PROMISE, "archived")}
    quantity = None if math.isnan(item.quantity) else item.quantity
    return {**same, "quantity": quantity, "source_date": day_said, "works": list(item.works)}


def promise_of(values: Mapping[str, Any], base: Promise, version: int | None = None) -> Promise:
    """The promise that the form means; an empty quantity is one that the checks refuse."""
    texts: Values = {key: (values.get(key) or "").strip() for key in _PROMISE}
    quantity = values.get("quantity")
    return replace(
        base,
        **texts,
        quantity=math.nan if quantity is None else float(quantity),
        source_date=day(values.get("source_date")),
        works=tuple(values.get("works") or ()),
        archived=bool(values.get("archived")),
        version=base.version if version is None else version,
    )


def project_of(values: Mapping[str, Any], base: Project) -> Project:
    """The project that the form means; id, version and marks are those of `base`."""
    roles = values.get("roles") or {}
    texts: Values = {key: values.get(key) or "" for key in _PROJECT}
    return replace(
        base,
        **texts,
        mechanisms=tuple(values.get("mechanisms") or ()),
        parties=tuple(PartyRole(party, role.strip()) for party, role in roles.items() if role.strip()),
    )


def work_values(item: Work) -> Values:
    """A work as a form shows it: days as ISO text, money in 元, the drawn geometry as WKT."""
    place = item.location
    return {
        **{key: getattr(item, key) for key in _SAME},
        "location": place.word,
        "compound": place.compound if isinstance(place, WholeCompound | Unknown) else "",
        "assets": [[asset.layer, asset.id] for asset in place.assets] if isinstance(place, OnAssets) else [],
        "drawn": shapely.to_wkt(place.geometry, rounding_precision=-1) if isinstance(place, Drawn) else "",
        "start": item.start.day.isoformat() if item.start else None,
        "start_confirmed": bool(item.start and item.start.confirmed),
        "end": item.end.day.isoformat() if item.end else None,
        "end_confirmed": bool(item.end and item.end.confirmed),
        "warranty_until": item.warranty_until.isoformat() if item.warranty_until else None,
        "cost": yuan(item.cost_fen),
        "funding": [[line.source, yuan(line.fen)] for line in item.funding],
    }


def work_of(values: Mapping[str, Any], base: Work) -> Work:
    """The work that the form means; id, project, version and marks are those of `base`."""
    given: Values = {key: values.get(key) for key in _SAME}
    texts = {key: given[key] or "" for key in _SAME if isinstance(getattr(base, key), str)}
    numbers = {key: given[key] for key in ("planned", "contracted", "done", "accepted")}
    return replace(
        base,
        **{**texts, **numbers},
        weight=1.0 if given["weight"] is None else float(given["weight"]),
        location=_location(values),
        warranty_until=day(values.get("warranty_until")),
        cost_fen=fen(values.get("cost")),
        funding=tuple(
            Funding(str(source).strip(), fen(amount) or 0)
            for source, amount in values.get("funding") or ()
            if str(source).strip() or amount
        ),
        start=_date(values, "start"),
        end=_date(values, "end"),
    )


def _location(values: Mapping[str, Any]) -> Location:
    word, compound = values.get("location"), values.get("compound") or ""
    if word == OnAssets.word:
        return OnAssets(tuple(AssetRef(layer, id) for layer, id in values.get("assets") or ()))
    if word == Drawn.word:
        return Drawn(geometry(values.get("drawn")) or shapely.Point())
    if word == WholeCompound.word:
        return WholeCompound(compound)
    return WholeCommunity() if word == WholeCommunity.word else Unknown(compound)


def _date(values: Mapping[str, Any], key: str) -> WorkDate | None:
    found = day(values.get(key))
    return WorkDate(found, bool(values.get(f"{key}_confirmed"))) if found else None


def day(text: object) -> date | None:
    """The day that ISO text says, None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def geometry(text: object) -> shapely.Geometry | None:
    """The geometry that WKT says, None for anything else."""
    try:
        return shapely.from_wkt(text) if isinstance(text, str) and text else None
    except shapely.errors.ShapelyError:
        return None


def yuan(amount: int | None) -> float | None:
    """分 as 元.

    >>> yuan(123_45)
    123.45
    """
    return None if amount is None else amount / 100


def fen(amount: float | None) -> int | None:
    """元 as 分, rounded as it is written and not as a float holds it.

    >>> fen(1.005), fen(0.1 + 0.2)
    (101, 30)
    """
    return None if amount is None else int((Decimal(repr(float(amount))) * 100).quantize(Decimal(1), "ROUND_HALF_UP"))
