// Small pieces of the page. Text from data only ever goes through textContent.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; a string child is text. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, said] of Object.entries(value)) node.style.setProperty(key, said);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Something that answers a click, and Enter and space like a button. */
export function press(node, act) {
  node.setAttribute("role", node.getAttribute("role") ?? "button");
  node.tabIndex = 0;
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    act(event);
  });
  node.addEventListener("keydown", (event) => {
    if (event.target === node && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      act(event);
    }
  });
  return node;
}

const PIE = { planned: 0, preparing: 0.25, under_construction: 0.5, completed: 1, accepted: 1 };

/** The sign of a status: a circle that fills as the work goes on, a tick when it is accepted. */
export function statusSign(status) {
  const share = PIE[status.key] ?? 0;
  const parts = [svg("circle", { cx: 8, cy: 8, r: 6, class: "wl-ring" })];
  if (share > 0 && share < 1) {
    const angle = 2 * Math.PI * share;
    const [x, y] = [8 + 3.6 * Math.sin(angle), 8 - 3.6 * Math.cos(angle)];
    parts.push(svg("path", { d: `M8 8V4.4A3.6 3.6 0 ${share > 0.5 ? 1 : 0} 1 ${x} ${y}Z`, class: "wl-pie" }));
  }
  if (share === 1) parts.push(svg("circle", { cx: 8, cy: 8, r: 6, class: "wl-pie" }));
  if (status.key === "accepted") parts.push(svg("path", { d: "M5.2 8.2l2 2 3.7-4.2", class: "wl-tick" }));
  return svg("svg", { viewBox: "0 0 16 16", class: `wl-sign wl-is-${status.key}`, "aria-hidden": "true" }, parts);
}

/** The sign of a kind of work: its pictogram on a square of its colour. */
export function kindSign(kind, icons) {
  const shape = icons?.[kind?.icon];
  if (!shape) return null;
  return el("span", { class: "wl-kind", style: { background: kind.colour }, title: kind.title },
    svg("svg", { viewBox: "0 0 24 24", role: "img", "aria-label": kind.title }, svg("path", { d: shape })));
}

/** Sign and word of a status. */
export function statusBadge(status) {
  return el("span", { class: `wl-status wl-is-${status.key}` }, statusSign(status), el("span", {}, status.title));
}

/** A progress bar with its parts: accepted, done but not accepted, the rest. */
export function bar(parts, words, extra = "") {
  const wide = (share) => ({ width: `${100 * share}%` });
  return el(
    "span",
    { class: `wl-bar ${extra}`, role: "img", title: title(parts, words) },
    el("i", { class: "wl-accepted", style: wide(parts.accepted) }),
    el("i", { class: "wl-unaccepted", style: wide(parts.unaccepted) }),
  );
}

function title(parts, words) {
  const rest = Math.max(0, 1 - parts.accepted - parts.unaccepted);
  const told = [["accepted", parts.accepted], ["unaccepted", parts.unaccepted], ["rest", rest]];
  return told.map(([key, share]) => `${words[key] ?? key} ${Math.round(100 * share)} %`).join(" · ");
}
