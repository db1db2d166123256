// Works as a dense list under their projects, with boxes to choose many; narrow beside the map.

import { bar, el, kindSign, press, statusBadge, statusSign } from "./dom.js";

const PHONE_PX = 640;

export function table(given, tell) {
  const data = { ...given, narrow: given.narrow || window.innerWidth < PHONE_PX };
  const picked = new Set(data.picked ?? []);
  const body = [];
  data.rows.forEach((row, i) => {
    if (!data.flat && (i === 0 || data.rows[i - 1].project !== row.project)) body.push(group(row, data, picked, tell));
    body.push(data.narrow ? slim(row, data, tell) : wide(row, data, picked, tell));
  });
  const rows = el("div", { class: `wl-table${data.narrow ? " wl-narrow" : ""}${data.boxes ? "" : " wl-no-boxes"}`, role: "table" },
    data.narrow ? null : head(data.words), body);
  rows.addEventListener("keydown", walk);
  return rows;
}

function head(words) {
  const keys = ["name", "status", "place", "share", "quantity", "start", "end", "who"];
  return el("div", { class: "wl-row wl-head", role: "row" },
    el("span", { class: "wl-box" }), keys.map((key) => el("span", { class: `wl-c-${key}`, role: "columnheader" }, words[key])));
}

function group(row, data, picked, tell) {
  const mine = data.rows.filter((other) => other.project === row.project).map((other) => other.id);
  const all = mine.every((id) => picked.has(id));
  return el("div", { class: "wl-group" },
    box(all, data.words.pick, () => tell("pick", { works: mine, on: !all })),
    press(el("span", { class: "wl-link" }, row.project_name), () => tell("open", { project: row.project })));
}

function box(on, name, act) {
  const node = el("span", { class: "wl-box", role: "checkbox", "aria-checked": String(on), "aria-label": name }, el("i"));
  return press(node, () => {
    node.setAttribute("aria-checked", String(!on)); // at once; Python's answer draws it again
    act();
  });
}

function wide(row, data, picked, tell) {
  const cell = (key, ...children) => el("span", { class: `wl-c-${key}`, role: "cell" }, ...children);
  return selectable(row, data, tell,
    box(picked.has(row.id), `${data.words.pick} ${row.name}`, () => tell("pick", { works: [row.id], on: !picked.has(row.id) })),
    cell("name", kindSign(row.kind, data.icons),
      el("span", { class: "wl-name", title: row.name }, row.name)),
    cell("status", statusBadge(row.status), row.late ? el("span", { class: "wl-late", title: row.reason }, row.late) : null),
    cell("place", el("span", { class: row.placed ? "" : "wl-faint", title: row.place }, row.place)),
    cell("share", bar(row.parts, data.words), el("span", { class: "wl-number" }, row.share)),
    cell("quantity", row.quantity, row.surplus ? el("em", { title: data.words.surplus }, row.surplus) : null),
    cell("start", day(row.start, data.words)), cell("end", day(row.end, data.words)),
    cell("who", el("span", { title: row.who }, row.who)));
}

function day(date, words) {
  return el("span", { class: date.confirmed ? "" : "wl-estimated", title: date.confirmed ? words.confirmed : words.estimated }, date.text);
}

function slim(row, data, tell) {
  return selectable(row, data, tell,
    statusSign(row.status),
    el("span", { class: "wl-two" }, el("span", { class: "wl-name" }, kindSign(row.kind, data.icons), row.name),
      el("span", { class: "wl-muted" }, [row.status.title, row.place].join(" · "))),
    el("span", { class: "wl-late" }, row.late),
    el("span", { class: "wl-number" }, row.share));
}

function selectable(row, data, tell, ...cells) {
  const chosen = data.selected === row.id;
  const node = press(
    el("div", { class: `wl-row${chosen ? " wl-chosen" : ""}`, role: "row", "aria-selected": String(chosen), "data-work": row.id }, cells),
    () => tell("select", { work: row.id, project: row.project }));
  node.setAttribute("role", "row");
  return node;
}

/** Arrow keys walk from row to row. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = [...event.currentTarget.querySelectorAll(".wl-row[data-work]")];
  const here = rows.indexOf(document.activeElement);
  if (step && here >= 0 && rows[here + step]) {
    event.preventDefault();
    rows[here + step].focus();
  }
}
