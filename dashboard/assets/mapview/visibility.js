/** From which zoom each layer is drawn, and so can be picked, named and counted in the legend. */

const FROM = { manhole: 18, gully: 19, outfall: 15, street_light: 15.5, parking: 15.5, facility: 14.5 };

/** Whether a layer is drawn at a zoom. */
export function drawnAt(layer, zoom) {
  return zoom >= (FROM[layer] ?? 0);
}

/** Order in which things at one spot are offered: the smallest first. */
export const PICK_ORDER = [
  "facility", "street_light", "outfall", "manhole", "gully", "pipe", "building", "garden", "work", "parking", "road", "grid", "compound",
];

/** Layers that lie behind everything: a click on them alone first clears the selection. */
export const BACKGROUND = new Set(["grid", "compound"]);
