/** Asking what lies at a place: a lasso, a rectangle, a circle, or something that is there; then back to looking. */

import { ICONS, metres } from "./dom.js";
import { metresPerPixel, toLonLat, toWorld } from "./geometry.js";
import { stroke } from "./ground.js";
import { featuresAt } from "./picking.js";
import { paintPicked } from "./picked_paint.js";

const MODES = [["look", ICONS.hand], ["lasso", ICONS.lasso], ["rectangle", ICONS.rectangle], ["circle", ICONS.circle], ["pick", ICONS.pointer]];
const CLICK_PX = 6; // less than this was a click, not a drag
const CLOSE_PX = 1.2; // what a lasso may lose when it is simplified
const CIRCLE_CORNERS = 72;

/** Start asking; answers {show, paint, paintUnder, undo, leave, finish, stop}. `tool.geometry` is the way to begin with. */
export function startAsk(app, tool, { show, tell }) {
  const ask = { mode: tool.geometry, path: null, picked: [] };
  const again = () => { show(barOf(app, ask, acts)); app.surface.redrawOverlay(); };
  const acts = {
    into(mode) {
      ask.mode = mode;
      ask.path = null;
      app.resting = mode === "look";
      holdMap(app, mode);
      again();
    },
    answer(message) { tell(message); acts.into(message.message === "picked" ? "pick" : "look"); },
    clear() { ask.picked = []; tell({ message: "drawn", geometry: null }); acts.into("lasso"); },
    leave() { if (ask.path) { ask.path = null; again(); } else acts.into("look"); },
    finish() {
      if (ask.path) { end(app, ask, acts); return; }
      tell({ message: "drawn", geometry: inView(app) });
      acts.into("look");
    },
    again,
  };
  const endings = [listenToDrags(app, ask, acts), listenToPicks(app, tool, ask, acts)];
  acts.into(ask.mode);
  return {
    show: again,
    paintUnder: (view) => paintPicked(view, app, shownRows(app)),
    paint: (view) => { if (ask.path) paintPath(view, app, ask); },
    undo: acts.clear,
    leave: acts.leave,
    finish: acts.finish,
    stop() { endings.forEach((stop) => stop()); app.resting = false; holdMap(app, "look"); },
  };
}

/** The features behind the number that is open in the report. */
function shownRows(app) {
  return (app.state.tool?.picked ?? []).map(([layer, id]) => app.store.find(layer, id)).filter(Boolean);
}

/** While an outline is drawn the map stays where it is; two fingers still move it. */
function holdMap(app, mode) {
  const drags = ["lasso", "rectangle", "circle"].includes(mode);
  app.map.dragging[drags ? "disable" : "enable"]();
  app.map.getContainer().classList.toggle("mv-lasso", drags);
  app.map.getContainer().classList.toggle("mv-pointing", mode === "pick");
}

function listenToDrags(app, ask, acts) {
  const container = app.map.getContainer();
  const at = (event) => {
    const { lng, lat } = app.map.mouseEventToLatLng(event);
    return { px: app.map.mouseEventToContainerPoint(event), world: toWorld(lng, lat) };
  };
  const down = (event) => {
    if (app.measuring || !["lasso", "rectangle", "circle"].includes(ask.mode) || event.button || event.target.closest?.(".mv-panel")) return;
    if (ask.path) { ask.path = null; acts.again(); return; } // a second finger: the map is to be moved
    if (!event.isPrimary) return;
    ask.path = [at(event)];
    ask.pointer = event.pointerId;
  };
  const move = (event) => {
    if (!ask.path || event.pointerId !== ask.pointer) return;
    const here = at(event);
    if (ask.mode === "lasso") { if (ask.path.at(-1).px.distanceTo(here.px) >= 2) ask.path.push(here); } else ask.path[1] = here;
    acts.again();
  };
  const up = (event) => {
    // A moment later: the click that ends the drag must still find the map held.
    if (ask.path && event.pointerId === ask.pointer) window.setTimeout(() => end(app, ask, acts), 0);
  };
  const cancel = () => { ask.path = null; acts.again(); };
  const kinds = [["pointerdown", down], ["pointermove", move], ["pointerup", up], ["pointercancel", cancel]];
  for (const [kind, listener] of kinds) container.addEventListener(kind, listener);
  return () => { for (const [kind, listener] of kinds) container.removeEventListener(kind, listener); };
}

/** The outline is done: ask about it, or go on if it was only a click. */
function end(app, ask, acts) {
  const path = ask.path ?? [];
  ask.path = null;
  const clicked = path.length < 2 || path.every(({ px }) => px.distanceTo(path[0].px) < CLICK_PX);
  if (ask.mode === "circle" && path.length) {
    const radius = clicked ? 0 : radiusOf(app, path);
    acts.answer({ message: "drawn", geometry: { type: "Point", coordinates: rounded(path[0].world) }, radius_m: Math.round(radius) });
  } else if (clicked || (ask.mode === "lasso" && path.length < 4)) acts.again();
  else {
    const corners = ask.mode === "rectangle" ? rectangle(path) : simplified(path);
    acts.answer({ message: "drawn", geometry: polygon(corners) });
  }
}

function radiusOf(app, [from, to]) {
  const [, lat] = toLonLat(...from.world);
  return from.px.distanceTo(to.px) * metresPerPixel(lat, app.map.getZoom());
}

function rectangle([{ world: [x, y] }, { world: [u, v] }]) {
  return [[x, y], [u, y], [u, v], [x, v]];
}

function polygon(corners) {
  const ring = corners.map(rounded);
  return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
}

function rounded([x, y]) {
  return toLonLat(x, y).map((value) => Math.round(value * 1e6) / 1e6);
}

/** What the map shows now, as a rectangle: the way to ask without a pointer. */
function inView(app) {
  const bounds = app.map.getBounds();
  const [w, s, e, n] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((value) => Math.round(value * 1e6) / 1e6);
  return { type: "Polygon", coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] };
}

/** The corners of a drawn line that matter on the screen (Douglas and Peucker). */
function simplified(path) {
  const keep = new Set([0, path.length - 1]);
  const parts = [[0, path.length - 1]];
  while (parts.length) {
    const [a, b] = parts.pop();
    let [far, where] = [0, -1];
    for (let i = a + 1; i < b; i += 1) {
      const away = distanceTo(path[i].px, path[a].px, path[b].px);
      if (away > far) [far, where] = [away, i];
    }
    if (far > CLOSE_PX) { keep.add(where); parts.push([a, where], [where, b]); }
  }
  return [...keep].sort((a, b) => a - b).map((i) => path[i].world);
}

function distanceTo(p, a, b) {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const along = Math.max(0, Math.min(1, ((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y || 1)));
  return Math.hypot(p.x - a.x - along * x, p.y - a.y - along * y);
}

function listenToPicks(app, tool, ask, acts) {
  const { map } = app;
  const at = (event) => {
    const [x, y] = toWorld(event.latlng.lng, event.latlng.lat);
    const zoom = map.getZoom();
    const tolerance = window.matchMedia("(pointer: coarse)").matches ? 15 : 6;
    const found = featuresAt(app, { x, y, zoom, pixel: 1 / 2 ** zoom, mpp: metresPerPixel(event.latlng.lat, zoom), tolerance });
    return found.find((feature) => tool.layers.includes(feature.layer)) ?? null;
  };
  const click = (event) => {
    if (app.measuring || ask.mode !== "pick") return;
    const feature = at(event);
    if (!feature) return;
    const key = `${feature.layer}:${feature.id}`;
    const more = event.originalEvent.shiftKey || event.originalEvent.ctrlKey || event.originalEvent.metaKey;
    if (!more) ask.picked = [key];
    else ask.picked = ask.picked.includes(key) ? ask.picked.filter((other) => other !== key) : [...ask.picked, key];
    acts.answer({ message: "picked", items: ask.picked.map((item) => [item.slice(0, item.indexOf(":")), item.slice(item.indexOf(":") + 1)]) });
  };
  const hover = (event) => {
    if (ask.mode !== "pick") return;
    const feature = app.measuring || event.originalEvent.target.closest?.(".mv-panel") ? null : at(event);
    if (feature !== app.hovered) { app.hovered = feature; app.surface.redrawOverlay(); }
  };
  map.on("click", click).on("mousemove", hover);
  return () => { map.off("click", click).off("mousemove", hover); app.hovered = null; };
}

function barOf(app, ask, acts) {
  const radius = ask.mode === "circle" && ask.path?.length > 1 ? metres(radiusOf(app, ask.path)) : "";
  return {
    text: app.word(`ask_${ask.mode}_hint`),
    total: radius,
    buttons: [
      ...MODES.map(([mode, path]) => ({ word: `ask_${mode}`, path, run: () => acts.into(mode), pressed: ask.mode === mode })),
      { word: "tool_clear", path: ICONS.bin, run: acts.clear },
    ],
  };
}

function paintPath(view, app, { mode, path }) {
  const { ctx } = view;
  const put = ([x, y]) => [x * view.scale - view.left, y * view.scale - view.top];
  if (path.length < 2) return;
  const corners = mode === "lasso" ? path.map(({ world }) => world) : mode === "rectangle" ? rectangle(path) : circle(path);
  ctx.beginPath();
  corners.map(put).forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](x, y));
  ctx.closePath();
  ctx.globalAlpha = 0.14;
  ctx.fillStyle = app.tokens.accent;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.setLineDash([6, 5]);
  stroke(ctx, app.tokens.halo, 4);
  stroke(ctx, app.tokens.accent, 2);
  ctx.setLineDash([]);
}

function circle([{ world: [x, y] }, { world: [u, v] }]) {
  const reach = Math.hypot(u - x, v - y);
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => (2 * Math.PI * i) / CIRCLE_CORNERS)
    .map((turn) => [x + reach * Math.cos(turn), y + reach * Math.sin(turn)]);
}
