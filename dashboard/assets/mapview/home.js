/** Showing the whole community, or the works that a page is about. */

import { WORK } from "./data.js";
import { isEverywhere } from "./works.js";

/** Show its compounds, or all that is there of it; the surroundings do not count. */
export function home(app, animate = true) {
  const compounds = app.store.features("compound");
  const own = app.config.layers.filter((layer) => !layer.context && app.isVisible(layer.key));
  const shown = compounds.length ? compounds : own.flatMap((layer) => app.store.features(layer.key));
  const boxes = shown.map((feature) => feature.box);
  if (!boxes.length) {
    const [lat, lon, zoom] = app.options.home;
    app.map.setView([lat, lon], zoom, { animate });
    return;
  }
  app.showBoxes(boxes, animate);
}

/**
 * Show the works that the map is about, if it is about some (those of a whole compound fill the view anyway),
 * else the compound in focus.
 */
export function fit(app, animate = true) {
  const works = app.state.works ? app.shown(WORK) : [];
  const placed = works.filter((work) => !isEverywhere(work));
  const focus = works.length ? null : app.store.find("compound", app.state.compound);
  const boxes = focus ? [focus.box] : (placed.length ? placed : works).map((work) => work.box);
  if (boxes.length) app.showBoxes(boxes, animate);
  else home(app, animate);
}
