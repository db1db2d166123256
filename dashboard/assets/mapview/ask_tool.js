/** Asking what lies at a place: a lasso, a rectangle, a circle, or something that is there; then back to looking. */

import { ICONS, metres } from "./dom.js";
import { metresPerPixel, toLonLat } from "./geometry.js";
import { followHand, holdMap, keyOf, pairOf, paintHand, thingAt } from "./hand.js";
import { paintPicked } from "./picked_paint.js";

const MODES = [["look", ICONS.hand], ["lasso", ICONS.lasso], ["rectangle", ICONS.rectangle], ["circle", ICONS.circle], ["pick", ICONS.pointer]];
const DRAWN = new Set(["lasso", "rectangle", "circle"]);
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
      hold(app, mode);
      again();
    },
    answer(message) { tell(message); acts.into(message.message === "picked" ? "pick" : "look"); },
    clear() { ask.picked = []; tell({ message: "drawn", geometry: null }); acts.into("lasso"); },
    leave() { if (ask.path) { ask.path = null; again(); } else acts.into("look"); },
    finish() {
      if (ask.path) { end(app, ask.mode, ask.path, acts); return; }
      tell({ message: "drawn", geometry: inView(app) });
      acts.into("look");
    },
    again,
  };
  const endings = [followHand(app, ask, {
    wanted: () => DRAWN.has(ask.mode), whole: () => ask.mode === "lasso", changed: again, done: (path) => end(app, ask.mode, path, acts),
  }), listenToPicks(app, tool, ask, acts)];
  acts.into(ask.mode);
  return {
    show: again,
    paintUnder: (view) => paintPicked(view, app, shownRows(app)),
    paint: (view) => { if (ask.path) paintPath(view, app, ask); },
    undo: acts.clear,
    leave: acts.leave,
    finish: acts.finish,
    stop() { endings.forEach((stop) => stop()); app.resting = false; hold(app, "look"); },
  };
}

/** The features behind the number that is open in the report. */
function shownRows(app) {
  return (app.state.tool?.picked ?? []).map(([layer, id]) => app.store.find(layer, id)).filter(Boolean);
}

/** What the pointer does to the map in a mode: nothing while it draws. */
function hold(app, mode) {
  holdMap(app, DRAWN.has(mode));
  app.map.getContainer().classList.toggle("mv-pointing", mode === "pick");
}

/** The outline is done: ask about it, or go on if it was only a click. */
function end(app, mode, path, acts) {
  const clicked = path.length < 2 || path.every(({ px }) => px.distanceTo(path[0].px) < CLICK_PX);
  if (mode === "circle") {
    const radius = clicked ? 0 : radiusOf(app, path);
    acts.answer({ message: "drawn", geometry: { type: "Point", coordinates: rounded(path[0].world) }, radius_m: Math.round(radius) });
  } else if (clicked || (mode === "lasso" && path.length < 4)) acts.into(mode);
  else {
    const corners = mode === "rectangle" ? rectangle(path) : simplified(path);
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
  const at = (event) => thingAt(app, event, tool.layers);
  const click = (event) => {
    if (app.measuring || ask.mode !== "pick") return;
    const feature = at(event);
    if (!feature) return;
    const key = keyOf(feature);
    const more = event.originalEvent.shiftKey || event.originalEvent.ctrlKey || event.originalEvent.metaKey;
    if (!more) ask.picked = [key];
    else ask.picked = ask.picked.includes(key) ? ask.picked.filter((other) => other !== key) : [...ask.picked, key];
    acts.answer({ message: "picked", items: ask.picked.map(pairOf) });
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
  if (path.length < 2) return;
  paintHand(view, app, mode === "lasso" ? path.map(({ world }) => world) : mode === "rectangle" ? rectangle(path) : circle(path));
}

function circle([{ world: [x, y] }, { world: [u, v] }]) {
  const reach = Math.hypot(u - x, v - y);
  return Array.from({ length: CIRCLE_CORNERS }, (_, i) => (2 * Math.PI * i) / CIRCLE_CORNERS)
    .map((turn) => [x + reach * Math.cos(turn), y + reach * Math.sin(turn)]);
}
