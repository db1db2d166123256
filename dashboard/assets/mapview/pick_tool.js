/** Picking assets: clicks toggle, a circle drawn by hand picks what is inside. */

import { AREA, POINT } from "./data.js";
import { ICONS, metres, number, squareMetres } from "./dom.js";
import { inside } from "./geometry.js";
import { stroke } from "./ground.js";
import { followHand, holdMap, keyOf, pairOf, paintHand, thingAt } from "./hand.js";
import { drawSymbol } from "./symbols.js";
import { paintPicked } from "./picked_paint.js";
import { spot } from "./things.js";
import { endOf } from "./work_marks.js";

/** Start picking; answers {show, paint, undo, leave, stop}. */
export function startPick(app, tool, { show, tell }) {
  const pick = { picked: tool.picked.map(([layer, id]) => keyOf({ layer, id })), steps: [], lasso: false, path: null };
  const again = () => { show(barOf(app, tool, pick, acts)); app.surface.redrawOverlay(); };
  const change = (next) => {
    pick.steps.push(pick.picked);
    pick.picked = next;
    report();
  };
  const report = () => {
    tell({ message: "picked", items: pick.picked.map(pairOf) });
    again();
  };
  const acts = {
    lasso() { pick.lasso = !pick.lasso; again(); holdMap(app, pick.lasso); },
    undo() { if (pick.steps.length) { pick.picked = pick.steps.pop(); report(); } },
    clear() { if (pick.picked.length) change([]); },
  };
  const circled = (path) => {
    const ring = Float64Array.from(path.flatMap(({ world }) => world));
    const more = path.length > 3 ? enclosed(app, tool, ring).filter((key) => !pick.picked.includes(key)) : [];
    if (more.length) change([...pick.picked, ...more]);
    if (path.length > 3) acts.lasso(); else again();
  };
  const endings = [
    listenToClicks(app, tool, pick, change),
    followHand(app, pick, { wanted: () => pick.lasso, whole: () => true, changed: again, done: circled }),
  ];
  showPicked(app, pick);
  return {
    show: again,
    paintUnder: (view) => paintPicked(view, app, featuresOf(app, pick)),
    paint: (view) => paint(view, app, pick),
    undo: acts.undo,
    leave: () => { pick.path = null; if (pick.lasso) acts.lasso(); },
    stop: () => { endings.forEach((end) => end()); holdMap(app, false); app.hovered = null; },
  };
}

function listenToClicks(app, tool, pick, change) {
  const { map } = app;
  const at = (event) => thingAt(app, event, tool.layers);
  const click = (event) => {
    if (app.measuring || pick.lasso) return;
    const feature = at(event);
    if (!feature) return;
    const key = keyOf(feature);
    change(pick.picked.includes(key) ? pick.picked.filter((other) => other !== key) : [...pick.picked, key]);
  };
  const hover = (event) => {
    const feature = app.measuring || pick.lasso || event.originalEvent.target.closest?.(".mv-panel") ? null : at(event);
    map.getContainer().classList.toggle("mv-pointing", Boolean(feature));
    if (feature !== app.hovered) { app.hovered = feature; app.surface.redrawOverlay(); }
  };
  map.on("click", click).on("mousemove", hover);
  map.doubleClickZoom.disable();
  return () => {
    map.off("click", click).off("mousemove", hover);
    map.doubleClickZoom.enable();
    map.getContainer().classList.remove("mv-pointing");
  };
}

/** Keys of the things whose middle lies inside a ring. */
function enclosed(app, tool, ring) {
  const found = tool.layers.flatMap((layer) => app.shown(layer));
  return found.filter((feature) => inside(feature.x, feature.y, [ring])).map(keyOf);
}

function barOf(app, tool, pick, acts) {
  const n = pick.picked.length;
  const hint = app.word(pick.lasso ? "tool_lasso_hint" : "tool_pick_none");
  return {
    text: n && !pick.lasso ? app.word("tool_picked", { n: number(n) }) : hint,
    total: pick.lasso ? "" : totalOf(app, pick),
    buttons: [
      { word: "tool_lasso", path: ICONS.lasso, run: acts.lasso, pressed: pick.lasso },
      { word: "tool_undo", path: ICONS.undo, run: acts.undo, off: !pick.steps.length },
      { word: "tool_pick_clear", path: ICONS.bin, run: acts.clear, off: !n },
    ],
  };
}

/** What the picked things measure: lengths and areas apart. */
function totalOf(app, pick) {
  const sums = { length_m: 0, area_m2: 0 };
  for (const feature of featuresOf(app, pick)) {
    const { measure } = app.layerConfig(feature.layer);
    if (measure in sums) sums[measure] += feature.p.m ?? 0;
  }
  return [sums.length_m && metres(sums.length_m), sums.area_m2 && squareMetres(sums.area_m2)].filter(Boolean).join(" · ");
}

function featuresOf(app, pick) {
  return pick.picked.map((key) => app.store.find(...pairOf(key))).filter(Boolean);
}

/** Where nothing of what is picked already can be seen, go there. */
function showPicked(app, pick) {
  const boxes = featuresOf(app, pick).map((feature) => feature.box);
  if (boxes.length && !app.sees(boxes)) app.showBoxes(boxes);
}

function paint(view, app, pick) {
  for (const feature of featuresOf(app, pick)) tick(view, app, feature);
  if (pick.path) paintHand(view, app, pick.path.map(({ world }) => world));
}

function tick(view, app, feature) {
  const { ctx } = view;
  const small = (feature.box[2] - feature.box[0]) * view.scale < 26 && feature.kind !== POINT;
  if (small) return;
  const [x, y] = feature.kind === AREA ? endOf(view, feature, 8) : spot(view, feature);
  const lifted = feature.kind === POINT ? 9 : 0;
  ctx.beginPath();
  ctx.arc(x + lifted, y - lifted, 8, 0, 7);
  ctx.fillStyle = app.tokens.accent;
  ctx.fill();
  stroke(ctx, app.tokens.halo, 1.5);
  drawSymbol(ctx, "accepted", x + lifted, y - lifted, 7, app.tokens.halo);
}
