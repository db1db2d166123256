// How many people hold each role; a press filters the list.

import { el, press } from "../worklist/dom.js";

export function bars(data, tell) {
  return el("div", { class: "pp-bars" }, data.rows.map((row) => {
    const bar = el("i", { style: { width: `${Math.max(1.5, 100 * row.share)}%` } });
    const node = el("div", { class: "pp-barrow", "data-id": row.id }, el("span", {}, row.title), el("span", { class: "pp-bartrack" }, bar), el("b", {}, row.count));
    return press(node, () => tell("role", { role: row.id }));
  }));
}
