// The result of a trace: figures, metres by diameter, what is overloaded, the buildings and who heads them.

import { el, press } from "../worklist/dom.js";

export function traced(data, tell) {
  return el("div", { class: "an-traced" },
    el("p", { class: "an-asked" }, data.title),
    data.over_faults ? press(el("p", { class: "an-warn", "data-id": "faults" }, data.over_faults), () => tell("faults")) : null,
    data.note ? el("p", { class: "an-muted an-note" }, data.note) : null,
    el("div", { class: "an-figures" }, data.figures.map((figure) => el("div", {}, el("b", {}, figure.value), el("span", {}, figure.title)))),
    data.outfalls.length ? el("p", { class: "an-leaves" }, data.words.leaves, el("b", {}, data.outfalls.join(data.words.comma))) : null,
    el("div", { class: "an-bars" }, data.sizes.map((row) => el("div", { class: "an-bar" },
      el("span", {}, row.title), el("i", { class: `an-pipe an-${row.kind}`, style: { width: `${Math.max(1.5, 100 * row.share)}%` } }), el("b", {}, row.value)))),
    loads(data, tell),
    buildings(data, tell),
    [data.assumed, data.unknown].filter(Boolean).map((text) => el("p", { class: "an-muted an-foot" }, text)),
  );
}

function loads(data, tell) {
  if (!data.loads) return null;
  return el("section", {}, el("h4", {}, data.words.loads, el("b", {}, data.loads.title)),
    data.loads.rows.map((row) => press(
      el("div", { class: `an-row an-load${row.over ? " an-over" : ""}`, "data-id": `pipe-${row.id}` },
        el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: "an-muted" }, row.words)),
        el("span", { class: "an-used" }, el("i", { style: { width: `${Math.min(100, 100 * row.used)}%` } }), el("b", {}, row.share))),
      () => tell("see", { layer: "pipe", id: row.id }))));
}

function buildings(data, tell) {
  if (!data.buildings.length) return null;
  return el("section", {}, el("h4", {}, data.words.buildings, el("b", {}, data.buildings_count)),
    data.buildings.map((row) => el("div", { class: "an-row" },
      press(el("span", { class: "an-words", "data-id": `building-${row.id}`, title: row.rule },
        el("b", {}, row.title), el("small", { class: "an-muted" }, [row.households, row.note].filter(Boolean).join(" · "))),
        () => tell("see", { layer: "building", id: row.id })),
      el("span", { class: "an-people" }, row.people.length
        ? row.people.map((person) => el("span", {}, `${person.role} ${person.name}`, person.phone ? el("a", { href: `tel:${person.phone}` }, person.phone) : null))
        : el("span", { class: "an-need" }, data.words.nobody)))));
}
