/** The edge of what is known: the ground fades out before its data end, and nobody can wander off into nothing. */

import { toLonLat } from "./geometry.js";

const FADE = 0.2; // share of the extent's shorter side over which the ground fades
const BEYOND = 0.06; // how far past the extent the map may be moved, as a share of it

/** The box around all surroundings and compounds in world coordinates; null before any has come. */
export function extentOf(app) {
  const boxes = ["context", "compound"].flatMap((key) => app.store.features(key).map((feature) => feature.box));
  if (!boxes.length) return null;
  const extent = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [a, b, c, d] of boxes) {
    extent[0] = Math.min(extent[0], a); extent[1] = Math.min(extent[1], b);
    extent[2] = Math.max(extent[2], c); extent[3] = Math.max(extent[3], d);
  }
  return extent;
}

/** Fade the ground into the paper towards the edges of the surroundings; compounds are drawn over it. */
export function paintHorizon(view, app) {
  const surroundings = app.shown("context");
  if (!surroundings.length) return;
  const extent = app.extent ?? extentOf(app);
  const [a, b, c, d] = extent.map((value, i) => value * view.scale - (i % 2 ? view.top : view.left));
  const reach = FADE * Math.min(c - a, d - b);
  if (a + reach < 0 && b + reach < 0 && c - reach > view.width && d - reach > view.height) return;
  const { ctx } = view;
  const { paper } = app.tokens;
  const side = (x1, y1, x2, y2, area) => {
    const fade = ctx.createLinearGradient(x1, y1, x2, y2);
    // Eased, so that neither end of the fade is seen as a line.
    for (const [at, alpha] of [[0, "ff"], [0.12, "f4"], [0.35, "b0"], [0.62, "4a"], [0.85, "10"], [1, "00"]]) fade.addColorStop(at, paper + alpha);
    ctx.fillStyle = fade;
    ctx.fillRect(...area);
  };
  const [w, h] = [view.width, view.height];
  if (a + reach > 0) side(a, 0, a + reach, 0, [0, 0, a + reach, h]);
  if (c - reach < w) side(c, 0, c - reach, 0, [c - reach, 0, w - c + reach, h]);
  if (b + reach > 0) side(0, b, 0, b + reach, [0, 0, w, b + reach]);
  if (d - reach < h) side(0, d, 0, d - reach, [0, d - reach, w, h - d + reach]);
}

/** Keep the view where there is something to see: the smallest zoom and the bounds follow the data and the window. */
export function addHorizon(app) {
  const { map } = app;
  const limit = () => {
    const compounds = app.store.features("compound");
    // Only once both have come: compounds alone would shut the view in.
    if (!compounds.length || !app.store.features("context").length) return;
    app.extent = extentOf(app);
    const [west, north] = toLonLat(app.extent[0], app.extent[1]);
    const [east, south] = toLonLat(app.extent[2], app.extent[3]);
    const bounds = L.latLngBounds([south, west], [north, east]);
    const whole = map.getBoundsZoom(bounds);
    const filled = map.getBoundsZoom(bounds, true);
    map.options.maxBoundsViscosity = 0.9;
    const home = app.zoomFor(compounds.map((feature) => feature.box));
    map.setMinZoom(Math.max(11, Math.min(Math.max(whole, filled - 1), home - 1.5)));
    map.setMaxBounds(bounds.pad(BEYOND));
  };
  app.on("layer", ({ key }) => { if (key === "context" || key === "compound") limit(); });
  map.on("resize", limit);
}
