/** What the map says of works: looks of the statuses, facts for card and tooltip, and what they cover. */

import { WORK } from "./data.js";
import { el, quantity } from "./dom.js";
import { symbolElement } from "./symbols.js";
import { isEverywhere, strengthOf } from "./works.js";

const TOPMOST = ["under_construction", "preparing", "planned", "completed", "accepted"];

/** Status → {title, colour, edge, hatch} for the theme of the moment. */
export function statusLooks(app) {
  const looks = {};
  for (const status of app.config.work.statuses) {
    const colour = app.state.dark ? status.dark : status.light;
    looks[status.key] = { title: status.title, colour, edge: shade(colour, app.state.dark ? 1.25 : 0.72), hatch: status.hatch };
  }
  return looks;
}

function shade(colour, by) {
  const part = (i) => Math.min(255, Math.round(parseInt(colour.slice(i, i + 2), 16) * by)).toString(16).padStart(2, "0");
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** Building id → {colour, strength} of the work that is seen on it. */
export function coverOf(app) {
  const cover = new Map();
  const works = app.shown(WORK).filter((work) => !isEverywhere(work) && work.p.on?.building);
  for (const status of [...TOPMOST].reverse()) {
    const { colour } = app.statusLook(status);
    for (const work of works) if (work.p.status === status) for (const id of work.p.on.building) cover.set(id, { colour, strength: strengthOf(status) });
  }
  return cover;
}

/** The colour that is seen where one lies over another. */
export function mixed(over, strength, under) {
  const part = (i) => {
    const [a, b] = [over, under].map((colour) => parseInt(colour.slice(i, i + 2), 16));
    return Math.round(a * strength + b * (1 - strength)).toString(16).padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** The status in words: "施工中 · 逾期 12 天". */
export function statusText(app, work) {
  const { title } = app.statusLook(work.p.status);
  return work.p.late ? `${title} · ${lateText(app, work)}` : title;
}

function lateText(app, work) {
  return work.p.days_late > 0 ? app.word("late_days", { n: work.p.days_late }) : app.word("late");
}

/** The kind's title in the reader's language. */
export function kindText(app, work) {
  return app.config.work.kinds[work.p.kind]?.title ?? work.p.kind_title;
}

/** How far a work is: "62 %". */
export function shareText(work) {
  return `${Math.round(100 * (work.p.share ?? 0))}\u2009%`;
}

/** Pairs of title and value, the most telling first. */
export function workFacts(app, work) {
  const { p } = work;
  const unit = app.config.work.kinds[p.kind]?.unit ?? p.unit;
  const done = p.accepted ?? p.done;
  const facts = [];
  if (p.planned !== undefined) {
    facts.push([app.word(p.accepted === undefined ? "done_of_planned" : "accepted_of_planned"), `${quantity(done ?? 0, "", 1)}\u2009/\u2009${quantity(p.planned, unit, 1)}`]);
  } else if (done !== undefined) facts.push([app.word("done"), quantity(done, unit, 1)]);
  if (p.end_day) facts.push([app.word(p.end_confirmed ? "end_confirmed" : "end_estimated"), p.end_day]);
  return facts;
}

/** One line for a tooltip or list: sign, name, status, progress. */
export function workLine(app, work) {
  return el("span", "mv-work-line", {}, symbolElement(app, work.p.status, work.p.late), el("span", "", {}, work.p.name),
    el("small", "", {}, `${statusText(app, work)}${work.p.share > 0 && work.p.share < 1 ? ` · ${shareText(work)}` : ""}`));
}

/** The body of a work's short card: project, status, bar of progress, facts. */
export function workBody(app, work, factList) {
  const share = Math.max(0, Math.min(1, work.p.share ?? 0));
  const bar = el("div", "mv-bar", { role: "img", "aria-label": shareText(work) }, el("i"));
  bar.firstChild.style.width = `${100 * share}%`;
  bar.firstChild.style.background = app.statusLook(work.p.status).colour;
  return [
    el("p", "mv-project", {}, work.p.project_name ?? ""),
    el("p", `mv-state${work.p.late ? " mv-is-late" : ""}`, {}, symbolElement(app, work.p.status, work.p.late), el("b", "", {}, statusText(app, work)), el("span", "", {}, shareText(work))),
    bar,
    factList(workFacts(app, work)),
  ];
}
