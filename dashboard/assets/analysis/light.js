// Light along the ways: the whole at a glance with before and after, then roads, dark stretches or proposed lights.

import { el, press } from "../worklist/dom.js";

export function light(data, tell) {
  return el("div", {},
    el("div", { class: "an-figures an-light" }, data.figures.map((figure) => el("div", {},
      el("b", {}, figure.before ? el("s", {}, figure.before, " → ") : null, figure.value), el("span", {}, figure.title)))),
    data.part === "roads" ? roads(data, tell) : data.part === "dark" ? dark(data, tell) : proposed(data),
    data.notes.map((text) => el("p", { class: "an-muted an-foot" }, text)),
  );
}

function roads(data, tell) {
  return el("div", { class: "an-roads" },
    el("div", { class: "an-road an-road-head an-muted" }, el("span", {}, data.words.road), el("span", {}, data.words.average), el("span", {}, data.words.minimum), el("span", {}, data.words.lit)),
    data.roads.map((row) => press(
      el("div", { class: `an-road${row.on ? " an-on" : ""}${row.meets ? "" : " an-fails"}`, "data-id": `road-${row.id}` },
        el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: "an-muted" }, row.words)),
        el("span", {}, el("b", {}, row.average), el("small", { class: "an-muted" }, ` / ${row.wanted}`)),
        el("span", {}, el("b", {}, row.minimum), el("small", { class: "an-muted" }, ` / ${row.least}`)),
        el("span", { class: "an-lit" }, el("i", { style: { width: `${100 * row.share}%` } }), el("b", {}, row.lit))),
      () => tell("road", { id: row.id }))));
}

function dark(data, tell) {
  if (!data.stretches.length) return el("p", { class: "an-calm" }, data.words.no_dark);
  return el("div", {}, data.stretches.map((row) => press(
    el("div", { class: `an-row${row.on ? " an-on" : ""}`, "data-id": `dark-${row.id}` },
      el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: "an-muted" }, row.words)),
      el("span", { class: "an-stake" }, row.length)),
    () => tell("dark", { id: row.id }))));
}

function proposed(data) {
  if (!data.proposed.length) return el("p", { class: "an-calm" }, data.words.no_more);
  return el("div", {}, data.proposed.map((row) => el("div", { class: "an-row" },
    el("span", { class: "an-rank" }, row.rank),
    el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: "an-muted" }, row.left)),
    el("span", { class: "an-stake" }, row.lit))));
}
