// The report on a place: three figures, then groups of numbers; every number opens the rows behind it.

import { el, press } from "../worklist/dom.js";

export function report(data, tell) {
  const open = (node, key) => press(node, () => tell("rows", { key }));
  return el("div", { class: "pl-report" },
    data.problems.map(({ severity, words }) => el("p", { class: `pl-say pl-${severity}` }, words)),
    el("div", { class: "pl-figures" }, data.figures.map((figure) => figureOf(figure, open))),
    data.groups.map((group) => el("section", {},
      el("h4", { title: group.hint }, group.title),
      group.rows.map((row) => lineOf(row, data, open)))),
  );
}

function figureOf(figure, open) {
  const number = el("span", { class: "pl-number", "data-id": figure.key }, el("b", {}, figure.value), el("i", {}, figure.unit), el("span", {}, figure.title));
  const note = figure.note ? open(el("span", { class: "pl-note", "data-id": figure.behind }, figure.note), figure.behind) : null;
  return el("div", { class: "pl-figure" }, figure.off ? number : open(number, figure.key), note);
}

function lineOf(row, data, open) {
  const line = el("div", { class: `pl-line${row.warn ? " pl-warn" : ""}${row.quiet ? " pl-quiet" : ""}`, "data-id": row.key, title: data.words.more },
    el("span", { class: "pl-title" }, row.title, row.note ? el("small", {}, row.note) : null),
    el("span", { class: "pl-amount" }, row.amount ?? ""),
    el("b", {}, row.count),
  );
  return open(line, row.key);
}
