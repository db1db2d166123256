"""Assignments as a frame: what `geo.duty` and `geo.coverage` compute with. Nothing in it tells who a person is."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from data import people_schema as tables
from geo.duty import COLUMNS, holds_on


def assignment_frame(connection: Connection, community: str, *, person: str | None = None) -> pd.DataFrame:
    """All assignments that are not withdrawn as `geo.duty` takes them; index = id, also `person_until`."""
    a, p = tables.assignment, tables.person
    joined = a.join(p, (p.c.community == a.c.community) & (p.c.id == a.c.person))
    query = select(a.c.id, *(a.c[name] for name in COLUMNS), p.c.until.label("person_until")).select_from(joined)
    query = query.where(a.c.community == community, ~a.c.withdrawn).order_by(a.c.id)
    if person is not None:
        query = query.where(a.c.person == person)
    rows = [tuple(row) for row in connection.execute(query)]
    frame = pd.DataFrame(rows, columns=["id", *COLUMNS, "person_until"], dtype=object)
    return frame.set_index("id")


def held_on(connection: Connection, community: str, day: date, *, person: str | None = None) -> pd.DataFrame:
    """The assignments that hold on a day and whose person still works here then."""
    frame = assignment_frame(connection, community, person=person)
    now = holds_on(frame, day) & holds_on(frame.assign(since=None, until=frame["person_until"]), day)
    return frame[now.to_numpy(dtype=bool)]
