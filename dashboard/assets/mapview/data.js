/** Fetching: the configuration and the layers, each kept until its revision changes. */

import { axisOf, boxOf, toWorld, worldRing } from "./geometry.js";

export const POINT = 0;
export const LINE = 1;
export const AREA = 2;

/**
 * One feature, ready to draw: `p` its properties, `kind` POINT, LINE or AREA, `rings` flat world
 * coordinates, `box` around them, `x`/`y` where its label stands, `axis` of an area's first ring.
 */
export class Feature {
  constructor(layer, record) {
    const { type, coordinates } = record.geometry;
    this.layer = layer;
    this.p = record.properties;
    this.id = this.p.id;
    this.kind = type.includes("Point") ? POINT : type.includes("Line") ? LINE : AREA;
    this.rings = ringsOf(type, coordinates);
    this.box = boxOf(this.rings);
    [this.x, this.y] = toWorld(...(this.p.at ?? record.properties.at ?? [0, 0]));
    this.lat = this.p.at[1];
    this.axisCache = null;
  }

  /** The rectangle along the longest edge, computed when first asked for. */
  get axis() {
    this.axisCache ??= axisOf(this.rings[0]);
    return this.axisCache;
  }
}

function ringsOf(type, coordinates) {
  if (type === "Point") return [worldRing([coordinates])];
  if (type === "LineString" || type === "MultiPoint") return [worldRing(coordinates)];
  if (type === "MultiPolygon") return coordinates.flat().map(worldRing);
  return coordinates.map(worldRing);
}

/** GET a JSON answer; an error carries the status and the server's own sentence. */
export async function getJson(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
  return answer.json();
}

/**
 * The layers of one community. `need(keys)` fetches what is missing or stale and calls `onChange`
 * for each that comes and `onFail` for each that does not; what is switched off stays in memory.
 */
export class LayerStore {
  constructor(community, onChange, onFail) {
    this.community = community;
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
    const query = `rev=${encodeURIComponent(revision)}${audience ? `&as=${audience}` : ""}`;
    try {
      const collection = await getJson(`/layers/${this.community}/${key}.geojson?${query}`);
      if (this.pending.get(key) !== mark) return;
      const features = collection.features.map((record) => new Feature(key, record));
      this.layers.set(key, { mark, features, byId: new Map(features.map((f) => [f.id, f])) });
      this.pending.delete(key);
      this.onChange(key);
    } catch (error) {
      if (this.pending.get(key) !== mark) return;
      this.pending.delete(key);
      this.onFail(key, error, () => this.load(key, revision, audience));
    }
  }
}
