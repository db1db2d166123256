/**
 * Plane geometry in "world" coordinates: Web Mercator with 256 units around the earth, so that a
 * coordinate times 2^zoom is Leaflet's pixel. Used for drawing and picking, never for measuring
 * lengths or areas: those come from the server, or from `measure.js` in the metric CRS.
 */

const RADIANS = Math.PI / 180;

/** World coordinates of a longitude and latitude. */
export function toWorld(lon, lat) {
  const sine = Math.sin(lat * RADIANS);
  return [
    256 * (0.5 + lon / 360),
    256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)),
  ];
}

/** Longitude and latitude of world coordinates. */
export function toLonLat(x, y) {
  const n = Math.PI * (1 - y / 128);
  return [(x / 256 - 0.5) * 360, Math.atan(Math.sinh(n)) / RADIANS];
}

/** Metres on the ground of one pixel at a latitude and zoom (for widths of lines, good to 0.3 %). */
export function metresPerPixel(lat, zoom) {
  return (40075016.686 * Math.cos(lat * RADIANS)) / (256 * 2 ** zoom);
}

/** A flat array [x, y, x, y, …] in world coordinates of GeoJSON positions. */
export function worldRing(positions) {
  const ring = new Float64Array(positions.length * 2);
  for (let i = 0; i < positions.length; i += 1) {
    const [x, y] = toWorld(positions[i][0], positions[i][1]);
    ring[2 * i] = x;
    ring[2 * i + 1] = y;
  }
  return ring;
}

/** [left, top, right, bottom] in world coordinates around rings. */
export function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      if (ring[i] < box[0]) box[0] = ring[i];
      if (ring[i] > box[2]) box[2] = ring[i];
      if (ring[i + 1] < box[1]) box[1] = ring[i + 1];
      if (ring[i + 1] > box[3]) box[3] = ring[i + 1];
    }
  }
  return box;
}

/** Twice the area inside a ring, positive or negative by the way round. */
export function signedArea(ring) {
  let twice = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) twice += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
  return twice;
}

/** The ring the other way round. */
export function reversed(ring) {
  const back = new Float64Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    back[i] = ring[ring.length - 2 - i];
    back[i + 1] = ring[ring.length - 1 - i];
  }
  return back;
}

/** Whether two boxes share a point. */
export function meets(a, b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/** Whether a point lies in the rings by the even-odd rule (holes count as outside). */
export function inside(x, y, rings) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const crosses = ring[i + 1] > y !== ring[j + 1] > y;
      if (crosses && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) odd = !odd;
    }
  }
  return odd;
}

/** Distance of a point from a polyline (flat ring), in world units. */
export function distanceToLine(x, y, ring) {
  let best = Infinity;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const dx = ring[i + 2] - ring[i];
    const dy = ring[i + 3] - ring[i + 1];
    const square = dx * dx + dy * dy;
    const t = square ? Math.max(0, Math.min(1, ((x - ring[i]) * dx + (y - ring[i + 1]) * dy) / square)) : 0;
    best = Math.min(best, Math.hypot(x - ring[i] - t * dx, y - ring[i + 1] - t * dy));
  }
  return best;
}

/** Share (0 to 1) of polylines' length that lies in a box; Liang and Barsky's clipping per segment. */
export function shareInside(rings, box) {
  let all = 0;
  let seen = 0;
  for (const ring of rings) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const dx = ring[i + 2] - ring[i];
      const dy = ring[i + 3] - ring[i + 1];
      const length = Math.hypot(dx, dy);
      all += length;
      let low = 0;
      let high = 1;
      const sides = [[-dx, ring[i] - box[0]], [dx, box[2] - ring[i]], [-dy, ring[i + 1] - box[1]], [dy, box[3] - ring[i + 1]]];
      for (const [p, q] of sides) {
        if (p === 0 && q < 0) high = -1;
        else if (p < 0) low = Math.max(low, q / p);
        else if (p > 0) high = Math.min(high, q / p);
      }
      if (high > low) seen += length * (high - low);
    }
  }
  return all ? seen / all : 0;
}

/**
 * The rectangle around a ring along its longest edge: centre, direction (radians, in (-90°, 90°]),
 * length along it and width across, in world units.
 */
export function axisOf(ring) {
  let longest = 0;
  let ux = 1;
  let uy = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const dx = ring[i + 2] - ring[i];
    const dy = ring[i + 3] - ring[i + 1];
    const length = Math.hypot(dx, dy);
    if (length > longest) [longest, ux, uy] = [length, dx / length, dy / length];
  }
  let [a, b, c, d] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    const along = ring[i] * ux + ring[i + 1] * uy;
    const across = -ring[i] * uy + ring[i + 1] * ux;
    a = Math.min(a, along); b = Math.max(b, along);
    c = Math.min(c, across); d = Math.max(d, across);
  }
  if (d - c > b - a) {
    [ux, uy] = [-uy, ux];
    [a, b, c, d] = [c, d, -b, -a];
  }
  const [s, t] = [(a + b) / 2, (c + d) / 2];
  let angle = Math.atan2(uy, ux);
  if (angle > Math.PI / 2 + 1e-9) angle -= Math.PI;
  if (angle <= -Math.PI / 2 + 1e-9) angle += Math.PI;
  return { x: s * ux - t * uy, y: s * uy + t * ux, angle, length: b - a, width: d - c };
}

/** The longest nearly straight stretch of a line inside a box: its middle, angle and length; null if none. */
export function longestStretch(rings, box) {
  let best = null;
  for (const ring of rings) {
    let start = 0;
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const turn = i + 5 < ring.length ? bend(ring, start, i + 2) : 1;
      if (turn < 0.12) continue;
      const stretch = cut(ring[start], ring[start + 1], ring[i + 2], ring[i + 3], box);
      if (stretch && (!best || stretch.length > best.length)) best = stretch;
      start = i + 2;
    }
  }
  return best;
}

function bend(ring, start, here) {
  const a = Math.atan2(ring[here + 1] - ring[start + 1], ring[here] - ring[start]);
  const b = Math.atan2(ring[here + 3] - ring[here + 1], ring[here + 2] - ring[here]);
  return Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
}

function cut(x1, y1, x2, y2, box) {
  let low = 0;
  let high = 1;
  const [dx, dy] = [x2 - x1, y2 - y1];
  for (const [p, q] of [[-dx, x1 - box[0]], [dx, box[2] - x1], [-dy, y1 - box[1]], [dy, box[3] - y1]]) {
    if (p === 0 && q < 0) return null;
    if (p < 0) low = Math.max(low, q / p);
    if (p > 0) high = Math.min(high, q / p);
  }
  if (high <= low) return null;
  const t = (low + high) / 2;
  let angle = Math.atan2(dy, dx);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle <= -Math.PI / 2) angle += Math.PI;
  return { x: x1 + t * dx, y: y1 + t * dy, angle, length: Math.hypot(dx, dy) * (high - low) };
}
