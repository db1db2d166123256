// Whom a closure touches, and the notices to be copied or printed.

import { el, press } from "../worklist/dom.js";
import { copier, copyable } from "./copying.js";

export function closure(data, tell) {
  return el("div", {},
    el("div", { class: "an-figures" }, data.figures.map((figure) => el("div", {}, el("b", {}, figure.value), el("span", {}, figure.title)))),
    data.warnings.map((text) => el("p", { class: "an-warn" }, text)),
    data.rows.length ? data.rows.map((row) => press(
      el("div", { class: `an-row${row.on ? " an-on" : ""}`, "data-id": `house-${row.id}` },
        el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: row.cut ? "an-need" : "an-muted" }, [row.words, row.households].filter(Boolean).join(" · "))),
        row.extra ? el("span", { class: "an-stake" }, row.extra) : null),
      () => tell("house", { id: row.on ? "" : row.id }))) : el("p", { class: "an-calm" }, data.words.nobody),
    takes(data),
  );
}

/** Roads by what stays open of their width, parking bays, gardens, facilities. */
function takes(data) {
  if (!data.takes.length) return null;
  return el("section", {}, el("h4", {}, data.words.takes),
    data.takes.map((row) => el("div", { class: "an-row" },
      el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: row.shut ? "an-need" : "an-muted" }, row.words)),
      row.value ? el("span", { class: "an-stake" }, row.value) : null)));
}

/** Each notice as it will be read, with a button that copies it; all of them at once above. */
export function notices(data) {
  if (!data.notices.length) return el("p", { class: "an-calm" }, data.words.nobody);
  return el("div", { class: "an-notices" },
    data.notices.length > 1 ? copier(data.words.copy_all.replace("{count}", data.notices.length), data.all, data.words) : null,
    data.notices.map((notice) => copyable(notice.text, data.words)));
}
