// The rows behind a number: pressing one shows it on the map.

import { el, press } from "../worklist/dom.js";

export function rows(data, tell) {
  const back = press(el("span", { class: "pl-back", "data-id": "back" }, "‹ ", data.words.back), () => tell("rows", { key: "" }));
  return el("div", { class: "pl-rows" },
    el("div", { class: "pl-rows-head" }, back, el("h4", {}, data.title, el("b", {}, data.count))),
    data.note ? el("p", { class: "pl-muted" }, data.note) : null,
    data.items.length ? data.items.map((row) => line(row, tell)) : el("p", { class: "pl-muted" }, data.words.none),
    data.more ? el("p", { class: "pl-muted" }, data.more) : null,
  );
}

function line(row, tell) {
  return press(el("div", { class: `pl-row${row.on ? " pl-on" : ""}`, "data-id": `${row.layer}:${row.id}` },
    el("span", { class: "pl-what" }, el("b", {}, row.title), row.words ? el("small", {}, row.words) : null),
    el("span", { class: "pl-amount" }, row.amount),
  ), () => tell("see", { layer: row.layer, id: row.id }));
}
