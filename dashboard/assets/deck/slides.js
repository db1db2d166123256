/** Slides as elements: one function a kind. Text only ever enters as text. */

import { el } from "../mapview/dom.js";
import { comparison } from "./compare.js";
import { dates } from "./dates.js";
import { word } from "./facts.js";
import { lapse } from "./lapse.js";
import { phrases } from "./phrases.js";
import { YEARS } from "../mapview/plan_colours.js";
import { sign } from "./signs.js";

const BODIES = {
  title: (slide) => [slide.note && el("p", "place", {}, slide.note)],
  figures: (slide) => [figures(slide.figures)],
  list: (slide) => [list(slide.rows.map(row))],
  said: (slide) => [said(slide.rows)],
  dates: (slide, show) => [dates(slide.rows, show.deck.asOf)],
  people: (slide) => [list(slide.rows.map(person))],
  words: (slide) => [slide.rows.length ? list(slide.rows.map(row)) : null],
  plan: (slide) => [list(slide.rows.map(planned))],
  votes: (slide) => [list(slide.rows.map(vote))],
  building: (slide) => building(slide),
  lapse: (slide, show) => [lapse(show)],
  questions: (slide, show) => [asking(show)],
};

/** The section of a slide. */
export function draw(slide, show) {
  const section = el("section", `slide kind-${slide.kind}`, { "aria-label": slide.title });
  section.dataset.key = slide.key;
  if (slide.kind === "compare") {
    section.append(...comparison(slide, show));
    return section;
  }
  const small = slide.note && slide.kind !== "title" ? el("p", "small", {}, slide.note) : null;
  section.append(el("div", "veil"), el("div", "panel", {},
    slide.kicker ? el("p", "kicker", {}, slide.kicker) : null,
    el("h1", "", {}, ...phrases(slide.title)),
    slide.words ? el("p", "words", {}, slide.words) : null,
    el("div", "body", {}, ...(BODIES[slide.kind] ?? BODIES.words)(slide, show).filter(Boolean)),
    slide.more ? el("p", "more", { "data-more": slide.more }, word("more", { n: slide.more })) : null,
    slide.ask?.length ? el("div", "part ask", {}, el("h2", "", {}, word("ask")), list(slide.ask.map(person))) : null,
    small));
  return section;
}

function figures(items) {
  return el("div", "figures", {}, ...items.map(({ value, label, tone }) => el("div", `figure ${tone}`, {},
    el("b", "", {}, ...amount(value)), el("span", "", {}, label))));
}

/** A figure with its unit smaller: "2,060 m²"; what stands before the last thin space is the figure. */
function amount(value) {
  const at = value.lastIndexOf("\u202f");
  const unit = at > 0 ? value.slice(at + 1) : "";
  if (!unit || /^[\d/≥]/.test(unit)) return [value];
  return [value.slice(0, at), el("small", "", {}, unit)];
}

function list(rows) {
  return el("ul", "rows", {}, ...rows);
}

function row(item) {
  const detail = el("p", `detail${item.late ? " is-late" : ""}${item.estimated ? " is-estimated" : ""}`, {}, item.detail ?? "");
  const from = item.from ? el("span", "from", {}, word("decided_on", { day: item.from })) : null;
  return el("li", "row", {}, sign(item.mark ?? item.status ?? item.state, item.late),
    el("div", "", {}, el("p", "name", {}, ...phrases(item.text)), item.detail || from ? el("p", "line", {}, detail, from) : null,
      item.stops ? el("p", "stops", {}, item.stops) : null));
}

function person(item) {
  return el("li", "row person", {}, el("div", "", {}, el("p", "name", {}, ...phrases(item.text)), el("p", "detail", {}, item.detail),
    item.phone ? el("p", "phone", {}, item.phone) : null));
}

/** A year of a plan, in the colour that it has on the map. */
function planned(item) {
  const colour = el("i", "year", { "aria-hidden": "true" });
  colour.style.background = YEARS[item.series % YEARS.length];
  return el("li", "row planned", {}, colour, el("div", "", {}, el("p", "name", {}, ...phrases(item.text)),
    ...item.lines.map((line) => el("p", "stops", {}, line)), item.detail ? el("p", "detail", {}, item.detail) : null));
}

function said(rows) {
  const head = el("div", "said-row said-head", {}, el("span", "", {}, ""), ...["said", "measured", "accepted"].map((key) => el("span", "", {}, word(key))));
  return el("div", "said", {}, head, ...rows.map((item) => el("div", "said-row row", {},
    el("p", "name", {}, ...phrases(item.text)), el("span", "", {}, item.said), el("span", "", {}, item.measured),
    el("b", item.kept ? "kept" : "", {}, item.accepted, item.kept ? sign("accepted", false) : null))));
}

function vote(item) {
  const hands = item.hands ?? [];
  const all = hands.reduce((sum, n) => sum + n, 0);
  const bar = el("div", "hands", { role: "img", "aria-label": hands.join(" / ") }, ...hands.map((n, i) => {
    const part = el("i", `hand-${i}`);
    part.style.flexGrow = n;
    return n ? part : null;
  }));
  const names = ["for", "against", "abstained"].map((key, i) => `${word(key)} ${hands[i]}`).join(" · ");
  return el("li", "row vote", {}, el("div", "", {}, el("p", "name", {}, ...phrases(item.text)), all ? bar : null,
    all ? el("p", "detail", {}, names) : null, el("p", `line detail${item.late ? " is-late" : ""}`, {}, item.detail)));
}

function building(slide) {
  const parts = ["now", "next", "past"].filter((key) => slide[key].length)
    .map((key) => el("div", "part", {}, el("h2", "", {}, word(key)), list(slide[key].map(row))));
  return parts.length ? parts : [el("p", "words", {}, word("nothing"))];
}

function asking(show) {
  return el("button", "ask-button", { type: "button", onclick: () => show.jump.open("") }, word("jump"));
}
