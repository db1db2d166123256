// Who is responsible here: sections from near to far; large on the residents' page, small on cards.

import { el, press, svg } from "../worklist/dom.js";

const PHONE = "M6.6 10.8a15 15 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1z";

export function answer(data, tell) {
  return el("div", { class: `pp-answer pp-${data.size}` },
    data.notes.map((note) => el("p", { class: "pp-note" }, note)),
    data.sections.map((section) => block(section, data, tell)),
    data.sections.length ? null : el("p", { class: "pp-muted" }, data.words.nobody),
  );
}

function block(section, data, tell) {
  return el("section", { class: `pp-section pp-at-${section.key}` },
    el("h4", {}, section.title, section.place ? el("span", {}, section.place) : null),
    section.lines.map((line) => (line.vacant ? vacancy(line, data, tell) : holder(line, data, tell))),
  );
}

function holder(line, data, tell) {
  return el("div", { class: "pp-line" },
    el("div", { class: "pp-who" },
      el("span", { class: "pp-role" }, [line.role, line.place, line.near].filter(Boolean).join(" · ")),
      el("span", { class: "pp-names" },
        line.names.map((name) => person(name, data, tell)),
        line.more ? el("span", { class: "pp-muted" }, line.more) : null),
    ),
    line.phone ? call(line, data) : null,
  );
}

function person(name, data, tell) {
  const node = el("span", { class: `pp-name${name.hidden ? " pp-hidden" : ""}` }, name.name,
    name.tag ? el("i", { class: "pp-tag" }, name.tag) : null,
    name.mobile ? el("small", {}, name.mobile) : null);
  if (!name.person) return node;
  node.title = data.words.open;
  node.classList.add("pp-press");
  return press(node, () => tell("person", { person: name.person }));
}

/** The office phone: a telephone dials it. */
function call(line, data) {
  const names = line.names.map((name) => name.name).join(" ");
  return el("a", { class: "pp-call", href: `tel:${line.phone.replace(/[^\d+]/g, "")}`, "aria-label": `${data.words.call} ${names} ${line.phone}` },
    svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: PHONE })), el("span", {}, line.phone));
}

function vacancy(line, data, tell) {
  return el("div", { class: "pp-line pp-vacant" },
    el("div", { class: "pp-who" },
      el("span", { class: "pp-role" }, [line.role, line.place].filter(Boolean).join(" · ")),
      el("span", { class: "pp-names" }, data.words.vacant)),
    data.words.assign && line.id
      ? press(el("span", { class: "pp-do" }, data.words.assign), () => tell("assign", { layer: line.layer, id: line.id, role: line.role_id }))
      : null,
  );
}
