/** The layers of a community, each kept until its revision changes. */

import { axisOf, boxOf, reversed, signedArea, toWorld, worldRing } from "./geometry.js";

/** The layer of the works: not one of the table of layers, drawn over all of them. */
export const WORK = "work";

export const POINT = 0;
export const LINE = 1;
export const AREA = 2;

/**
 * One feature, ready to draw: `p` its properties, `kind` POINT, LINE or AREA, `rings` flat world
 * coordinates, `box` around them, `x`/`y` where its label stands, `axis` of its largest ring. A work
 * may lie on things of several kinds: `shapes` are [{kind, rings}], areas first, one for each kind.
 */
export class Feature {
  constructor(layer, record) {
    this.layer = layer;
    this.p = record.properties;
    this.id = this.p.id;
    this.shapes = shapesOf(record.geometry);
    this.kind = this.shapes[0].kind;
    this.rings = this.shapes.length === 1 ? this.shapes[0].rings : this.shapes.flatMap((shape) => shape.rings);
    this.box = boxOf(this.rings);
    [this.x, this.y] = toWorld(...(this.p.at ?? record.properties.at ?? [0, 0]));
    this.lat = this.p.at[1];
    this.axisCache = null;
  }

  /** The rectangle along the longest edge, computed when first asked for. */
  get axis() {
    this.axisCache ??= axisOf(this.rings.length === 1 ? this.rings[0] : largest(this.rings));
    return this.axisCache;
  }
}

/** One shape for each kind of geometry, areas first. */
function shapesOf(geometry) {
  const found = new Map();
  for (const { type, coordinates } of geometry.type === "GeometryCollection" ? geometry.geometries : [geometry]) {
    const kind = type.includes("Point") ? POINT : type.includes("Line") ? LINE : AREA;
    if (!found.has(kind)) found.set(kind, []);
    found.get(kind).push(...ringsOf(type, coordinates));
  }
  return [...found].sort((a, b) => b[0] - a[0]).map(([kind, rings]) => ({ kind, rings }));
}

function largest(rings) {
  const size = (ring) => { const [a, b, c, d] = boxOf([ring]); return (c - a) * (d - b); };
  return rings.reduce((best, ring) => (size(ring) > size(best) ? ring : best));
}

function ringsOf(type, coordinates) {
  if (type === "Point") return [worldRing([coordinates])];
  if (type === "LineString" || type === "MultiPoint") return [worldRing(coordinates)];
  if (type === "MultiPolygon") return coordinates.flatMap(polygonRings);
  if (type === "Polygon") return polygonRings(coordinates);
  return coordinates.map(worldRing);
}

/** Outer rings one way round, holes the other: areas that overlap can then be filled as one. */
function polygonRings(rings) {
  return rings.map((positions, i) => {
    const ring = worldRing(positions);
    return signedArea(ring) > 0 === (i === 0) ? ring : reversed(ring);
  });
}

/**
 * The layers of one community. `source` (see source.js) has them. `need(keys)` fetches what is missing or stale and calls `onChange`
 * for each that comes and `onFail` for each that does not; what is switched off stays in memory.
 */
export class LayerStore {
  constructor(source, onChange, onFail) {
    this.source = source;
    this.onChange = onChange;
    this.onFail = onFail;
    this.layers = new Map();
    this.pending = new Map();
  }

  /** The features of a layer, empty while it is not there. */
  features(key) {
    return this.layers.get(key)?.features ?? [];
  }

  /** One feature by layer and id, or null. */
  find(layer, id) {
    return this.layers.get(layer)?.byId.get(id) ?? null;
  }

  /** Number of layers on their way. */
  get waiting() {
    return this.pending.size;
  }

  /** Make sure that these layers are here in this revision, seen as this audience. */
  need(keys, revisionOf, audience) {
    return Promise.all(keys.map((key) => this.load(key, `${revisionOf(key)}`, audience)));
  }

  async load(key, revision, audience) {
    const mark = `${revision}|${audience}`;
    if (this.layers.get(key)?.mark === mark || this.pending.get(key) === mark) return;
    this.pending.set(key, mark);
    try {
      const collection = await this.source.layer(key, revision, audience);
      if (this.pending.get(key) !== mark) return;
      const features = collection.features.map((record) => new Feature(key, record));
      this.layers.set(key, { mark, features, unplaced: collection.unplaced ?? 0, byId: new Map(features.map((f) => [f.id, f])) });
      this.pending.delete(key);
      this.onChange(key);
    } catch (error) {
      if (this.pending.get(key) !== mark) return;
      this.pending.delete(key);
      this.onFail(key, error, () => this.load(key, revision, audience));
    }
  }
}
