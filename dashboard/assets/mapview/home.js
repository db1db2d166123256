/** Showing the whole community. */

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
