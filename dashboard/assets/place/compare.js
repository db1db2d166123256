// Two plans side by side: figures with their difference, and which works only one of them has.

import { el, press } from "../worklist/dom.js";
import { PLANS } from "../mapview/plan_colours.js";

export function compare(data, tell) {
  const head = [data.one, data.other].map((name, i) => el("th", {}, el("i", { class: "pl-swatch", style: { background: PLANS[i] } }), name));
  return el("div", { class: "pl-compare" },
    el("table", {}, el("thead", {}, el("tr", {}, el("th"), head, el("th", {}, data.words.difference))),
      el("tbody", {}, data.rows.map((row) => el("tr", { title: row.hint },
        el("td", {}, row.title), el("td", {}, row.one), el("td", {}, row.other),
        el("td", { class: row.better === null ? "" : row.better ? "pl-better" : "pl-worse" }, row.difference))))),
    data.groups.map((group) => el("details", { open: group.open },
      el("summary", {}, el("span", {}, el("i", { class: "pl-swatch", style: { background: PLANS[group.series] } }), group.title), el("b", {}, group.count)),
      group.items.map((item) => press(el("div", { class: `pl-row${item.on ? " pl-on" : ""}`, "data-id": item.id },
        el("span", { class: "pl-what" }, el("b", {}, item.title), el("small", {}, item.words)),
        el("span", { class: "pl-amount" }, item.cost)), () => tell("see", { id: item.id }))))));
}
