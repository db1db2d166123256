/** What is at a spot: every visible thing within a tolerance, the smallest first. */

import { AREA, LINE, POINT, WORK } from "./data.js";
import { distanceToLine, inside, meets } from "./geometry.js";
import { BACKGROUND, drawnAt, PICK_ORDER } from "./visibility.js";
import { isEverywhere } from "./works.js";

/**
 * Features at a spot.
 * @param {{x: number, y: number, zoom: number, pixel: number, mpp: number, tolerance: number}} spot
 *   x, y in world units, `pixel` the size of one pixel in them, `mpp` in metres, `tolerance` in pixels.
 */
export function featuresAt(app, spot) {
  const reach = spot.tolerance * spot.pixel;
  const found = markedAt(app, spot);
  for (const layer of PICK_ORDER) {
    if (!app.isVisible(layer) || !drawnAt(layer, spot.zoom)) continue;
    const near = [];
    for (const feature of app.shown(layer)) {
      const surface = feature.kind === LINE ? ((feature.p.width_m ?? 0) / 2 / spot.mpp) * spot.pixel : 0;
      const far = reach + surface;
      if (!meets(feature.box, [spot.x - far, spot.y - far, spot.x + far, spot.y + far])) continue;
      const distance = distanceOf(feature, spot.x, spot.y) - surface;
      if (distance <= reach) near.push([distance, feature]);
    }
    near.sort((a, b) => a[0] - b[0]);
    found.push(...near.map(([, feature]) => feature).filter((feature) => !found.includes(feature)));
  }
  return inOrder(app, found, markedAt(app, spot)[0]);
}

/** The works of the mark at a spot. */
export function markedAt(app, { x, y }) {
  if (!app.isVisible(WORK)) return [];
  const mark = app.marks.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  return mark ? [...mark.works] : [];
}

/** On a map of chosen works those come first; what concerns a whole compound lies behind everything. */
function inOrder(app, found, marked) {
  const rank = (feature) => {
    if (feature === marked) return -2;
    if (isEverywhere(feature)) return 1;
    return BACKGROUND.has(feature.layer) ? 2 : feature.layer === WORK && app.state.works ? -1 : 0;
  };
  return found.map((feature, i) => [rank(feature), i, feature]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((item) => item[2]);
}

function distanceOf(feature, x, y) {
  if (feature.layer === WORK) return Math.min(...feature.shapes.map((shape) => distanceOfShape(shape, x, y)));
  if (feature.kind === POINT) return Math.hypot(feature.x - x, feature.y - y);
  if (feature.kind === AREA) return inside(x, y, feature.rings) ? 0 : Infinity;
  return Math.min(...feature.rings.map((ring) => distanceToLine(x, y, ring)));
}

function distanceOfShape({ kind, rings }, x, y) {
  if (kind === AREA) return inside(x, y, rings) ? 0 : Infinity;
  if (kind === LINE) return Math.min(...rings.map((ring) => distanceToLine(x, y, ring)));
  let best = Infinity;
  for (const ring of rings) for (let i = 0; i < ring.length; i += 2) best = Math.min(best, Math.hypot(ring[i] - x, ring[i + 1] - y));
  return best;
}
