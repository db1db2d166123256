// What was said against what was measured, contracted and accepted; and which building has work left.

import { el, press, statusSign } from "./dom.js";

export function ledger(data, tell) {
  return el("div", { class: "wl-ledger" }, data.rows.map((row) => promise(row, data, tell)));
}

function promise(row, data, tell) {
  const head = el("header", {},
    el("span", { class: "wl-said" }, el("span", { class: "wl-muted" }, row.title), el("b", {}, row.said)),
    el("span", { class: `wl-verdict wl-v-${row.verdict.key}` }, row.verdict.title));
  const node = el("article", { class: `wl-promise${row.id === data.chosen ? " wl-chosen" : ""}`, "data-promise": row.id },
    head,
    row.bars.length ? el("div", { class: "wl-bullets" }, row.bars.map((item) => bullet(item, row))) : null,
    el("p", {}, row.reason, row.difference ? el("span", { class: "wl-difference" }, row.difference) : null),
    el("footer", { class: "wl-muted" }, row.source, row.works ? el("span", { class: "wl-link" }, row.works) : null));
  return press(node, () => tell("promise", { promise: row.id }));
}

/** A measure on the scale of the promise; the mark is what was said. */
function bullet(item, row) {
  return el("div", { class: `wl-bullet wl-b-${item.key}` },
    el("span", { class: "wl-muted" }, item.title),
    el("span", { class: "wl-scale" }, el("i", { style: { width: `${100 * item.share}%` } }), el("s", { style: { left: `${100 * row.mark}%` }, class: row.bound })),
    el("span", { class: "wl-number" }, item.text));
}

export function matrix(data, tell) {
  const head = el("div", { class: "wl-mrow wl-head" }, el("span"), data.columns.map((title) => el("span", {}, title)));
  const rows = data.rows.map((row) => press(
    el("div", { class: `wl-mrow${row.open ? " wl-unfinished" : ""}`, title: row.told },
      el("span", { class: "wl-name" }, row.title),
      row.cells.map((cell) => el("span", { class: "wl-cell", title: cell ? cell.told : null },
        cell ? statusSign(cell.status) : el("i", { class: "wl-none" }), cell?.late ? el("span", { class: "wl-late-dot" }) : null))),
    () => tell("building", { building: row.id })));
  return el("div", { class: "wl-matrix", style: { "--columns": data.columns.length } }, head, rows);
}
