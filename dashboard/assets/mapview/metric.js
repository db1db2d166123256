/** Lengths and areas in the metric CRS of the place, not on the screen and not in Web Mercator. */

import { el } from "./dom.js";

let loading = null;

/** proj4js, loaded when it is first needed. */
function loadProj(assets) {
  loading ??= new Promise((resolve, reject) => {
    const script = el("script", "", { src: `${assets}vendor/proj4/proj4.js` });
    script.onload = () => resolve(window.proj4);
    script.onerror = () => { loading = null; reject(new Error("proj4.js")); };
    document.head.append(script);
  });
  return loading;
}

/** A function [lon, lat] → [x, y] in metres, in the CRS that the configuration names. */
export async function projection(app) {
  const proj4 = await loadProj(app.options.assets);
  return (lonLat) => proj4(app.config.community.crs, lonLat);
}

/** Length of a chain of metric points [[x, y], …] in m. */
export function chainLength(points) {
  return points.slice(1).reduce((sum, p, i) => sum + Math.hypot(p[0] - points[i][0], p[1] - points[i][1]), 0);
}

/** Area inside a ring of metric points in m² (shoelace formula; the ring closes itself). */
export function ringArea(points) {
  const twice = points.reduce((sum, [x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length];
    return sum + x * ny - nx * y;
  }, 0);
  return Math.abs(twice) / 2;
}
