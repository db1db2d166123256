/** What the short card and the tooltip say about a feature: pairs of title and value. */

import { metres, number, quantity, squareMetres } from "./dom.js";

const YEAR = /^year/;

/** Up to `most` facts of a feature, as the configuration orders them for its layer. */
export function factsOf(app, feature, most = 4) {
  const layer = app.layerConfig(feature.layer);
  const keys = layer.card ?? layer.fields.map((field) => field.key);
  const facts = [];
  for (const key of keys) {
    const fact = factOf(app, layer, feature, key);
    if (fact && facts.length < most) facts.push(fact);
  }
  return facts;
}

function factOf(app, layer, feature, key) {
  const p = feature.p;
  if (key === "m") {
    if (p.m === undefined) return null;
    return layer.measure === "area_m2" ? [app.word("area"), squareMetres(p.m)] : [app.word("length"), metres(p.m)];
  }
  if (key === "slope") return slopeOf(app, p);
  const field = layer.fields.find((item) => item.key === key);
  if (!field || p[key] === undefined) return null;
  return [field.title, valueText(app, field, p[key])];
}

function slopeOf(app, p) {
  const drop = p.upstream_invert_m - p.downstream_invert_m;
  return Number.isFinite(drop) && p.m ? [app.word("slope"), `${((1000 * drop) / p.m).toFixed(1)}\u2009‰`] : null;
}

/** A field's value in the reader's words, with its unit. */
export function valueText(app, field, value) {
  if (field.kind === "boolean") return app.word(value ? "yes" : "no");
  if (field.kind === "reference") return app.store.find(field.refers_to, value)?.p.name ?? `${value}`;
  if (field.values[value]) return field.values[value];
  if (typeof value === "number") return YEAR.test(field.key) ? `${value}` : quantity(value, field.unit, 2);
  return `${value}`;
}

/** The name of a feature: its own, or that of its kind with its code or id. */
export function nameOf(app, feature) {
  if (feature.p.name) return feature.p.name;
  const layer = app.layerConfig(feature.layer);
  return `${layer.title} ${feature.p.code ?? feature.id}`;
}

/** One short line for a label: "7 层 · 42 户". */
export function briefly(app, building) {
  const layer = app.layerConfig("building");
  const unitOf = (key) => layer.fields.find((field) => field.key === key)?.unit ?? "";
  const parts = ["storeys", "households"].filter((key) => building.p[key] !== undefined);
  return parts.map((key) => `${number(building.p[key])}\u2009${unitOf(key)}`).join(" · ");
}
