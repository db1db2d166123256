"""Places as people write them in a list: by id, code, name or number, within the kinds a role may be assigned to."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from data import project_schema, schema
from data.roles import COMMUNITY_PLACE, PLACE_KINDS, PROJECT_PLACE
from data.spelling import folded
from geo.words import N_


class Places:
    """Every place of a community that people can be assigned to, findable by what it is called."""

    def __init__(self, connection: Connection, community: str) -> None:
        self.called: dict[tuple[str, str], set[str]] = {}
        self.titles: dict[tuple[str, str], str] = {(COMMUNITY_PLACE, community): PLACE_KINDS[COMMUNITY_PLACE]}
        self.community = community
        f = schema.feature
        kinds = [kind for kind in PLACE_KINDS if kind not in (COMMUNITY_PLACE, PROJECT_PLACE)]
        query = select(f.c.layer, f.c.id, f.c.name, f.c.code, f.c.parent, f.c.fields).where(
            f.c.community == community, f.c.layer.in_(kinds)
        )
        rows = sorted(connection.execute(query), key=lambda row: row.layer == "unit")  # units after their buildings
        for row in rows:
            self._add(row)
        p = project_schema.project
        for item in connection.execute(select(p.c.id, p.c.name).where(p.c.community == community, ~p.c.archived)):
            self._call(PROJECT_PLACE, item.id, (item.id, item.name))
            self.titles[(PROJECT_PLACE, item.id)] = item.name or item.id

    def find(self, kind: str, text: str, kinds: Iterable[str]) -> tuple[str, str, str]:
        """(layer, id, "") of the one place meant, or ("", "", message) where none or several are.

        `kind` is a title or key of `PLACE_KINDS`, "" for any of `kinds`.
        """
        known = {folded(title): key for key, title in PLACE_KINDS.items()} | {key: key for key in PLACE_KINDS}
        if kind and folded(kind) not in known and kind not in known:
            return "", "", N_("没有这种地点类型")
        layers = [known.get(kind, known.get(folded(kind), ""))] if kind else list(kinds)
        if COMMUNITY_PLACE in layers and (len(layers) == 1 or not text):
            return COMMUNITY_PLACE, self.community, ""
        found = sorted({(layer, id) for layer in layers for id in self.called.get((layer, folded(text)), ())})
        if not found:
            return "", "", N_("没有找到地点“{value}”;请填地图上的名称或编号")
        if len(found) > 1:
            return "", "", N_("有几处都叫“{value}”;请写全名(如“小区名 1栋”)或编号")
        return (*found[0], "")

    def title(self, layer: str, id: str) -> str:
        """What a place is called in an exported list; `find` understands it."""
        return self.titles.get((layer, id), id)

    def _add(self, row: Any) -> None:
        number = str(row.fields.get("no") or "")
        name = row.name or number
        if row.layer == "unit":
            name = f"{self.titles.get(('building', row.parent), row.parent)} {number}".strip()
        self.titles[(row.layer, row.id)] = name or row.id
        self._call(row.layer, row.id, (row.id, row.code, row.name, name, "" if row.layer == "unit" else number))

    def _call(self, layer: str, id: str, texts: Iterable[str]) -> None:
        for text in texts:
            if text:
                self.called.setdefault((layer, folded(text)), set()).add(id)
