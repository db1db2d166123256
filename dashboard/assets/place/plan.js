// A plan by year, a ranking with the parts of its scores, what the budget changes.

import { el, press, svg } from "../worklist/dom.js";
import { YEARS } from "../mapview/plan_colours.js";

const PARTS = ["#1f5c57", "#c8553d", "#d9a441", "#3b8ea5", "#8a63b0"];

export function plan(data, tell) {
  return el("div", { class: "pl-plan" },
    el("div", { class: "pl-figures" }, data.figures.map(figureOf)),
    el("p", { class: "pl-muted" }, data.proof),
    data.years.map((year) => yearOf(year, data, tell)),
    data.left.length ? el("h4", {}, data.words.left) : null,
    data.left.map((group) => el("details", { open: group.items.some((item) => item.on) },
      el("summary", {}, group.title, el("b", {}, group.count)),
      group.items.map((item) => itemOf(item, data, tell, "")))),
  );
}

function figureOf({ title, value, unit, note }) {
  return el("div", { class: "pl-figure" },
    el("span", { class: "pl-number" }, el("b", { class: value.length > 9 ? "pl-long" : "" }, value), el("i", {}, unit), el("span", {}, title)),
    note ? el("span", { class: "pl-muted" }, note) : null);
}

function yearOf(year, data, tell) {
  const colour = YEARS[year.series % YEARS.length];
  return el("section", {},
    el("h4", { class: "pl-year" },
      el("i", { class: "pl-swatch", style: { background: colour } }), el("span", {}, year.year),
      el("span", { class: "pl-track" }, el("i", { style: { width: `${100 * year.share}%`, background: colour } })),
      el("b", {}, `${data.words.spent} ${year.spent} / ${data.words.of} ${year.budget}`)),
    year.items.length ? year.items.map((item) => itemOf(item, data, tell, colour)) : el("p", { class: "pl-muted" }, data.words.none));
}

function itemOf(item, data, tell, colour) {
  const pin = data.pins && item.cost
    ? press(el("span", { class: `pl-pin${item.pinned ? " pl-pinned" : ""}`, title: item.pinned ? data.words.unpin : data.words.pin, "data-id": `pin-${item.id}` }, "★"), () => tell("pin", { id: item.id }))
    : null;
  return press(el("div", { class: `pl-row${item.on ? " pl-on" : ""}`, "data-id": item.id, title: item.hint },
    colour ? el("i", { class: "pl-swatch", style: { background: colour } }) : null,
    el("span", { class: "pl-what" },
      el("b", {}, item.title, item.possible ? el("em", {}, data.words.possible) : null),
      item.words ? el("small", {}, item.words) : null),
    el("span", { class: "pl-amount" }, item.cost), pin,
  ), () => tell("see", { id: item.id }));
}

export function ranking(data, tell) {
  return el("div", { class: "pl-ranking" },
    el("p", { class: "pl-keys" }, data.keys.map(({ series, title }) => el("span", {}, el("i", { class: "pl-swatch", style: { background: PARTS[series] } }), title))),
    data.items.map((item) => press(el("div", { class: `pl-row${item.on ? " pl-on" : ""}`, "data-id": item.id },
      el("span", { class: "pl-place" }, item.place),
      el("span", { class: "pl-what pl-wide" },
        el("b", {}, item.title, item.possible ? el("em", {}, data.words.possible) : null),
        el("span", { class: "pl-parts" }, item.parts.map(({ series, share, title }) => el("i", { title, style: { width: `${share}%`, background: PARTS[series] } }))),
        el("small", {}, [item.words, item.unknown].filter(Boolean).join(" · "))),
      el("b", { class: "pl-score" }, item.score),
    ), () => tell("see", { id: item.id }))),
    data.more ? el("p", { class: "pl-muted" }, data.more) : null,
  );
}

const [WIDE, HIGH, LEFT, BELOW, TOP] = [400, 190, 52, 44, 22];

export function whatif(data, tell) {
  return el("div", { class: "pl-whatif" }, chart(data), data.sides.map((side) => sideOf(side, data, tell)));
}

function chart({ points, words }) {
  const most = Math.max(...points.map(({ x }) => x)) * 1.04;
  const [low, high] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y), 1)];
  const floor = Math.max(0, low - (high - low) * 0.4);
  const x = (value) => LEFT + (value / most) * (WIDE - LEFT - 14);
  const y = (value) => TOP + (1 - (value - floor) / (high - floor || 1)) * (HIGH - BELOW - TOP);
  const line = points.map((point, i) => `${i ? "L" : "M"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join("");
  const marks = points.flatMap((point) => [
    svg("circle", { cx: x(point.x), cy: y(point.y), r: point.on ? 6 : 4, class: point.on ? "pl-now" : "pl-dot" }, svg("title", {}, `${point.share} · ${point.budget} · ${point.households} · ${point.works}`)),
    svg("text", { x: x(point.x), y: y(point.y) - 10, "text-anchor": "middle", class: point.on ? "pl-strong" : "" }, Number(point.y).toLocaleString("en-US")),
    svg("text", { x: x(point.x), y: HIGH - 24, "text-anchor": "middle", class: point.on ? "pl-strong" : "" }, point.share),
  ]);
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "pl-chart", role: "img", "aria-label": `${words.y} / ${words.x}` },
    svg("line", { x1: LEFT - 10, x2: WIDE - 4, y1: HIGH - BELOW, y2: HIGH - BELOW, class: "pl-axis" }),
    svg("path", { d: line, class: "pl-curve" }), marks,
    svg("text", { x: WIDE - 4, y: HIGH - 4, "text-anchor": "end" }, `${words.x} → ${points.at(-1).budget}`),
    svg("text", { x: 0, y: 12 }, words.y));
}

function sideOf(side, data, tell) {
  const list = (title, items, mark, more) => (items.length
    ? el("div", { class: "pl-change" }, el("span", { class: "pl-muted" }, `${mark} ${title}`),
      el("span", {}, items.map((item) => press(el("span", { class: "pl-chip", "data-id": `if-${item.id}` }, item.title), () => tell("see", { id: item.id }))), more ? el("span", { class: "pl-muted" }, more) : null))
    : null);
  const none = !side.enters.length && !side.leaves.length;
  return el("section", {}, el("h4", {}, side.title, el("b", {}, side.change)),
    none ? el("p", { class: "pl-muted" }, data.words.same) : null,
    list(data.words.enters, side.enters, "+", side.more.enters), list(data.words.leaves, side.leaves, "−", side.more.leaves));
}

/** The same budgets by every goal and rule, the present one marked; a press takes another. */
export function ways({ rows, words }, tell) {
  return el("div", { class: "pl-compare pl-ways" }, el("h4", {}, words.title), el("table", {},
    el("thead", {}, el("tr", {}, el("th"), el("th", {}, words.households), el("th", {}, words.works), el("th", { title: words.score_hint }, words.score), el("th", {}, words.cost), el("th"))),
    el("tbody", {}, rows.map((row) => el("tr", { class: row.on ? "pl-on" : "" },
      el("td", {}, el("b", {}, row.title), el("small", {}, row.rule)),
      el("td", {}, row.households), el("td", {}, row.works), el("td", {}, row.score), el("td", {}, row.cost),
      el("td", {}, row.on ? el("span", { class: "pl-muted" }, words.now)
        : press(el("span", { class: "pl-chip", "data-id": `way-${row.goal}-${row.order}` }, words.use), () => tell("use", { goal: row.goal, order: row.order }))))))));
}
