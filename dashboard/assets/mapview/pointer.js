/** Clicks, hovering and keys on the map. */

import { el } from "./dom.js";
import { factsOf, nameOf } from "./facts.js";
import { metresPerPixel, toWorld } from "./geometry.js";
import { featuresAt, markedAt } from "./picking.js";
import { BACKGROUND } from "./visibility.js";
import { statusText, workLine } from "./work_facts.js";
import { isEverywhere } from "./works.js";

const FINE = 5;
const COARSE = 15;
const MOST_WORKS = 4;

/** Listen to the pointer: "spot" is told with everything there, "chosen" with what was selected. */
export function addPointer(app) {
  const { map } = app;
  const touch = () => window.matchMedia("(pointer: coarse)").matches;
  const at = (event, tolerance) => {
    const spot = spotOf(event, tolerance);
    return { found: featuresAt(app, spot), marked: markedAt(app, spot)[0] };
  };
  const spotOf = (event, tolerance) => {
    const [x, y] = toWorld(event.latlng.lng, event.latlng.lat);
    const zoom = map.getZoom();
    return { x, y, zoom, pixel: 1 / 2 ** zoom, mpp: metresPerPixel(event.latlng.lat, zoom), tolerance };
  };
  map.on("click", (event) => {
    if (app.busy || !app.config) return;
    choose(app, at(event, touch() ? COARSE : FINE));
  });
  addTooltip(app, at);
  addKeys(app);
}

/** Select the first of the things at a spot; ground alone first clears what was selected. */
function choose(app, { found, marked }) {
  const things = found.filter((feature) => !liesBehind(feature));
  const first = marked ?? things[0] ?? (app.selected ? null : found[0] ?? null);
  if (!first && !app.selected) return;
  pick(app, first, first ? found : []);
}

/** Whether a click on this alone first clears the selection. */
function liesBehind(feature) {
  return BACKGROUND.has(feature.layer) || isEverywhere(feature);
}

/** Select a feature as if it had been clicked, with all that lies at its spot. */
export function pick(app, feature, found = []) {
  app.tell("spot", { found });
  app.select(feature);
  app.tell("chosen", { feature });
}

function addTooltip(app, at) {
  if (window.matchMedia("(hover: none)").matches) return;
  const tip = el("div", "mv-tip", { hidden: true, "aria-hidden": "true" });
  app.map.getContainer().append(tip);
  let waiting = 0;
  const hide = () => {
    tip.hidden = true;
    app.map.getContainer().classList.remove("mv-pointing");
    if (app.hovered) { app.hovered = null; app.surface.redrawOverlay(); }
  };
  const show = (event) => {
    if (app.busy || !app.config) return hide();
    const { found, marked } = at(event, FINE);
    const feature = marked ?? found.find((item) => !liesBehind(item) && !["road", "parking"].includes(item.layer));
    if (!feature) return hide();
    tip.replaceChildren(...tipLines(app, feature, found));
    tip.hidden = false;
    const { x, y } = event.containerPoint;
    const size = app.map.getSize();
    const left = x + tip.offsetWidth + 24 > size.x ? x - tip.offsetWidth - 14 : x + 14;
    tip.style.transform = `translate(${left}px, ${Math.min(y + 14, size.y - tip.offsetHeight - 48)}px)`;
    app.map.getContainer().classList.add("mv-pointing");
    if (app.hovered !== feature) { app.hovered = feature; app.surface.redrawOverlay(); }
    return null;
  };
  app.map.on("mousemove", (event) => {
    cancelAnimationFrame(waiting);
    if (event.originalEvent.target.closest?.(".mv-panel")) return hide();
    waiting = requestAnimationFrame(() => show(event));
    return null;
  });
  app.map.on("mouseout movestart zoomstart", () => { cancelAnimationFrame(waiting); hide(); });
}

/** The thing with two facts, and the works on it; a work with its project. */
function tipLines(app, feature, found) {
  const works = found.filter((item) => item.layer === "work" && item !== feature && !isEverywhere(item));
  const more = works.length > MOST_WORKS ? [el("small", "", {}, `+${works.length - MOST_WORKS}`)] : [];
  const lines = [...works.slice(0, MOST_WORKS).map((work) => workLine(app, work)), ...more];
  if (feature.layer === "work") {
    return [workLine(app, feature), el("span", "", {}, feature.p.project_name ?? statusText(app, feature)), ...lines];
  }
  const fact = factsOf(app, feature, 2).map(([, value]) => value).join(" · ");
  return [el("b", "", {}, nameOf(app, feature)), fact ? el("span", "", {}, fact) : "", ...lines];
}

function addKeys(app) {
  const { map } = app;
  const pan = { ArrowLeft: [-90, 0], ArrowRight: [90, 0], ArrowUp: [0, -90], ArrowDown: [0, 90] };
  map.keyboard.disable();
  // On a page with more than the map, keys are the map's only while it has the focus.
  const listens = app.options.keys === "map" ? map.getContainer() : document;
  listens.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, select, textarea")) return;
    const list = event.target.closest?.(".mv-list");
    if (event.key === "/") { event.preventDefault(); app.tell("focus-search"); }
    else if (event.key === "f") app.tell("fullscreen");
    else if (event.key === "+" || event.key === "=") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
    else if (event.key === "Escape" && !app.busy) { if (app.selected) pick(app, null); }
    else if (pan[event.key] && !list) { event.preventDefault(); map.panBy(pan[event.key]); }
  });
}
