/** Where a point that is being set should lie: on a corner near it, else on an edge near it. */

import { POINT, WORK } from "./data.js";
import { meets } from "./geometry.js";

const NEVER = new Set([WORK, "context", "grid"]);

/**
 * The nearest corner within `reach` of (x, y), else the nearest spot on an edge; all in world units.
 * @returns {{x: number, y: number, corner: boolean} | null}
 */
export function snapTo(lines, x, y, reach) {
  let corner = null;
  let edge = null;
  let nearest = reach;
  let closest = reach;
  for (const { ring, closed } of lines) {
    const ends = ring.length - (closed ? 0 : 2);
    for (let i = 0; i < ring.length; i += 2) {
      const away = Math.hypot(ring[i] - x, ring[i + 1] - y);
      if (away <= nearest) { nearest = away; corner = { x: ring[i], y: ring[i + 1], corner: true }; }
      if (i >= ends) continue;
      const j = (i + 2) % ring.length;
      const [dx, dy] = [ring[j] - ring[i], ring[j + 1] - ring[i + 1]];
      const square = dx * dx + dy * dy;
      const t = square ? Math.max(0, Math.min(1, ((x - ring[i]) * dx + (y - ring[i + 1]) * dy) / square)) : 0;
      const [fx, fy] = [ring[i] + t * dx, ring[i + 1] + t * dy];
      const off = Math.hypot(fx - x, fy - y);
      if (off <= closest) { closest = off; edge = { x: fx, y: fy, corner: false }; }
    }
  }
  return corner ?? edge;
}

/**
 * The outlines of what is on the map near a spot: [{ring, closed}]. `layers` (none: all that may be snapped to)
 * says in which layers, `but` ([[layer, id], …]) which features are left out.
 */
export function outlinesNear(app, x, y, reach, layers = [], but = []) {
  const box = [x - reach, y - reach, x + reach, y + reach];
  const found = [];
  const own = new Set(but.map((item) => item.join(":")));
  for (const layer of app.state.visible) {
    if (layers.length ? !layers.includes(layer) : NEVER.has(layer)) continue;
    for (const feature of app.store.features(layer)) {
      if (!meets(feature.box, box) || own.has(`${layer}:${feature.id}`)) continue;
      // Rings of areas repeat their first corner; lines and points do not close.
      for (const ring of feature.rings) found.push({ ring, closed: false, point: feature.kind === POINT });
    }
  }
  return found;
}

/** Whether a ring of points [[x, y], …], closing itself, crosses itself. */
export function crossesItself(points) {
  const n = points.length;
  if (n < 4) return false;
  const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 2; j < n; j += 1) {
      if (i === 0 && j === n - 1) continue;
      const [a, b, c, d] = [points[i], points[(i + 1) % n], points[j], points[(j + 1) % n]];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}
