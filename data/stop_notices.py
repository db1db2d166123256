"""Works notices that were published: what the residents' page, the deck and the chat group say stops, and when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from data import plan_schema, records
from data.nouns import Noun
from data.records import refuse_errors
from data.store import Store
from data.write import Write
from geo.stop_notice import StopNotice, Touched, check_notice
from geo.words import N_

NOTICES = "notice"
"""The revision under which notices are counted."""

_PUBLIC = (
    "id", "cause", "start_day", "end_day", "start_confirmed", "end_confirmed", "touched", "services", "hours", "work",
    "issued", "is_sample", "archived", "version",
)  # fmt: skip
_DAYS = {"start_day": "start", "end_day": "end"}


def _to_row(item: StopNotice) -> dict[str, Any]:
    row = {name: getattr(item, _DAYS.get(name, name)) for name in (*_PUBLIC, "updated_by")}
    return {**row, "touched": [_plain(part) for part in item.touched], "services": list(item.services)}


def _from_row(row: Mapping[str, Any]) -> StopNotice:
    own = {_DAYS.get(name, name): row[name] for name in (*_PUBLIC, "updated_by") if name in row}
    own |= {"touched": tuple(_touched(part) for part in row["touched"]), "services": tuple(row["services"])}
    return StopNotice(**own)


def _plain(part: Touched) -> dict[str, Any]:
    return {
        "building": part.building, "stops": list(part.stops),
        "said": [[words, dict(values)] for words, values in part.said],
    }  # fmt: skip


def _touched(part: Mapping[str, Any]) -> Touched:
    said = tuple((words, tuple(values.items())) for words, values in part["said"])
    return Touched(part["building"], tuple(part["stops"]), said)


NOTICE: Noun[StopNotice] = Noun(plan_schema.stop_notice, N_("停水停路通知"), _to_row, _from_row, revision=NOTICES)


def stop_notices(store: Store, community: str, since: date | None = None) -> list[StopNotice]:
    """What was published and not withdrawn, the earliest first, without who did; `since`: not over before that day."""
    table = plan_schema.stop_notice
    query = select(*(table.c[name] for name in _PUBLIC)).where(
        table.c.community == community, table.c.archived.is_(False)
    )
    if since is not None:
        query = query.where(table.c.end_day >= since)
    with store.read() as connection:
        rows = connection.execute(query.order_by(table.c.start_day, table.c.id))
        return [_from_row(dict(row._mapping)) for row in rows]


def publish_notice(tx: Write, community: str, new: StopNotice) -> StopNotice:
    """Publish a notice in the place of earlier ones of the same work; raises `Refused` with every fault."""

    tx.require("publish_notices", community)

    def work(inner: Write) -> list[StopNotice]:
        refuse_errors(check_notice(new))
        if new.work:
            earlier = records.find(inner.connection, NOTICE, community, work=new.work, archived=False)
            records.save(inner, NOTICE, community, [replace(item, archived=True) for item in earlier])
        return records.add(inner, NOTICE, community, [new])

    return records.once(tx, NOTICE, community, "publish_notice", work)[0]


def withdraw_notice(tx: Write, community: str, id: str, *, back: bool = False) -> StopNotice:
    """Take a notice off the residents' page, or (`back`) put it there again; `NoSuchRecord`."""

    tx.require("publish_notices", community)

    def work(inner: Write) -> list[StopNotice]:
        found = records.get(inner.connection, NOTICE, community, id)
        return records.save(inner, NOTICE, community, [replace(found, archived=not back)])

    return records.once(tx, NOTICE, community, "withdraw_notice", work)[0]
