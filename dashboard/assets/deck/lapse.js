/** The works month by month: a slider and a button. Confirmed days happened; estimates are shown as estimates. */

import { el } from "../mapview/dom.js";
import { monthText } from "./dates.js";
import { word } from "./facts.js";

const MOST_MONTHS = 60;
const BEAT_MS = 900;

/** The controls, with the figures of the month. */
export function lapse(show) {
  const node = el("div", "lapse");
  const fill = () => { if (show.map.app) node.replaceChildren(...controls(show)); };
  fill();
  show.map.whenReady(fill);
  return node;
}

function controls(show) {
  const months = monthsOf(show.map.datedWorks(), show.deck.asOf);
  const now = months.findIndex((month) => iso(month) === show.deck.asOf.slice(0, 7));
  const slider = el("input", "month", { type: "range", min: 0, max: months.length - 1, value: Math.max(0, now), "aria-label": word("month") });
  const title = el("p", "when", { "aria-live": "polite" }, monthText(months[Number(slider.value)], true)); // its height counts when the slide is fitted
  const note = el("p", "small forecast", {}, word("forecast"));
  const counts = [["done", "done_count"], ["going", "going_count"]].map(([key, name]) => [key, el("b", "", {}, "0"), word(name)]);
  let timer = 0;
  const set = () => {
    const month = months[Number(slider.value)];
    const ahead = Number(slider.value) > now;
    const found = show.map.showMonth(endOf(month), show.deck.asOf, ahead);
    title.textContent = monthText(month, true);
    note.classList.toggle("unseen", !ahead);
    for (const [key, figure] of counts) figure.textContent = found[key];
  };
  const play = el("button", "play", { type: "button" }, word("play"));
  const stop = () => { clearInterval(timer); timer = 0; play.textContent = word("play"); };
  play.addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (Number(slider.value) >= Number(slider.max)) { slider.value = 0; set(); }
    play.textContent = word("pause");
    timer = setInterval(() => {
      if (!slider.isConnected || Number(slider.value) >= Number(slider.max)) { stop(); return; }
      slider.value = Number(slider.value) + 1;
      set();
    }, BEAT_MS);
  });
  slider.addEventListener("input", set);
  requestAnimationFrame(set);
  return [title, el("div", "figures", {}, ...counts.map(([, figure, name]) => el("div", "figure", {}, figure, el("span", "", {}, name)))), slider, play, note];
}

/** The months from the first dated day to the last, at most five years around today. */
export function monthsOf(works, asOf) {
  const days = works.flatMap(({ p }) => [p.start_day, p.end_day]).filter(Boolean).sort();
  let first = days[0] ?? asOf;
  let last = days[days.length - 1] ?? asOf;
  if (first > asOf) first = asOf;
  if (last < asOf) last = asOf;
  const months = [];
  const [year, month] = first.split("-").map(Number);
  for (let m = new Date(Date.UTC(year, month - 1, 1)); iso(m) <= last.slice(0, 7); m = new Date(Date.UTC(m.getUTCFullYear(), m.getUTCMonth() + 1, 1))) months.push(m);
  if (months.length <= MOST_MONTHS) return months;
  const middle = months.findIndex((m) => iso(m) === asOf.slice(0, 7));
  const from = Math.max(0, Math.min(months.length - MOST_MONTHS, middle - MOST_MONTHS + 12));
  return months.slice(from, from + MOST_MONTHS);
}

function iso(month) {
  return month.toISOString().slice(0, 7);
}

function endOf(month) {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
}
