"""Unit prices of works: an editable table in each community, which starts with invented ones that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from data import plan_schema, records
from data.nouns import Noun
from data.records import refuse_errors
from data.store import Store
from data.write import Write
from geo.cost import FEN_A_YUAN, UNIT_PRICES, UnitPrice, check_prices
from geo.words import N_

PLANS = "plan"
"""The name under which changes of prices and plans are counted."""

_SAME = ("unit", "base_year", "source", "is_sample", "archived", "version", "updated_by")


def _to_row(item: UnitPrice) -> dict[str, Any]:
    fen = {f"{side}_fen": round(getattr(item, f"{side}_yuan") * FEN_A_YUAN) for side in ("low", "high")}
    return {"id": item.kind, **{name: getattr(item, name) for name in _SAME}, **fen}


def _from_row(row: Mapping[str, Any]) -> UnitPrice:
    yuan = {f"{side}_yuan": row[f"{side}_fen"] / FEN_A_YUAN for side in ("low", "high")}
    return UnitPrice(row["id"], **{name: row[name] for name in _SAME}, **yuan)


PRICE: Noun[UnitPrice] = Noun(plan_schema.unit_price, N_("单价"), _to_row, _from_row, revision=PLANS)


def unit_prices(store: Store, community: str) -> list[UnitPrice]:
    """The prices in use by kind; the invented ones of `geo.cost` until a community keeps its own."""
    with store.read() as connection:
        return [item for item in _kept(connection, community) if not item.archived]


def _kept(connection: Connection, community: str) -> list[UnitPrice]:
    return records.find(connection, PRICE, community) or list(UNIT_PRICES)


def save_prices(tx: Write, community: str, table: Sequence[UnitPrice]) -> list[UnitPrice]:
    """Keep the whole table: what is not in it is no longer used.

    Raises `Refused` with every fault by row, `StaleVersion` for a price that somebody changed since it was read.
    """

    tx.require("plan_renovations", community)

    def work(inner: Write) -> list[UnitPrice]:
        refuse_errors(check_prices(table))
        if not records.find(inner.connection, PRICE, community):
            records.add(inner, PRICE, community, UNIT_PRICES)
        present = {item.kind: item for item in _kept(inner.connection, community)}
        wanted = {item.kind for item in table}
        gone = [replace(item, archived=True) for item in present.values() if item.kind not in wanted]
        # One that was given up and comes back is the same record.
        again = [
            replace(item, version=present[item.kind].version) if present[item.kind].archived else item
            for item in table if item.kind in present
        ]  # fmt: skip
        new = [replace(item, version=1) for item in table if item.kind not in present]
        return [*records.add(inner, PRICE, community, new), *records.save(inner, PRICE, community, [*again, *gone])]

    return records.once(tx, PRICE, community, "save_prices", work)
