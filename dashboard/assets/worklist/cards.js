// Projects as cards: progress first, then where it stands, what hurts, and the works that matter now.

import { bar, el, kindSign, press, statusSign } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

export function cards(data, tell) {
  return el("div", { class: "wl-cards" }, data.rows.map((row) => card(row, data, tell)));
}

function card(row, data, tell) {
  const open = () => tell("open", { project: row.id });
  const head = press(
    el("header", {},
      el("h3", {}, row.name),
      el("span", { class: "wl-muted" }, el("span", {}, row.line), " · ", el("span", {}, row.dates)),
    ),
    open,
  );
  const plan = sitePlan(row, data);
  if (plan) head.prepend(plan);
  const figure = el("div", { class: "wl-figure" },
    el("b", {}, row.share),
    el("span", { class: `wl-status wl-is-${row.status.key}` }, statusSign(row.status), row.status.title),
    row.late ? el("span", { class: "wl-late" }, row.late) : null,
  );
  return el("article", { class: "wl-card" },
    head, figure, bar(row.parts, data.words, "wl-thick"), steps(row),
    el("div", { class: "wl-lines" }, row.works.map((work) => line(work, row, data, tell))),
    el("footer", { class: "wl-muted" },
      row.more ? press(el("span", { class: "wl-link" }, row.more), open) : null,
      row.notes.length ? el("span", {}, row.notes.join(" · ")) : null,
      el("span", {}, row.facts.join(" · ")),
    ),
  );
}

/** Where the works lie in the community: each in the colour of its status, late ones ringed. */
function sitePlan(row, data) {
  if (!data.ground) return null;
  const place = document.createElementNS(SVG, "svg");
  place.setAttribute("viewBox", data.ground.box);
  place.setAttribute("class", "wl-plan");
  place.setAttribute("aria-hidden", "true");
  const add = (shape, look) => {
    if (!shape) return;
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", shape);
    path.setAttribute("class", look);
    place.append(path);
  };
  add(data.ground.compounds, "wl-site");
  add(data.ground.buildings, "wl-built");
  for (const part of row.plan) {
    const tone = `wl-is-${part.status}`;
    add(part.whole, `${tone} wl-over-all`);
    add(part.lines, `${tone} wl-along`);
    add(part.areas, `${tone} wl-there`);
    add(part.late, "wl-there-late");
  }
  return place;
}

function steps(row) {
  const marks = Array.from({ length: row.steps.all }, (_, i) => el("i", { class: i < row.steps.closed ? "wl-on" : "" }));
  return el("div", { class: "wl-steps" }, el("span", { class: "wl-dots", "aria-hidden": "true" }, marks), row.step);
}

function line(work, row, data, tell) {
  const chosen = data.selected === work.id;
  return press(
    el("div", { class: `wl-line${chosen ? " wl-chosen" : ""}`, "aria-pressed": String(chosen), title: work.status.title },
      statusSign(work.status), kindSign(work.kind, data.icons), el("span", { class: "wl-name" }, work.name),
      work.late ? el("span", { class: "wl-late" }, work.late) : null,
      el("span", { class: "wl-number" }, work.share),
    ),
    () => tell("select", { work: work.id, project: row.id }),
  );
}
