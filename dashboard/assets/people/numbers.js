// The numbers of buildings (or stairwells) to tap: large enough for a thumb.

import { el, press } from "../worklist/dom.js";

export function numbers(data, tell) {
  const groups = new Map();
  for (const row of data.rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return el("div", { class: `pp-numbers${data.small ? " pp-small" : ""}` },
    [...groups].map(([title, rows]) => el("section", {},
      title && groups.size > 1 ? el("h4", {}, title) : null,
      el("div", { class: "pp-keys" }, rows.map((row) => key(row, tell))))),
    data.more ? el("p", { class: "pp-muted" }, data.more) : null,
    data.rows.length ? null : el("p", { class: "pp-muted" }, data.empty),
  );
}

function key(row, tell) {
  const node = el("span", { class: `pp-key${row.on ? " pp-on" : ""}`, "data-id": row.id, "aria-pressed": String(Boolean(row.on)), "aria-label": row.label ?? row.no },
    row.no);
  return press(node, () => tell("place", { id: row.id }));
}
