// Progress added up: one bar for each project, kind, compound or building.

import { bar, el, kindSign, press } from "./dom.js";

export function progress(data, tell) {
  const legend = ["accepted", "unaccepted", "rest"].map((key) =>
    el("span", {}, el("i", { class: `wl-swatch wl-${key}` }), data.words[key]));
  const rows = data.rows.map((row) => {
    const node = el("div", { class: "wl-progress" },
      el("span", { class: "wl-name", title: row.title }, kindSign(row.kind, data.icons), row.title),
      bar(row.parts, data.words, "wl-thick"),
      el("b", { class: "wl-number" }, row.share),
      el("span", { class: "wl-muted" }, [row.count, ...row.notes].join(" · ")));
    return row.key ? press(node, () => tell("group", { key: row.key })) : node;
  });
  return el("div", {}, el("div", { class: "wl-legend wl-muted" }, legend), el("div", { class: "wl-progresses" }, rows));
}
