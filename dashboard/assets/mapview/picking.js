/** What is at a spot: every visible thing within a tolerance, the smallest first. */

import { AREA, LINE, POINT } from "./data.js";
import { distanceToLine, inside, meets } from "./geometry.js";
import { drawnAt, PICK_ORDER } from "./visibility.js";

/**
 * Features at a spot.
 * @param {{x: number, y: number, zoom: number, pixel: number, mpp: number, tolerance: number}} spot
 *   x, y in world units, `pixel` the size of one pixel in them, `mpp` in metres, `tolerance` in pixels.
 */
export function featuresAt(app, spot) {
  const reach = spot.tolerance * spot.pixel;
  const found = [];
  for (const layer of PICK_ORDER) {
    if (!app.isVisible(layer) || !drawnAt(layer, spot.zoom)) continue;
    const near = [];
    for (const feature of app.store.features(layer)) {
      const surface = feature.kind === LINE ? ((feature.p.width_m ?? 0) / 2 / spot.mpp) * spot.pixel : 0;
      const far = reach + surface;
      if (!meets(feature.box, [spot.x - far, spot.y - far, spot.x + far, spot.y + far])) continue;
      const distance = distanceOf(feature, spot.x, spot.y) - surface;
      if (distance <= reach) near.push([distance, feature]);
    }
    near.sort((a, b) => a[0] - b[0]);
    found.push(...near.map(([, feature]) => feature));
  }
  return found;
}

function distanceOf(feature, x, y) {
  if (feature.kind === POINT) return Math.hypot(feature.x - x, feature.y - y);
  if (feature.kind === AREA) return inside(x, y, feature.rings) ? 0 : Infinity;
  return Math.min(...feature.rings.map((ring) => distanceToLine(x, y, ring)));
}
