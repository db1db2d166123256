"""Lists of people out, as Excel or CSV, with what the viewer may see; what comes out can be imported again."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from sqlalchemy import select

from data import china_day, records
from data import people_schema as tables
from data.assignments import ASSIGNMENT
from data.own_places import own_places
from data.people import people
from data.people_places import Places
from data.people_table import COLUMNS
from data.privacy import log_reveal
from data.rights import Viewer, reach, require
from data.roles import PLACE_KINDS, kept_roles
from data.store import Store

PUBLIC_COLUMNS = ("role", "layer", "place", "shown_name", "office_phone")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_rows(
    store: Store, viewer: Viewer, community: str, day: date, *, mobiles_for: str = ""
) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """(columns, rows) of the list on a day: a row per duty, people without one in a row of their own.

    Who may not export people gets the public list: role, place, name as agreed, office phone. Mobiles are masked;
    in clear they come only with `mobiles_for`, a reason, which is logged for everybody in the list. `NotAllowed`.
    """
    require(viewer.within(community), "see_responsible")
    if not reach(viewer.within(community).role, "export_people"):
        return PUBLIC_COLUMNS, _public_rows(store, viewer, community, day)
    if mobiles_for:
        require(viewer.within(community), "export_mobiles")
    everybody = {person.id: person for person in people(store, viewer, community, day=day, past=False)}
    clear: dict[str, str] = {}
    if mobiles_for:
        with store.write(viewer) as tx:
            log_reveal(tx, viewer, community, sorted(everybody), "export_list", mobiles_for)
            table = tables.person_mobile
            query = select(table.c.person, table.c.mobile).where(table.c.community == community)
            clear = {row.person: row.mobile for row in tx.connection.execute(query)}
    duties = _duties(store, community, day, internal=True)
    rows = []
    for person in everybody.values():
        own: dict[str, Any] = {
            **{
                key: getattr(person, key)
                for key, _ in COLUMNS
                if hasattr(person, key) and key not in ("since", "until")
            },
            "person_since": person.since,
            "person_until": person.until,
        }
        own["mobile"] = clear.get(person.id, "") if mobiles_for else person.mobile
        rows += [{**own, **duty} for duty in duties.get(person.id, [{}])]
    return tuple(key for key, _ in COLUMNS), rows


def to_excel(
    columns: tuple[str, ...], rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str], name: str = ""
) -> bytes:
    """An xlsx file; every cell is text or a date, never a formula. `titles`: column → heading; `name`: of the sheet."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet, bold = book.add_worksheet(name or None), book.add_format({"bold": True})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for column, key in enumerate(columns):
            sheet.write_string(0, column, titles.get(key, key), bold)
        for number, row in enumerate(rows, 1):
            for column, key in enumerate(columns):
                value = row.get(key)
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value:
                    sheet.write_string(number, column, str(value), text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        sheet.set_column(0, len(columns) - 1, 14)
    return buffer.getvalue()


def to_csv(columns: tuple[str, ...], rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> bytes:
    """A CSV file in UTF-8 with a mark, which Excel reads; what a spreadsheet would run as a formula is quoted."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([titles.get(key, key) for key in columns])
    for row in rows:
        writer.writerow([_as_text(row.get(key)) for key in columns])
    return buffer.getvalue().encode("utf-8-sig")


def _as_text(value: Any) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _duties(store: Store, community: str, day: date, *, internal: bool) -> dict[str, list[dict[str, Any]]]:
    """Person → their duties on the day as cells."""
    with store.read() as connection:
        roles = {role.id: role for role in kept_roles(connection, community)}
        places = Places(connection, community)
        held = records.find(connection, ASSIGNMENT, community, withdrawn=False)
    found: dict[str, list[dict[str, Any]]] = {}
    for item in held:
        now = item.since <= day and (item.until is None or day <= item.until)
        if not now or (not internal and not roles[item.role].public):
            continue
        found.setdefault(item.person, []).append(
            {
                "role": roles[item.role].title,
                "layer": PLACE_KINDS[item.layer],
                "place": places.title(item.layer, item.place),
                "place_id": (item.layer, item.place),
                "since": item.since,
                "until": item.until,
            }
        )
    return found


def _public_rows(store: Store, viewer: Viewer, community: str, day: date) -> list[dict[str, Any]]:
    """What everybody may read; the query names no personal column."""
    p, d = tables.person, tables.person_details
    joined = p.join(d, (d.c.community == p.c.community) & (d.c.person == p.c.id))
    query = select(p.c.id, p.c.consent_day, d.c.shown_name, d.c.office_phone).select_from(joined)
    with store.read() as connection:
        shown = {row.id: row for row in connection.execute(query.where(p.c.community == community))}
    mine = own_places(store, community, viewer, day)
    rows = [
        {
            **{key: duty[key] for key in ("role", "layer", "place")},
            "shown_name": person.shown_name if person.consent_day and person.consent_day <= china_day.today() else "",
            "office_phone": person.office_phone,
            "own": duty["place_id"] in mine,
        }
        for id, duties in _duties(store, community, day, internal=False).items()
        if (person := shown.get(id)) is not None
        for duty in duties
    ]
    return sorted(rows, key=lambda row: (not row.pop("own"), row["role"], row["place"]))
