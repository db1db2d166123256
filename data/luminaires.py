"""Luminaires by their photometric files (IES, EULUMDAT), kept as they came: named by lights, or used for a kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from data import records, rule_schema
from data.nouns import noun_of
from data.records import refuse_errors
from data.rule_values import RULES
from data.store import Store
from data.write import Write
from geo.errors import FileError, Problem
from geo.luminaires import read_luminaire
from geo.rule_values import ROAD_KINDS
from geo.words import N_

LONGEST_NAME = 60


@dataclass(frozen=True)
class KeptLuminaire:
    """One luminaire: the text of its file, and the kind of light that takes it ("" none: lights name it)."""

    id: str
    name: str
    file_name: str
    photometry: str
    used_for: str = ""
    archived: bool = False
    version: int = 1
    updated_by: str = ""


LUMINAIRE = noun_of(KeptLuminaire, rule_schema.luminaire, N_("灯具"), revision=RULES)


def luminaires(store: Store, community: str) -> list[KeptLuminaire]:
    """Those in use, by name."""
    with store.read() as connection:
        found = records.find(connection, LUMINAIRE, community, archived=False)
    return sorted(found, key=lambda item: (item.name, item.id))


def check_luminaire(item: KeptLuminaire, others: Sequence[KeptLuminaire] = ()) -> list[Problem]:
    """Every fault: no name or one that another has, a file that is none, a kind of light that is none."""
    found = []
    if not item.name.strip() or len(item.name) > LONGEST_NAME:
        found.append(Problem(N_("灯具要有名称,不超过 {limit} 个字"), column="name", values={"limit": LONGEST_NAME}))
    if any(other.id != item.id and other.name.casefold() == item.name.casefold() for other in others):
        found.append(Problem(N_("已有名为“{name}”的灯具"), column="name", values={"name": item.name}))
    if item.used_for and item.used_for not in ROAD_KINDS:
        found.append(Problem(N_("没有这类路灯"), column="used_for"))
    try:
        read_luminaire(item.file_name, item.photometry)
    except FileError as error:
        found.append(Problem(error.message, column="photometry", values=error.values))
    return found


def put_luminaire(tx: Write, community: str, item: KeptLuminaire) -> KeptLuminaire:
    """Add a luminaire or save it as it is now; a kind of light that it is used for takes no other one any more.

    Raises `Refused` with every fault, `StaleVersion`, `NotAllowed`.
    """

    tx.require("plan_renovations", community)

    def work(inner: Write) -> list[KeptLuminaire]:
        kept = records.find(inner.connection, LUMINAIRE, community, archived=False)
        if not item.archived:
            refuse_errors(check_luminaire(item, kept))
        rivals = [other for other in kept if item.used_for and other.used_for == item.used_for and other.id != item.id]
        if not item.archived:
            records.save(inner, LUMINAIRE, community, [replace(other, used_for="") for other in rivals])
        known = records.find(inner.connection, LUMINAIRE, community, id=item.id)
        write = records.save if known else records.add
        return write(inner, LUMINAIRE, community, [item])

    return records.once(tx, LUMINAIRE, community, "put_luminaire", work)[0]
