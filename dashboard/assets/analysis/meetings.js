// Works that meet: what is wrong (or could be shared), what is at stake, what to do; a press opens one.

import { el, press } from "../worklist/dom.js";

export function meetings(data, tell) {
  if (!data.rows.length) return el("p", { class: "an-calm" }, data.words.nothing);
  let title = "";
  const parts = [];
  for (const row of data.rows) {
    if (row.title !== title) {
      title = row.title;
      const count = data.rows.filter((other) => other.title === title).length;
      parts.push(el("h4", {}, el("i", { class: `an-meet${row.good ? " an-good" : ""}`, "aria-hidden": "true" }), title, el("b", {}, count)));
    }
    parts.push(line(row, data, tell));
  }
  return el("div", {}, parts, data.words.left_out ? el("p", { class: "an-muted an-foot" }, data.words.left_out) : null);
}

function line(row, data, tell) {
  const node = el("div", { class: `an-row an-meeting${row.on ? " an-on" : ""}`, "data-id": `meeting-${row.id}` },
    el("span", { class: "an-words" },
      el("b", {}, row.words),
      el("small", { class: "an-muted" }, row.facts),
      row.decision ? el("small", {}, `${row.decision}${data.words.colon}${row.why}`) : el("small", { class: row.good ? "" : "an-need" }, row.advice),
      row.again ? el("small", { class: "an-need" }, data.words.again) : null),
    row.stake ? el("span", { class: "an-stake" }, row.stake) : null);
  return press(node, () => tell("open", { id: row.id }));
}
