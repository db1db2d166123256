// What each person carries as bars, the norm as a band behind them; who is farthest from it comes first.

import { el, press } from "../worklist/dom.js";

export function loads(data, tell) {
  return el("div", { class: "du-loads" },
    el("div", { class: "du-chips", role: "group" }, data.roles.map((role) => press(
      el("span", { class: `du-chip${role.on ? " du-on" : ""}`, "data-id": `role-${role.id}`, "aria-pressed": String(role.on) }, role.title, el("b", {}, role.count)),
      () => tell("role", { role: role.id })))),
    data.norm ? el("p", { class: "du-muted du-norm" }, el("i", { class: "du-band-key" }), data.norm) : null,
    data.rows.map((row) => line(row, data, tell)),
    data.more ? el("p", { class: "du-muted du-more" }, data.more) : null,
  );
}

function line(row, data, tell) {
  const who = press(el("span", { class: "du-words", "data-id": `see-${row.id}` }, el("b", {}, row.title), el("span", { class: "du-muted" }, row.words)),
    () => tell("see", { layer: row.layer, place: row.place }));
  const remedy = row.remedy ? press(el("span", { class: "du-do", "data-id": `do-${row.id}` }, row.remedy),
    () => tell("mend", { act: row.act, layer: row.layer, place: row.place, role: row.role, person: row.person })) : null;
  return el("div", { class: "du-load" },
    el("div", { class: "du-line" }, who, remedy),
    track(row, data),
  );
}

/** One bar on a common scale, the norm behind it. */
export function track(row, data) {
  const at = (value) => `${Math.min(100, (100 * value) / data.most)}%`;
  const parts = [];
  if (data.high) parts.push(el("i", { class: "du-band", style: { left: at(data.low ?? 0), width: at(data.high - (data.low ?? 0)) } }));
  if (row.before !== undefined && row.before !== null) parts.push(el("i", { class: "du-before", style: { width: at(row.before) } }));
  parts.push(el("i", { class: `du-bar du-${row.verdict || "plain"}`, style: { width: at(row.value) } }));
  if (data.high) parts.push(el("i", { class: "du-limit", style: { left: at(data.high) } }));
  return el("div", { class: "du-tracks" }, el("span", { class: "du-track" }, parts), el("b", {}, row.figure));
}
