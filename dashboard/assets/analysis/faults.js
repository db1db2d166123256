// What is wrong with the network, by kind: one line each, with rule and source; a press flies there.

import { el, press } from "../worklist/dom.js";

export function faults(data, tell) {
  if (!data.groups.length) return el("p", { class: "an-calm" }, data.words.nothing);
  return el("div", {}, data.groups.map((group) => section(group, tell)), el("p", { class: "an-muted an-foot" }, data.words.settings));
}

function section(group, tell) {
  const rows = group.rows.map((row) => line(row, group, tell));
  const head = el("h4", {},
    el("i", { class: `an-mark an-is-${group.severity}`, "aria-hidden": "true" }), group.title,
    el("small", { class: "an-muted" }, group.severity_title), el("b", {}, group.count));
  if (group.severity !== "note") return el("section", {}, head, rows, more(group));
  return el("details", { class: "an-more" }, el("summary", {}, `${group.title} ${group.count}`), rows, more(group));
}

function more(group) {
  return group.more ? el("p", { class: "an-muted an-foot" }, group.more) : null;
}

function line(row, group, tell) {
  const node = el("div", { class: `an-row${row.on ? " an-on" : ""}`, "data-id": `fault-${group.key}-${row.id}` },
    el("span", { class: "an-words" }, el("span", {}, row.words), row.source ? el("small", { class: "an-muted" }, row.source) : null));
  return row.can ? press(node, () => tell("see", { layer: row.layer, id: row.id })) : node;
}
