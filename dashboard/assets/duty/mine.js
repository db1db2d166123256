// One's own place: what comes this week, one's buildings with their heads, unfinished works, what one may do.

import { el, press, statusSign } from "../worklist/dom.js";

export function mine(data, tell) {
  return el("div", { class: "du-mine" },
    el("div", { class: "du-figures" }, data.figures.map((item) => el("div", {}, el("b", {}, item.value), el("span", {}, item.title)))),
    section(data.words.week, data.week.map((row) => work(row, tell)), data.words.quiet),
    section(data.words.buildings, data.buildings.map((row) => building(row, tell)), data.words.none),
    section(data.words.works, data.works.map((row) => work(row, tell)), data.words.noworks, data.more),
  );
}

function section(title, rows, empty, more) {
  return el("section", {}, el("h4", {}, title, rows.length ? el("b", {}, rows.length) : null),
    rows.length ? rows : el("p", { class: "du-muted" }, empty), more ? el("p", { class: "du-muted du-more" }, more) : null);
}

function work(row, tell) {
  return press(el("div", { class: "du-row du-press", "data-id": `work-${row.id}` },
    el("span", { class: "du-what" }, statusSign({ key: row.status }),
      el("span", { class: "du-words" }, el("b", {}, row.title), el("span", { class: "du-muted" }, row.words))),
    el("span", { class: row.late ? "du-need" : "du-muted" }, row.when)), () => tell("work", { work: row.id, project: row.project }));
}

function building(row, tell) {
  const line = press(el("span", { class: "du-what", "data-id": `building-${row.id}` },
    el("span", { class: "du-words" }, el("b", {}, row.title), el("span", { class: "du-muted" }, row.words))), () => tell("see", { layer: "building", place: row.id }));
  const right = row.head
    ? el("span", { class: "du-head" }, el("span", {}, row.head), row.phone ? el("a", { href: `tel:${row.phone.replace(/[^0-9+]/g, "")}` }, row.phone) : null)
    : el("span", { class: "du-need" }, row.vacant);
  return el("div", { class: `du-row${row.on ? " du-on" : ""}` }, line, right);
}
