// Households of each grid against the norm, now and as planned.

import { el, press } from "../worklist/dom.js";
import { track } from "./loads.js";

export function grids(data, tell) {
  return el("div", { class: "du-loads" },
    el("p", { class: "du-muted du-norm" }, el("i", { class: "du-band-key" }), data.norm, data.spread ? el("b", {}, data.spread) : null),
    data.rows.map((row) => press(
      el("div", { class: `du-load du-press${row.on ? " du-on" : ""}${row.gone ? " du-gone" : ""}`, "data-id": row.id, "aria-pressed": String(Boolean(row.on)) },
        el("div", { class: "du-line" }, el("span", { class: "du-words" }, el("b", {}, row.title), el("span", { class: "du-muted" }, row.words))),
        track(row, data)),
      () => tell("grid", { grid: row.id }))),
  );
}
