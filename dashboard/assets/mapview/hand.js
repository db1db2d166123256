/** What the tools share: the thing under the pointer, and a line that is drawn by hand with mouse, pen or finger. */

import { metresPerPixel, toWorld } from "./geometry.js";
import { stroke } from "./ground.js";
import { featuresAt } from "./picking.js";

const FINE = 6;
const COARSE = 15;

/** The first thing of these layers at an event of the map, or null; a finger reaches further than a mouse. */
export function thingAt(app, event, layers) {
  const [x, y] = toWorld(event.latlng.lng, event.latlng.lat);
  const zoom = app.map.getZoom();
  const tolerance = window.matchMedia("(pointer: coarse)").matches ? COARSE : FINE;
  const found = featuresAt(app, { x, y, zoom, pixel: 1 / 2 ** zoom, mpp: metresPerPixel(event.latlng.lat, zoom), tolerance });
  return found.find((feature) => layers.includes(feature.layer)) ?? null;
}

/** The name of a feature in lists of what is picked, and its parts again. */
export const keyOf = (feature) => `${feature.layer}:${feature.id}`;

export function pairOf(key) {
  const at = key.indexOf(":");
  return [key.slice(0, at), key.slice(at + 1)];
}

/** While something is drawn by hand the map stays where it is; two fingers still move it. */
export function holdMap(app, hold) {
  app.map.dragging[hold ? "disable" : "enable"]();
  app.map.getContainer().classList.toggle("mv-lasso", hold);
}

/**
 * Follow a hand while `wanted()`. `hand.path` grows by spots {px, world} and is null between drawings; `whole`: every
 * spot is kept, else the first and the last. `changed()` is told of each move and of a drawing that was given up,
 * `done(path)` of one that is complete. Answers what stops the listening.
 */
export function followHand(app, hand, { wanted, whole, changed, done }) {
  const container = app.map.getContainer();
  const at = (event) => {
    const { lng, lat } = app.map.mouseEventToLatLng(event);
    return { px: app.map.mouseEventToContainerPoint(event), world: toWorld(lng, lat) };
  };
  const give = () => { hand.path = null; changed(); };
  const down = (event) => {
    if (app.measuring || !wanted() || event.button || event.target.closest?.(".mv-panel")) return;
    if (hand.path) { give(); return; } // a second finger: the map is to be moved
    if (!event.isPrimary) return;
    hand.path = [at(event)];
    hand.pointer = event.pointerId;
  };
  const move = (event) => {
    if (!hand.path || event.pointerId !== hand.pointer) return;
    const here = at(event);
    if (!whole()) hand.path[1] = here;
    else if (hand.path.at(-1).px.distanceTo(here.px) >= 2) hand.path.push(here);
    changed();
  };
  const up = (event) => {
    if (!hand.path || event.pointerId !== hand.pointer) return;
    // A moment later: the click that ends the drag must still find the map held.
    window.setTimeout(() => {
      const { path } = hand;
      hand.path = null;
      if (path) done(path);
    }, 0);
  };
  const kinds = [["pointerdown", down], ["pointermove", move], ["pointerup", up], ["pointercancel", give]];
  for (const [kind, listener] of kinds) container.addEventListener(kind, listener);
  return () => { for (const [kind, listener] of kinds) container.removeEventListener(kind, listener); };
}

/** Draw a closed outline that is being made; `corners` in world coordinates. */
export function paintHand({ ctx, scale, left, top }, app, corners) {
  if (corners.length < 2) return;
  ctx.beginPath();
  corners.forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](x * scale - left, y * scale - top));
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
