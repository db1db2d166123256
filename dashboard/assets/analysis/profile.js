// The longitudinal profile: ground, crown and invert over the distance, and the table of figures below, as drawings have it.

import { el, press, svg } from "../worklist/dom.js";

/** Sizes in pixels; a projector's screen gets larger print. `least`: between two columns of figures. */
const DESK = { type: 14, left: 104, right: 18, top: 26, graph: 132, row: 19, least: 36 };
const WALL = { type: 17, left: 126, right: 22, top: 32, graph: 168, row: 23, least: 44 };
const sizes = () => (window.matchMedia("(min-width: 1700px)").matches ? WALL : DESK);

/** Draw to the width of the place; pointing marks the place on the map, a press selects the pipe. */
export function profile(data, tell, place) {
  const box = el("div", { class: "an-profile" });
  const head = el("div", { class: "an-profile-head" },
    el("b", {}, data.words.title), el("span", { class: "an-muted" }, data.words.about),
    el("span", { class: "an-profile-read", "aria-live": "polite" }),
    press(el("span", { class: "an-link", "data-id": "profile-size" }, data.words.size), () => tell("size")));
  const sheet = el("div", { class: "an-sheet", tabindex: "0" });
  box.append(head);
  if (data.folded) return box;
  box.append(sheet);
  let wide = 0;
  const draw = () => {
    const now = Math.max(320, Math.floor(sheet.clientWidth || place.clientWidth || 900));
    if (now === wide) return;
    wide = now;
    sheet.replaceChildren(drawing(data, tell, now, head.querySelector(".an-profile-read")));
  };
  new ResizeObserver(draw).observe(sheet);
  queueMicrotask(draw);
  return box;
}

function drawing(data, tell, wide, read) {
  const px = sizes();
  const { nodes } = data;
  const length = Math.max(nodes.at(-1).at, 1e-6);
  const full = Math.max(wide, px.left + px.right + nodes.length * px.least);
  const x = (metres) => px.left + (metres / length) * (full - px.left - px.right);
  const [low, high] = bounds(data);
  const y = (level) => px.top + px.graph - ((level - low) / (high - low)) * px.graph;
  const height = px.top + px.graph + 14 + data.words.rows.length * px.row + 4;
  const taller = Math.round((px.graph / (high - low)) / ((full - px.left - px.right) / length));
  const parts = [...grid(data, px, x, y, low, high, full), ...bodies(data, px, x, y, tell), ...ground(data, x, y), ...shafts(data, x, y), ...figures(data, px, x, full)];
  if (taller > 1) parts.push(svg("text", { class: "an-level", x: full - px.right, y: px.type - 1, "text-anchor": "end" }, data.words.taller.replace("{times}", taller)));
  const pointer = svg("line", { class: "an-pointer", y1: px.top - 8, y2: height - 4, x1: -9, x2: -9 });
  const picture = svg("svg", { class: "an-drawing", width: full, height, viewBox: `0 0 ${full} ${height}`, role: "img", "aria-label": data.words.title }, parts, pointer);
  picture.addEventListener("pointermove", (event) => point(event, picture, pointer, data, x, read));
  picture.addEventListener("pointerleave", () => leave(pointer, read));
  return picture;
}

function bounds({ nodes, pipes }) {
  const levels = [...nodes.flatMap((node) => [node.ground, node.invert]), ...pipes.flatMap((pipe) => [pipe.top, pipe.bottom])].filter((level) => level !== null);
  if (!levels.length) return [0, 1];
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const pad = Math.max(0.25, (high - low) * 0.08);
  return [low - pad, high + pad];
}

function grid(data, px, x, y, low, high, full) {
  const span = high - low;
  const step = [0.25, 0.5, 1, 2, 5, 10, 20].find((size) => span / size <= 6) ?? 50;
  const found = [];
  for (let level = Math.ceil(low / step) * step; level <= high; level += step) {
    found.push(svg("line", { class: "an-grid", x1: px.left, x2: full - px.right, y1: y(level), y2: y(level) }));
    found.push(svg("text", { class: "an-level", x: px.left - 8, y: y(level) + 4, "text-anchor": "end" }, level.toFixed(step < 1 ? 2 : 1)));
  }
  found.push(svg("text", { class: "an-level", x: px.left - 8, y: px.type - 1, "text-anchor": "end" }, data.words.level));
  return found;
}

/** Each pipe as the band between invert and crown, to scale. */
function bodies({ nodes, pipes, words }, px, x, y, tell) {
  return pipes.flatMap((pipe, i) => {
    if (pipe.top === null || pipe.bottom === null) {
      const middle = (x(nodes[i].at) + x(nodes[i + 1].at)) / 2;
      return [svg("text", { class: "an-missing", x: middle, y: px.top + px.graph / 2, "text-anchor": "middle" }, words.missing)];
    }
    const [x1, x2] = [x(nodes[i].at), x(nodes[i + 1].at)];
    const size = (pipe.diameter ?? 0) / 1000;
    const crown = `${x2},${y(pipe.bottom + size)} ${x1},${y(pipe.top + size)}`;
    const uphill = pipe.bottom > pipe.top + 5e-4;
    const kinds = [pipe.kind || "storm", uphill ? "uphill" : "", pipe.filled ? "filled" : "", pipe.used > 1 ? "over" : "", pipe.on ? "on" : ""].filter(Boolean).map((word) => `an-${word}`).join(" ");
    const body = svg("polygon", { class: `an-body ${kinds}`, points: `${x1},${y(pipe.top)} ${x2},${y(pipe.bottom)} ${crown}` }, svg("title", {}, pipe.told));
    press(body, () => tell("see", { layer: "pipe", id: pipe.id }));
    return [body, svg("line", { class: `an-invert ${kinds}`, x1, x2, y1: y(pipe.top), y2: y(pipe.bottom) })];
  });
}

function ground({ nodes }, x, y) {
  const known = nodes.filter((node) => node.ground !== null);
  if (known.length < 2) return [];
  const line = known.map((node) => `${x(node.at)},${y(node.ground)}`).join(" ");
  const earth = `${x(known[0].at)},${y(known[0].ground)} ${line} ${x(known.at(-1).at)},${y(known.at(-1).ground) - 7} ${[...known].reverse().map((node) => `${x(node.at)},${y(node.ground) - 5}`).join(" ")}`;
  return [svg("polygon", { class: "an-earth", points: earth }), svg("polyline", { class: "an-ground", points: line })];
}

function shafts({ nodes }, x, y) {
  return nodes.filter((node) => node.ground !== null && node.invert !== null).map((node) =>
    svg("rect", { class: `an-shaft${node.on ? " an-on" : ""}`, x: x(node.at) - 2.5, width: 5, y: y(node.ground), height: Math.max(0, y(node.invert) - y(node.ground)) }));
}

/** The rows below: manhole, ground, invert, distance at the nodes; diameter, slope, flow between them. */
function figures({ nodes, pipes, words }, px, x, full) {
  const top = px.top + px.graph + 14;
  const found = [];
  words.rows.forEach((row, i) => {
    const base = top + i * px.row;
    found.push(svg("line", { class: "an-grid", x1: 0, x2: full, y1: base, y2: base }));
    found.push(svg("text", { class: "an-head", x: 4, y: base + px.type }, row.title));
    const between = row.of === "pipe";
    let last = -Infinity;
    (between ? pipes : nodes).forEach((item, at) => {
      const text = item.cells[row.key];
      if (!text) return;
      const middle = between ? (x(nodes[at].at) + x(nodes[at + 1].at)) / 2 : x(item.at);
      const room = between ? x(nodes[at + 1].at) - x(nodes[at].at) : Infinity;
      const need = widthOf(text, px.type) + 10;
      const place = Math.max(px.left + need / 2 - 12, Math.min(full - need / 2, middle));
      if (place - need / 2 < last || (between && room < need * 0.8)) return;
      last = place + need / 2;
      found.push(svg("text", { class: `an-cell${item.on ? " an-on" : ""}${between && item.used > 1 && row.key === "used" ? " an-need" : ""}`, x: place, y: base + px.type, "text-anchor": "middle" }, text));
    });
  });
  return found;
}

/** About how wide a text is drawn: a Chinese character takes its size, anything else about half. */
function widthOf(text, type) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? type : 0.56 * type), 0);
}

/** Say what lies under the pointer, and mark it on the map. */
function point(event, picture, pointer, { nodes, pipes }, x, read) {
  const at = event.clientX - picture.getBoundingClientRect().left;
  let i = 0;
  while (i < pipes.length - 1 && x(nodes[i + 1].at) < at) i += 1;
  const [a, b] = [nodes[i], nodes[i + 1]];
  const share = Math.min(1, Math.max(0, (at - x(a.at)) / Math.max(1e-9, x(b.at) - x(a.at))));
  pointer.setAttribute("x1", x(a.at + share * (b.at - a.at)));
  pointer.setAttribute("x2", x(a.at + share * (b.at - a.at)));
  read.textContent = `${(a.at + share * (b.at - a.at)).toFixed(0)} m · ${pipes[i].told}`;
  if (a.spot.some(Number.isFinite) && b.spot.some(Number.isFinite)) mark([a.spot[0] + share * (b.spot[0] - a.spot[0]), a.spot[1] + share * (b.spot[1] - a.spot[1])]);
}

function leave(pointer, read) {
  pointer.setAttribute("x1", -9);
  pointer.setAttribute("x2", -9);
  read.textContent = "";
  mark(null);
}

/** The map lives in a frame of its own; it is told directly, without a run of the page. */
function mark(place) {
  const frame = document.querySelector(".st-key-map-place iframe");
  try {
    frame?.contentWindow?.mapview?.point?.(place);
  } catch {
    // Another origin (a page behind a proxy that splits them): the map is then only not marked.
  }
}
