// What is wrong with who is responsible for what, grouped by what to do; each row has its remedy beside it.

import { el, press } from "../worklist/dom.js";

export function findings(data, tell) {
  if (!data.groups.length) return el("p", { class: "du-calm" }, data.words.nothing);
  return el("div", { class: "du-findings" }, data.groups.map((group) => section(group, data, tell)));
}

function section(group, data, tell) {
  return el("section", {},
    el("h4", {}, group.title, el("b", {}, group.count)),
    group.rows.map((row) => line(row, tell)),
    group.more ? el("p", { class: "du-muted du-more" }, group.more) : null,
  );
}

function line(row, tell) {
  const what = el("span", { class: "du-what", "data-id": `see-${row.id}` },
    el("i", { class: `du-mark du-is-${row.mark}` }),
    el("span", { class: "du-words" }, el("b", {}, row.title), el("span", { class: "du-muted" }, row.words)));
  press(what, () => tell("see", { layer: row.layer, place: row.place }));
  const remedy = row.remedy
    ? press(el("span", { class: "du-do", "data-id": `do-${row.id}` }, row.remedy),
      () => tell("mend", { act: row.act, layer: row.layer, place: row.place, role: row.role, person: row.person }))
    : null;
  return el("div", { class: `du-row${row.on ? " du-on" : ""}` }, what, remedy);
}
