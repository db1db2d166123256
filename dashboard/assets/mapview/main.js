/** Boots the map: one `App`, its interface, and `mapview.apply` for the states that Python sends. */

import { App } from "./app.js";
import { keepViewInAddress, send, tellViewToShare, viewInAddress } from "./messages.js";
import { addPointer } from "./pointer.js";
import { addButtons } from "./buttons.js";
import { addCard } from "./card.js";
import { addFoot } from "./foot.js";
import { addHorizon } from "./horizon.js";
import { addLegend } from "./legend.js";
import { addNotices } from "./notices.js";
import { addTools } from "./tools.js";
import { addSearch } from "./search.js";
import { addSketches } from "./sketches.js";
import { metresPerPixel } from "./geometry.js";

/** Start on a Leaflet map. `options`: community, assets (address), home [lat, lon, zoom]. */
export function boot(map, options) {
  const view = viewInAddress();
  if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
  const app = new App(map, options);
  map.getContainer().classList.add("mv-map");
  map.getContainer().setAttribute("role", "application");
  addNotices(app);
  addSearch(app);
  addCard(app);
  addButtons(app);
  addLegend(app);
  addFoot(app);
  addHorizon(app);
  addTools(app);
  addPointer(app);
  keepViewInAddress(map);
  tellViewToShare(map);
  fitFrame(map);
  followState(app, view !== null);
  addSketches(app);
  const waiting = window.mapview?.waiting ?? [];
  const bridge = window.mapview?.bridge;
  window.mapview = { bridge, app, apply: (state) => app.apply(state), metresPerPixel };
  for (const state of waiting) app.apply(state);
  return app;
}

/** Fly where the state says so, and tell Python what was selected here. */
function followState(app, viewGiven) {
  let first = true;
  app.on("settled", ({ before, same }) => {
    const start = first;
    first = false;
    const target = app.selectedFeature;
    if (start && viewGiven) return;
    if (!start && !same("fly") && !target) home(app);
    else if (target && (start || !same("fly"))) app.flyTo(target);
    else if (start) home(app, false);
    else if (before.compound !== app.state.compound) {
      const compound = app.store.find("compound", app.state.compound);
      if (compound) app.flyTo(compound);
      else home(app);
    }
  });
  app.on("chosen", ({ feature }) => {
    send(app.map, { message: "select", layer: feature?.layer ?? null, id: feature?.id ?? null });
  });
}

/** Show the whole community: its compounds, or all that is there of it; the surroundings do not count. */
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

/** The map fills its frame, whatever height the component was given before. */
function fitFrame(map) {
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: true })).observe(map.getContainer());
}
