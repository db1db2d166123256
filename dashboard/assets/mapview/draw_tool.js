/** Drawing a place on the map: clicks set points, double click or a button finishes, dots can be dragged. */

import { ICONS, metres, number, squareMetres } from "./dom.js";
import { Drawing } from "./drawing.js";
import { paintDrawing } from "./draw_paint.js";
import { boxOf, inside, toLonLat, toWorld, worldRing } from "./geometry.js";
import { chainLength, projection, ringArea } from "./metric.js";
import { crossesItself, outlinesNear, snapTo } from "./snapping.js";

const SNAP_PX = 10;
const TOUCH_PX = 18;
const SAME_PX = 5;

/** Start drawing; answers {show, paint, undo, leave, finish, stop}. */
export function startDraw(app, tool, { show, tell }) {
  const draw = { tool, drawing: new Drawing(tool.geometry, tool.drawn), tip: null, snap: null, grip: null, hot: null, touch: false, swallow: false, project: null };
  const again = () => { show(barOf(app, draw, acts)); app.surface.redrawOverlay(); };
  const report = () => { tell({ message: "drawn", geometry: draw.drawing.geometry() }); again(); };
  const { drawing } = draw;
  const acts = {
    undo() { if (drawing.undo()) { draw.tip = null; report(); } },
    finish() { draw.tip = null; if (drawing.finish()) report(); else again(); },
    clear() { if (drawing.parts.length) { drawing.clear(); report(); } },
    leave() { draw.tip = null; if (drawing.open) { drawing.drop(); report(); } },
    report,
    again,
  };
  const endings = [listenToClicks(app, draw, acts), listenToGrips(app, draw, acts)];
  app.map.getContainer().classList.add("mv-drawing");
  app.map.doubleClickZoom.disable();
  projection(app).then((project) => { draw.project = project; again(); }, () => {});
  const boxes = drawing.parts.map(({ points }) => boxOf([worldRing(points)]));
  if (boxes.length && !app.sees(boxes)) app.showBoxes(boxes);
  return {
    show: again,
    paint: (view) => paintDrawing(view, app, draw),
    undo: acts.undo,
    finish: acts.finish,
    leave: acts.leave,
    stop() {
      endings.forEach((end) => end());
      app.map.doubleClickZoom.enable();
      app.map.dragging.enable();
      app.map.getContainer().classList.remove("mv-drawing");
    },
  };
}

/** Where a pointer sets a point: [lon, lat], on a corner or an edge if one is near and Alt is not held. */
function placed(app, draw, latlng, event) {
  const [x, y] = toWorld(latlng.lng, latlng.lat);
  const reach = (draw.touch ? TOUCH_PX : SNAP_PX) / 2 ** app.map.getZoom();
  const own = draw.drawing.finished
    .filter((_, part) => part !== draw.grip?.part)
    .map(({ points }) => ({ ring: worldRing(points), closed: draw.drawing.kind === "area" }));
  draw.snap = event?.altKey ? null : snapTo([...outlinesNear(app, x, y, reach, draw.tool.layers, draw.tool.picked), ...own], x, y, reach);
  return draw.snap ? toLonLat(draw.snap.x, draw.snap.y) : [latlng.lng, latlng.lat];
}

function pixels(app, lonLat) {
  return app.map.latLngToContainerPoint([lonLat[1], lonLat[0]]);
}

function listenToClicks(app, draw, acts) {
  const { map } = app;
  const { drawing } = draw;
  const click = (event) => {
    if (app.measuring || draw.swallow || draw.hot) return;
    if (draw.tool.single && drawing.finished.length) return; // one place only: its dots can be dragged
    const here = placed(app, draw, event.latlng, event.originalEvent);
    const points = drawing.current?.points ?? [];
    const at = pixels(app, here);
    const near = (point) => point && pixels(app, point).distanceTo(at) < (draw.touch ? TOUCH_PX : SAME_PX);
    if (points.length && near(points.at(-1))) return; // the second click of a double click
    if (drawing.kind === "area" && points.length >= drawing.least && near(points[0])) { acts.finish(); return; }
    drawing.add(here);
    draw.tip = null;
    if (drawing.open) acts.again();
    else acts.report();
  };
  const follow = (event) => {
    if (app.measuring || draw.grip) return;
    if (event.originalEvent.target.closest?.(".mv-panel")) { draw.tip = draw.snap = null; acts.again(); return; }
    const here = placed(app, draw, event.latlng, event.originalEvent);
    draw.tip = drawing.open ? here : null;
    draw.hot = drawing.open ? null : gripAt(app, draw, event.containerPoint);
    if (draw.hot) draw.snap = null;
    app.map.getContainer().classList.toggle("mv-grab", Boolean(draw.hot));
    acts.again();
  };
  const double = (event) => {
    const grip = drawing.open ? null : gripAt(app, draw, event.containerPoint);
    if (grip && !grip.between) { drawing.remove(grip.part, grip.i); draw.hot = null; acts.report(); return; }
    acts.finish();
  };
  const leave = () => { draw.tip = draw.snap = null; acts.again(); };
  map.on("click", click).on("mousemove", follow).on("dblclick", double).on("mouseout", leave);
  return () => map.off("click", click).off("mousemove", follow).off("dblclick", double).off("mouseout", leave);
}

/** The dot of a finished part under the pointer: {part, i}, or half way along an edge {part, i, between}. */
function gripAt(app, draw, at) {
  const reach = draw.touch ? TOUCH_PX : SNAP_PX;
  const { drawing } = draw;
  let middle = null;
  for (const [part, { points }] of drawing.finished.entries()) {
    for (const [i, point] of points.entries()) {
      const here = pixels(app, point);
      if (here.distanceTo(at) <= reach) return { part, i };
      const next = points[i + 1] ?? (drawing.kind === "area" ? points[0] : null);
      if (!next || drawing.kind === "point") continue;
      const there = pixels(app, next);
      const half = here.add(there).divideBy(2);
      if (here.distanceTo(there) > 4 * reach && half.distanceTo(at) <= reach) middle ??= { part, i: i + 1, between: true };
    }
  }
  return middle;
}

/** Dragging dots, by mouse, pen or finger; the map stays where it is meanwhile. */
function listenToGrips(app, draw, acts) {
  const container = app.map.getContainer();
  const { drawing } = draw;
  const down = (event) => {
    draw.touch = event.pointerType === "touch";
    draw.swallow = false;
    if (app.measuring || drawing.open || !event.isPrimary || event.target.closest?.(".mv-panel")) return;
    const grip = gripAt(app, draw, app.map.mouseEventToContainerPoint(event));
    if (!grip) return;
    drawing.remember();
    if (grip.between) drawing.insert(grip.part, grip.i, place(event));
    draw.grip = { part: grip.part, i: grip.i, pointer: event.pointerId, moved: Boolean(grip.between) };
    app.map.dragging.disable();
  };
  const place = (event) => placed(app, draw, app.map.mouseEventToLatLng(event), event);
  const move = (event) => {
    if (event.pointerId !== draw.grip?.pointer) return;
    drawing.move(draw.grip.part, draw.grip.i, place(event));
    draw.grip.moved = true;
    acts.again();
  };
  const up = (event) => {
    if (event.pointerId !== draw.grip?.pointer) return;
    const { moved } = draw.grip;
    draw.grip = draw.snap = null;
    draw.swallow = true;
    app.map.dragging.enable();
    if (moved) acts.report();
    else { drawing.steps.pop(); acts.again(); }
  };
  const kinds = [["pointerdown", down], ["pointermove", move], ["pointerup", up], ["pointercancel", up]];
  // Before Leaflet hears of it: it must not begin to drag the map.
  for (const [kind, listener] of kinds) container.addEventListener(kind, listener, true);
  return () => { for (const [kind, listener] of kinds) container.removeEventListener(kind, listener, true); };
}

const HINTS = { point: "tool_draw_point", line: "tool_draw_line", area: "tool_draw_area" };

function barOf(app, draw, acts) {
  const { drawing } = draw;
  const ready = drawing.open && drawing.current.points.length >= drawing.least;
  const crossed = drawing.kind === "area" && drawing.parts.some(({ points }) => crossesItself(points));
  const finish = drawing.kind === "point" ? [] : [{ word: "tool_finish", path: ICONS.check, run: acts.finish, off: !ready }];
  return {
    text: app.word(drawing.open || !drawing.parts.length || drawing.kind === "point" ? HINTS[drawing.kind] : draw.tool.single ? "tool_edit_one" : "tool_edit"),
    total: totalOf(app, draw),
    warning: crossed ? app.word("tool_crossed") : "",
    buttons: [
      ...finish,
      { word: "tool_undo", path: ICONS.undo, run: acts.undo, off: !drawing.steps.length },
      { word: "tool_clear", path: ICONS.bin, run: acts.clear, off: !drawing.parts.length },
    ],
  };
}

/** Number of points, or length or area of all parts with the one being drawn up to the pointer. */
function totalOf(app, draw) {
  const { drawing } = draw;
  if (!drawing.parts.length) return "";
  if (drawing.kind === "point") return app.word("tool_points", { n: drawing.parts.length });
  if (!draw.project) return "";
  const flat = drawing.parts.map((part) => {
    const chain = part === drawing.current && draw.tip ? [...part.points, draw.tip] : part.points;
    return { chain: chain.map(draw.project), holes: part.holes.map((ring) => ring.map(draw.project)) };
  });
  const several = drawing.parts.length > 1 ? `${app.word("tool_places", { n: drawing.parts.length })} · ` : "";
  if (drawing.kind === "line") return several + metres(flat.reduce((sum, { chain }) => sum + chainLength(chain), 0));
  const area = flat.reduce((sum, { chain, holes }) => sum + ringArea(chain) - holes.reduce((out, ring) => out + ringArea(ring), 0), 0);
  return several + squareMetres(Math.max(0, area)) + (draw.tool.counts ? inhabited(app, draw) : "");
}

/** Buildings and households inside, up to the pointer: told while a dot is still under the hand. */
function inhabited(app, draw) {
  const rings = draw.drawing.parts.map((part) => worldRing(part === draw.drawing.current && draw.tip ? [...part.points, draw.tip] : part.points));
  const homes = app.store.features("building").filter(({ x, y }) => rings.some((ring) => inside(x, y, [ring])));
  const households = homes.reduce((sum, { p }) => sum + (p.households ?? 0), 0);
  return ` · ${app.word("tool_homes", { n: number(homes.length), households: number(households) })}`;
}
