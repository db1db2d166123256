// The duties of one person on one line of time: what holds now is solid, what is over pale, what comes hatched.

import { el, press } from "../worklist/dom.js";

const percent = (share) => `${(100 * share).toFixed(2)}%`;

export function timeline(data, tell) {
  return el("div", { class: "pp-time" },
    el("div", { class: "pp-axis" },
      el("span", {}),
      el("span", { class: "pp-track" },
        data.marks.filter((mark) => Math.abs(mark.at - data.today) > 0.07).map((mark) => el("i", { style: { left: percent(mark.at) } }, mark.text)),
        el("b", { style: { left: percent(data.today) }, title: data.day }, data.words.today))),
    data.rows.map((row) => duty(row, data, tell)),
  );
}

function duty(row, data, tell) {
  const bar = el("i", { class: `pp-bar${row.open ? " pp-open" : ""}${row.stand_in ? " pp-stand" : ""}`, style: { left: percent(row.from), width: percent(Math.max(0.004, row.to - row.from)) } });
  const node = el("div", { class: `pp-row pp-${row.state}${row.on ? " pp-on" : ""}`, "data-id": row.id, title: row.days },
    el("span", { class: "pp-what" },
      el("b", {}, row.role), el("span", {}, row.place),
      el("small", {}, [row.days, row.note].filter(Boolean).join(" · "))),
    el("span", { class: "pp-track" },
      data.marks.map((mark) => el("s", { style: { left: percent(mark.at) } })),
      bar, row.leave.map(([from, to]) => el("i", { class: "pp-leave", style: { left: percent(from), width: percent(Math.max(0.006, to - from)) } })), el("u", { style: { left: percent(data.today) } })));
  return data.words.open ? press(node, () => tell("duty", { duty: row.on ? "" : row.id })) : node;
}
