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
import { addTrace, pointAt } from "./trace_paint.js";
import { metresPerPixel, toWorld } from "./geometry.js";
import { fit, home } from "./home.js";

const FAR_DEG = 1;
const PARTS = { search: addSearch, card: addCard, buttons: addButtons, legend: addLegend, foot: addFoot, tools: addTools };

/**
 * Start on a Leaflet map. `options`: community, assets (address), home [lat, lon, zoom]; and, on a page that is not
 * Streamlit's, source (where data comes from), parts (words of `PARTS`), buttons, keys ("map": only while the map
 * has the focus), follow (false: the page flies the map itself), address (false: the view is not kept in the address line).
 */
export function boot(map, options) {
  const view = options.address === false ? null : viewHere(viewInAddress(), options.home);
  if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
  const app = new App(map, options);
  map.getContainer().classList.add("mv-map");
  map.getContainer().setAttribute("role", "application");
  addNotices(app);
  for (const part of options.parts ?? Object.keys(PARTS)) PARTS[part](app);
  addHorizon(app);
  addPointer(app);
  if (options.address !== false) {
    keepViewInAddress(map);
    tellViewToShare(map);
  }
  fitFrame(map);
  if (options.follow !== false) followState(app, view !== null);
  addSketches(app);
  addTrace(app);
  const waiting = window.mapview?.waiting ?? [];
  const bridge = window.mapview?.bridge;
  window.mapview = { bridge, app, apply: (state) => app.apply(state), metresPerPixel, point: (place) => pointAt(app, place ? toWorld(...place) : null) };
  for (const state of waiting) app.apply(state);
  return app;
}

/** The view of an address, unless it is that of a community elsewhere (the reader has just changed to this one). */
function viewHere(view, [lat, lon]) {
  if (!view || (lat === 0 && lon === 0)) return view;
  return Math.hypot(view.lat - lat, view.lon - lon) < FAR_DEG ? view : null;
}

/** Fly where the state says so, and tell Python what was selected here. */
function followState(app, viewGiven) {
  let first = true;
  app.on("settled", ({ before, same }) => {
    const start = first;
    first = false;
    const target = app.selectedFeature;
    if (start && viewGiven) return;
    if (!start && !same("fly") && !target) fit(app);
    else if (target && (start || !same("fly"))) app.flyTo(target);
    else if (start) fit(app, false);
    else if (!same("works") && !target && !app.state.tool) fit(app);
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

/** The map fills its frame, whatever height the component was given before. */
function fitFrame(map) {
  new ResizeObserver(() => map.invalidateSize({ animate: false, pan: true })).observe(map.getContainer());
}
