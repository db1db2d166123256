// Works on an axis of time: what is confirmed is solid, what is estimated hatched, what is late outlined in red.

import { el, kindSign, press, statusSign } from "./dom.js";

const DAY = 86_400_000;
const kept = { range: "near" };

export function timeline(data, tell) {
  const place = el("div", { class: "wl-timeline" });
  const draw = () => place.replaceChildren(...drawn(data, tell, draw));
  draw();
  return place;
}

function drawn(data, tell, again) {
  const today = time(data.words.day);
  const window = range(data.rows, today);
  const at = (day) => (100 * (day - window[0])) / (window[1] - window[0]);
  const body = [];
  data.rows.forEach((row, i) => {
    if (i === 0 || data.rows[i - 1].project !== row.project) body.push(group(row, tell));
    body.push(work(row, data, tell, at, today));
  });
  const marks = ticks(window, data.lang).map(([day, label, year]) =>
    el("span", { class: `wl-mark${year ? " wl-year" : ""}`, style: { left: `${at(day)}%` } }, label));
  const now = el("span", { class: "wl-today", style: { left: `${at(today)}%` } }, el("b", {}, data.words.today));
  return [
    el("div", { class: "wl-axis" }, el("div", { class: "wl-side" }, choice(data.words, again), legend(data.words)), el("div", { class: "wl-track" }, marks, now)),
    el("div", { class: "wl-bars" }, el("div", { class: "wl-grid" }, ticks(window, data.lang).map(([day]) => el("i", { style: { left: `${at(day)}%` } })), el("i", { class: "wl-now", style: { left: `${at(today)}%` } })), body),
  ];
}

const time = (text) => Date.parse(`${text}T00:00:00Z`);

function range(rows, today) {
  if (kept.range === "near") return [today - 183 * DAY, today + 183 * DAY];
  const days = rows.flatMap((row) => [row.start.day, row.end.day]).filter(Boolean).map(time);
  const [first, last] = [Math.min(today, ...days), Math.max(today, ...days)];
  const margin = Math.max(10 * DAY, (last - first) * 0.03);
  return [first - margin, last + margin];
}

function ticks([first, last], lang) {
  const months = (last - first) / DAY / 30.4;
  const small = window.innerWidth < 640 ? 3 : 1; // labels must not run into each other
  const step = months <= 14 ? small : months <= 40 ? 3 * small : 12;
  const start = new Date(first), found = [];
  const name = new Intl.DateTimeFormat(lang === "en" ? "en" : "zh-CN", { month: "short", timeZone: "UTC" });
  for (let m = start.getUTCMonth() + 1; found.length < 60; m++) {
    const day = new Date(Date.UTC(start.getUTCFullYear(), m, 1));
    if (day.getTime() > last) break;
    if (day.getUTCMonth() % Math.min(step, 12)) continue;
    const year = day.getUTCMonth() === 0;
    found.push([day.getTime(), year ? String(day.getUTCFullYear()) : name.format(day), year]);
  }
  return found;
}

function choice(words, again) {
  const one = (key) => press(el("span", { class: kept.range === key ? "wl-on" : "", "aria-pressed": String(kept.range === key) }, words[key]), () => {
    kept.range = key;
    again();
  });
  return el("span", { class: "wl-switch" }, one("near"), one("all"));
}

function legend(words) {
  const one = (kind) => el("span", {}, el("i", { class: `wl-sample wl-${kind}` }), words[kind]);
  return el("span", { class: "wl-legend" }, ["confirmed", "estimated", "late"].map(one));
}

function group(row, tell) {
  return el("div", { class: "wl-group" }, press(el("span", { class: "wl-link" }, row.project_name), () => tell("open", { project: row.project })));
}

function work(row, data, tell, at, today) {
  const chosen = data.selected === row.id;
  return press(
    el("div", { class: `wl-work${chosen ? " wl-chosen" : ""}`, "aria-pressed": String(chosen), "data-work": row.id },
      el("div", { class: "wl-side" }, statusSign(row.status), kindSign(row.kind, data.icons), el("span", { class: "wl-name", title: row.name }, row.name), el("span", { class: "wl-number" }, row.share)),
      el("div", { class: "wl-track" }, shape(row, data.words, at, today))),
    () => tell("select", { work: row.id, project: row.project }));
}

function shape(row, words, at, today) {
  const { start, end } = row;
  if (!start.day && !end.day) return el("span", { class: "wl-undated" }, words.no_dates);
  const told = [row.status.title, `${start.text || "?"} → ${end.text || "?"}`, row.late].filter(Boolean).join(" · ");
  const [from, to] = [start.day ? time(start.day) : null, end.day ? time(end.day) + DAY : null];
  if (from === null || to === null) return point(row, at(from ?? to), told);
  if (at(to) < 0) return el("span", { class: "wl-beyond wl-left", title: told }, `← ${row.end.day}`);
  if (at(from) > 100) return el("span", { class: "wl-beyond wl-right", title: told }, `${row.start.day} →`);
  const middle = (from + to) / 2;
  const parts = start.confirmed === end.confirmed
    ? [piece(at, from, to, start.confirmed)]
    : [piece(at, from, middle, start.confirmed), piece(at, middle, to, end.confirmed)];
  const over = row.late && to < today ? el("i", { class: "wl-over", style: span(at, to, today) }) : null;
  return el("span", { class: `wl-gantt wl-is-${row.status.key}${row.late ? " wl-is-late" : ""}`, title: told },
    el("span", { class: "wl-whole", style: span(at, from, to) }), parts, over,
    row.late ? el("span", { class: "wl-late", style: { left: `calc(${Math.min(at(Math.max(to, today)), 86)}% + 6px)` } }, row.late) : null);
}

function piece(at, from, to, confirmed) {
  return el("i", { class: confirmed ? "wl-solid" : "wl-hatched", style: span(at, from, to) });
}

function span(at, from, to) {
  const [left, right] = [Math.max(0, at(from)), Math.min(100, at(to))];
  return { left: `${left}%`, width: `${Math.max(0, right - left)}%` };
}

function point(row, left, told) {
  const known = row.start.day ? row.start : row.end;
  return el("span", { class: `wl-gantt wl-is-${row.status.key}`, title: told },
    el("i", { class: `wl-diamond ${known.confirmed ? "wl-solid" : "wl-hatched"}`, style: { left: `${Math.min(100, Math.max(0, left))}%` } }));
}
