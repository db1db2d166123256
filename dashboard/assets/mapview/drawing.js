/** What is being drawn: parts of points [lon, lat], the one still open, and the way back. Knows no map. */

const LEAST = { point: 1, line: 2, area: 3 };
const DIGITS = 1e8; // about 1 mm
const MOST_STEPS = 200;

/** A drawing of one kind of geometry ("point", "line", "area"), begun from a GeoJSON geometry or null. */
export class Drawing {
  constructor(kind, geometry = null) {
    this.kind = kind;
    this.parts = partsOf(geometry);
    this.open = false; // whether the last part is still being drawn
    this.steps = [];
  }

  /** Number of points that a finished part needs. */
  get least() {
    return LEAST[this.kind];
  }

  /** The part that is being drawn, or null. */
  get current() {
    return this.open ? this.parts.at(-1) : null;
  }

  /** The parts that are finished. */
  get finished() {
    return this.open ? this.parts.slice(0, -1) : this.parts;
  }

  /** Remember how it is now: the next change can be undone. */
  remember() {
    this.steps.push(JSON.stringify([this.parts, this.open]));
    if (this.steps.length > MOST_STEPS) this.steps.shift();
  }

  /** Go back one step; false if there is none. */
  undo() {
    const step = this.steps.pop();
    if (step) [this.parts, this.open] = JSON.parse(step);
    return Boolean(step);
  }

  /** Set a point: of the open part, or the first of a new one. */
  add(lonLat) {
    this.remember();
    if (!this.open) this.parts.push({ points: [], holes: [] });
    this.parts.at(-1).points.push(rounded(lonLat));
    this.open = this.kind !== "point";
  }

  /** Finish the open part; false if it has too few points. */
  finish() {
    if (!this.open || this.parts.at(-1).points.length < this.least) return false;
    this.remember();
    this.open = false;
    return true;
  }

  /** Give up the open part. */
  drop() {
    if (!this.open) return;
    this.remember();
    this.parts.pop();
    this.open = false;
  }

  /** Move a point (remember first). */
  move(part, i, lonLat) {
    this.parts[part].points[i] = rounded(lonLat);
  }

  /** Put a point between two (remember first). */
  insert(part, i, lonLat) {
    this.parts[part].points.splice(i, 0, rounded(lonLat));
  }

  /** Take a point away, and the whole part where too few would be left. */
  remove(part, i) {
    this.remember();
    if (this.parts[part].points.length > this.least) this.parts[part].points.splice(i, 1);
    else this.parts.splice(part, 1);
  }

  /** Begin anew. */
  clear() {
    this.remember();
    this.parts = [];
    this.open = false;
  }

  /** The finished parts as GeoJSON; null where there are none. */
  geometry() {
    const found = this.finished.map(({ points, holes }) => {
      if (this.kind === "point") return points[0];
      return this.kind === "line" ? points : [[...points, points[0]], ...holes];
    });
    if (!found.length) return null;
    const type = { point: "Point", line: "LineString", area: "Polygon" }[this.kind];
    return found.length === 1 ? { type, coordinates: found[0] } : { type: `Multi${type}`, coordinates: found };
  }
}

function rounded([lon, lat]) {
  return [Math.round(lon * DIGITS) / DIGITS, Math.round(lat * DIGITS) / DIGITS];
}

/** Parts of a GeoJSON geometry; holes are carried along as they are. */
function partsOf(geometry) {
  if (!geometry) return [];
  const { type, coordinates } = geometry;
  const many = type.startsWith("Multi") ? coordinates : [coordinates];
  if (type.endsWith("Point")) return many.map((point) => ({ points: [point.slice(0, 2)], holes: [] }));
  if (type.endsWith("LineString")) return many.map((points) => ({ points: points.map((p) => p.slice(0, 2)), holes: [] }));
  return many.map(([outer, ...holes]) => ({ points: outer.slice(0, -1).map((p) => p.slice(0, 2)), holes }));
}
