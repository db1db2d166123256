// What was said against what was measured, contracted and accepted; and which building has work left.

import { el, kindSign, press, statusSign } from "./dom.js";

const FIGURES = ["measured", "contracted", "done", "accepted"];

export function ledger(data, tell) {
  const words = data.words;
  const head = el("div", { class: "wl-promise wl-head" },
    el("span", {}, words.promise), el("span", { class: "wl-number" }, words.said), el("span", {}, legend(data)),
    FIGURES.map((key) => el("span", { class: "wl-number" }, data.figures[key])),
    el("span", { class: "wl-number" }, words.difference), el("span", {}, words.verdict));
  return el("div", { class: "wl-ledger" }, head, data.rows.map((row) => promise(row, data, tell)));
}

function legend(data) {
  const one = (key) => el("span", {}, el("i", { class: `wl-key wl-b-${key}` }), data.figures[key]);
  return el("span", { class: "wl-legend" }, ["accepted", "done", "contracted", "measured"].map(one));
}

function promise(row, data, tell) {
  const told = (key) => el("span", { class: `wl-number wl-f-${key}`, "data-title": data.figures[key] }, row.figures[key]?.text ?? "—");
  const node = el("article", { class: `wl-promise${row.id === data.chosen ? " wl-chosen" : ""}`, "data-promise": row.id },
    el("span", { class: "wl-two wl-f-title" }, el("b", { title: row.title }, row.title), el("span", { class: "wl-muted", title: row.source }, row.source)),
    el("b", { class: "wl-number wl-f-said" }, row.said),
    bullet(row, data),
    FIGURES.map(told),
    el("span", { class: "wl-number wl-f-difference", "data-title": data.words.difference }, row.difference || "—"),
    el("span", { class: "wl-two wl-f-verdict" },
      el("span", {}, el("span", { class: `wl-verdict wl-v-${row.verdict.key}` }, row.verdict.title)),
      el("span", { class: "wl-muted", title: row.reason }, row.reason)));
  return row.works ? press(node, () => tell("promise", { promise: row.id })) : node;
}

/** All quantities on the scale of the promise: bars for what is there, marks for what was drawn and contracted. */
function bullet(row, data) {
  const known = Object.entries(row.figures);
  if (!known.length) return el("span", { class: "wl-scale wl-unknown" });
  const parts = known.map(([key, item]) => {
    const where = key === "done" || key === "accepted" ? { width: `${100 * item.share}%` } : { left: `${100 * item.share}%` };
    return el("i", { class: `wl-b-${key}`, style: where, title: `${data.figures[key]} ${item.text}` });
  });
  return el("span", { class: `wl-scale ${row.bound}`, style: { "--mark": `${100 * row.mark}%` } }, parts, el("s"));
}

export function matrix(data, tell) {
  const open = (column) => () => tell("building", { building: column.id });
  const head = data.columns.map((column) => press(
    el("span", { class: `wl-cell wl-column${column.open ? " wl-unfinished" : ""}`, title: column.told, "data-building": column.id }, column.title),
    open(column)));
  const rows = data.rows.map((row) => el("div", { class: "wl-mrow" },
    el("span", { class: "wl-name", title: row.title }, kindSign(row.kind, data.icons), row.title),
    row.cells.map((cell, i) => press(
      el("span", { class: "wl-cell", title: cell ? cell.told : data.columns[i].told },
        cell ? statusSign(cell.status) : el("i", { class: "wl-none" }), cell?.late ? el("span", { class: "wl-late-dot" }) : null),
      open(data.columns[i])))));
  return el("div", { class: "wl-matrix", style: { "--columns": data.columns.length } }, el("div", { class: "wl-mrow wl-head" }, el("span"), head), rows);
}
