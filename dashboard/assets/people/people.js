// Role-holders: roles with their counts to filter by, then one line for each person.

import { el, press } from "../worklist/dom.js";

export function people(data, tell) {
  return el("div", { class: "pp-people" },
    el("div", { class: "pp-roles", role: "group" }, data.roles.map((role) => chip(role, tell))),
    el("div", { class: "pp-list", role: "list" }, data.rows.map((row) => line(row, data, tell))),
  );
}

function chip(role, tell) {
  const node = el("span", { class: `pp-chip${role.on ? " pp-on" : ""}`, "data-id": `role-${role.id}`, "aria-pressed": String(role.on) },
    role.title, el("b", {}, role.count));
  return press(node, () => tell("role", { role: role.on ? "" : role.id }));
}

function line(row, data, tell) {
  const duties = row.duties.map((duty) => el("span", { class: "pp-duty" }, duty));
  const node = el("div", { class: `pp-person${row.on ? " pp-on" : ""}${row.left ? " pp-left" : ""}`, "data-id": row.id, "aria-current": row.on ? "true" : null },
    el("div", { class: "pp-first" },
      el("b", {}, row.name),
      el("span", { class: "pp-muted" }, row.left ? data.words.left : row.organisation)),
    el("div", { class: "pp-second" },
      el("span", { class: "pp-duties" }, duties, row.more ? el("span", {}, row.more) : null, row.none || null),
      el("span", { class: "pp-phones" }, el("span", {}, row.phone), el("span", {}, row.mobile))),
  );
  return press(node, () => tell("person", { person: row.id }));
}
