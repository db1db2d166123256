/**
 * Where the configuration, the layers and the hits of a search come from: from a server by address, or from
 * data that is in the page already. `layer` answers a GeoJSON FeatureCollection, of the works with `unplaced`.
 */

import { WORK } from "./data.js";

/** GET a JSON answer; an error carries the status and the server's own sentence. */
export async function getJson(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
  return answer.json();
}

/** The server's own addresses; `getJson` may be another way to get the JSON at one. */
export function addressSource(community, get = getJson) {
  const as = (audience) => (audience ? `&as=${audience}` : "");
  return {
    config: (lang, audience) => get(`/mapconfig/${community}?lang=${lang}${as(audience)}`),
    layer: (key, revision, audience) => {
      const address = key === WORK ? `/works/${community}` : `/layers/${community}/${key}`;
      return get(`${address}.geojson?rev=${encodeURIComponent(revision)}${as(audience)}`);
    },
    search: (query, audience) => get(`/search/${community}?q=${encodeURIComponent(query)}${as(audience)}`),
  };
}

/** Data that is here: `configs` by language, `layers` by key. Nothing is fetched; there is no search. */
export function inlineSource({ configs, layers }) {
  return {
    config: async (lang) => configs[lang] ?? Object.values(configs)[0],
    layer: async (key) => layers[key] ?? { type: "FeatureCollection", features: [] },
    search: async () => [],
  };
}
