// One line above every view: all chosen works together, and one click for each status.

import { bar, el, press, statusSign } from "./dom.js";

export function summary(data, tell) {
  const chip = (item, key, word, sign) => press(
    el("span", { class: `wl-chip${item.on ? " wl-on" : ""}${key === "late" ? " wl-chip-late" : ""}`, "aria-pressed": String(item.on) },
      sign, item.title, el("b", {}, item.count)),
    () => tell("filter", { [key]: item.on ? "" : word }));
  return el("div", { class: "wl-summary" },
    el("span", { class: "wl-total" }, el("span", { class: "wl-muted" }, data.told), el("b", {}, data.share), bar(data.parts, data.words, "wl-thick")),
    el("span", { class: "wl-chips" },
      data.statuses.map((item) => chip(item, "status", item.key, statusSign(item))),
      chip(data.late, "late", "1", el("i", { class: "wl-late-dot" }))),
    el("span", { class: "wl-muted wl-notes" }, data.notes.map((note) => el("span", {}, note))));
}
