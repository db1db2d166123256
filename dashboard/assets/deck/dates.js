/** Works as bars of time. What is certain is solid; what is estimated is hatched and says so. */

import { el } from "../mapview/dom.js";
import { facts, word } from "./facts.js";
import { phrases } from "./phrases.js";
import { sign } from "./signs.js";

const DAY = 86_400_000;
const at = (day) => Date.parse(`${day}T00:00:00Z`);

/** The chart of rows {text, status, late, start: [day, certain], end, detail}. */
export function dates(rows, asOf) {
  const now = at(asOf);
  const all = rows.flatMap((row) => [row.start, row.end]).filter(Boolean).map(([day]) => at(day));
  const [first, last] = [Math.min(...all, now) - 5 * DAY, Math.max(...all, now) + 5 * DAY];
  const place = (time) => (100 * (time - first)) / (last - first);
  const chart = el("div", "chart", {}, axis(first, last, place), ...rows.map((row) => bar(row, now, place)));
  const line = el("div", "today", { "aria-hidden": "true" });
  line.style.left = `${place(now)}%`;
  chart.querySelector(".axis").append(line);
  chart.style.setProperty("--now", `${place(now)}%`);
  return chart;
}

function axis(first, last, place) {
  const node = el("div", "axis", { "aria-hidden": "true" });
  const months = [];
  const day = new Date(first);
  for (let month = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1)); month < last; month = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1))) months.push(month);
  const every = Math.ceil(months.length / 5);
  months.filter((_, i) => i % every === 0).forEach((month) => {
    if (place(month.getTime()) > 90) return;
    const mark = el("span", "", {}, monthText(month));
    mark.style.left = `${place(month.getTime())}%`;
    node.append(mark);
  });
  return node;
}

/** "3月", and the year with January. */
export function monthText(month, year = month.getUTCMonth() === 0) {
  const locale = facts().lang === "en" ? "en" : "zh-CN";
  return new Intl.DateTimeFormat(locale, { month: locale === "en" ? "short" : year ? "long" : "numeric", ...(year ? { year: "numeric" } : {}), timeZone: "UTC" }).format(month);
}

function bar(row, now, place) {
  const track = el("div", "track");
  const [start, end] = [row.start, row.end];
  const from = start ? at(start[0]) : at(end[0]) - 14 * DAY;
  const to = end ? at(end[0]) : Math.max(now, from + 14 * DAY);
  const begun = start?.[1] && !["planned", "preparing"].includes(row.status);
  const certain = end?.[1] ? to : begun ? Math.min(now, to) : from;
  if (certain > from) track.append(piece(`solid sign-${row.status}`, from, certain, place));
  if (to > certain) track.append(piece(`guess sign-${row.status}`, certain, to, place));
  if (row.late && now > to) track.append(piece("overrun", to, now, place));
  const detail = el("p", `detail${row.late ? " is-late" : ""}`, {}, row.detail || word("estimated"));
  return el("div", "bar row", {}, sign(row.status, row.late), el("p", "name", {}, ...phrases(row.text)), detail, track);
}

function piece(name, from, to, place) {
  const part = el("i", name);
  part.style.left = `${place(from)}%`;
  part.style.width = `${Math.max(0.8, place(to) - place(from))}%`;
  return part;
}
