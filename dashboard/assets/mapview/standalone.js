/**
 * The map on a page of our own, without Streamlit: the public page, a file that runs from a stick. Leaflet (`L`)
 * must be there. The page says which parts it wants, where the data comes from and what is shown.
 */

import { boot } from "./main.js";
import { addressSource, inlineSource } from "./source.js";

/** Makers of `source`: the server's addresses, or data that is in the page. */
export const sources = { byAddress: addressSource, inline: inlineSource };

const LEAFLET = { zoomControl: false, attributionControl: false, boxZoom: false, preferCanvas: true, wheelPxPerZoomLevel: 90, zoomSnap: 0.5, minZoom: 11, maxZoom: 22 };
const PARTS = ["card", "buttons", "legend", "foot"];

/**
 * Make the map in an element that has a size. `options`: community, assets (address of our files), home [lat, lon,
 * zoom], source (default: the server's addresses), parts, buttons, leaflet (options of its map). `state`: as
 * `mapview.apply` takes it. Returns the app: `app.apply(state)` changes it, `app.on("chosen", …)` tells what was
 * clicked, `app.on("settled", …)` that a state is on the map with its layers, `app.map` is Leaflet's.
 */
export function start(container, options, state) {
  const [lat, lon, zoom] = options.home;
  const map = L.map(container, { ...LEAFLET, ...options.leaflet, center: [lat, lon], zoom });
  const app = boot(map, { parts: PARTS, keys: "map", address: false, ...options });
  app.apply(state);
  return app;
}
