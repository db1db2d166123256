"""One write: one transaction with who and when, its history, its revisions and its idempotency key."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data import rights, schema
from data.errors import KeyReused, NoSuchCommunity
from data.rights import Actor
from geo.words import N_


@dataclass(frozen=True)
class HistoryEntry:
    """One changed row: `action` is "add", "change" or "delete"; `version` the row's version after it."""

    row_id: str
    action: str
    version: int
    before: Any
    after: Any


@dataclass
class Write:
    """A write in progress. Made by `Store.write`; the functions of the nouns take it as `tx`.

    `who` stands in the history. `actor` is whose rights are asked; None: a program or the command line, which
    may do everything.
    """

    connection: Connection
    who: str
    at: datetime
    key: str | None = None
    actor: Actor | None = None
    _locked: set[str] = field(default_factory=set)
    _raised: set[tuple[str, str]] = field(default_factory=set)
    _results: dict[str, list[Any]] = field(default_factory=dict)
    _recorded: dict[str, list[Any]] = field(default_factory=dict)

    def require(self, action: str, community: str = "", *, own: bool | Callable[[], bool] = False) -> None:
        """Raise `NotAllowed` unless who writes may do this in the community (`data.rights.require`)."""
        if self.actor is not None:
            rights.require(self.actor.within(community), action, own=own)

    def insert(self, table: Any) -> Any:
        """INSERT of the engine at hand, which knows ON CONFLICT."""
        dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
        return dialect.insert(table)

    def insert_new(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Insert the row unless its key is taken; whether it was inserted."""
        statement = self.insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
        return self.connection.execute(statement).first() is not None

    def step(self, community: str, name: str, produce: Callable[[], Any]) -> Any:
        """Do one piece of work, or hand back what it gave when this key was first used.

        `produce` does the work and returns plain JSON values. When the key is known, the n-th step of the
        write returns the n-th recorded result and nothing is written. `KeyReused` when the steps differ.
        """
        if self.key is None:
            return produce()
        if community not in self._results and community not in self._recorded:
            self._claim(community)
        if community not in self._recorded:
            result = produce()
            self._results[community].append([name, result])
            return result
        recorded = self._recorded[community]
        if not recorded or recorded[0][0] != name:
            raise KeyReused(N_("这次保存的编号 {key} 已用于另一次保存,没有写入。请刷新页面后再试。"), key=self.key)
        return recorded.pop(0)[1]

    def lock(self, community: str) -> None:
        """Make this write the only one in the community until it ends; `NoSuchCommunity` if there is none.

        Writers of one community are few; one at a time keeps the history in one order without gaps.
        """
        if community in self._locked:
            return
        column = schema.community.c.community
        if self.connection.execute(select(column).where(column == community).with_for_update()).first() is None:
            raise NoSuchCommunity(N_("没有社区 {community}。请先建立它,或检查写法。"), community=community)
        self._locked.add(community)

    def record(self, community: str, table: str, layer: str, entries: Iterable[HistoryEntry]) -> None:
        """Append to the history and raise the layer's revision, once per write however often this is called."""
        rows = [
            {"community": community, "at": self.at, "who": self.who, "table": table, "layer": layer, **vars(entry)}
            for entry in entries
        ]
        if not rows:
            return
        newest = select(func.max(schema.history.c.id)).where(schema.history.c.community == community)
        first = (self.connection.execute(newest).scalar() or 0) + 1
        for number, row in enumerate(rows, first):
            row["id"] = number
        self.connection.execute(schema.history.insert(), rows)
        if layer:
            self._raise_revision(community, layer)

    def finish(self) -> None:
        """Keep the results under the key. Called by the store just before it commits."""
        table = schema.idempotency
        for community, results in self._results.items():
            mine = (table.c.community == community) & (table.c.key == self.key)
            self.connection.execute(update(table).where(mine).values(results=results))

    def _claim(self, community: str) -> None:
        """Take the key for this write, or load what it gave; a second click waits here for the first."""
        table = schema.idempotency
        if self.insert_new(table, {"community": community, "key": self.key, "at": self.at, "results": []}):
            self._results[community] = []
            return
        mine = (table.c.community == community) & (table.c.key == self.key)
        self._recorded[community] = list(self.connection.execute(select(table.c.results).where(mine)).scalar_one())

    def _raise_revision(self, community: str, layer: str) -> None:
        if (community, layer) in self._raised:
            return
        table = schema.layer_revision
        first = self.insert(table).values(community=community, layer=layer, revision=1)
        self.connection.execute(
            first.on_conflict_do_update(
                index_elements=[table.c.community, table.c.layer], set_={"revision": table.c.revision + 1}
            )
        )
        self._raised.add((community, layer))
