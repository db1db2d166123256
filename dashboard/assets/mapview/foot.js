/** The foot of the map: scale bar, north, what sort of data this is, and the totals of what is in view. */

import { el, icon, ICONS, keepToItself, number, quantity } from "./dom.js";
import { meets, metresPerPixel, shareInside } from "./geometry.js";

const LENGTHS_M = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

/** Add scale bar, marks and totals strip. */
export function addFoot(app) {
  const bar = el("span", "mv-scale-bar");
  const barText = el("span", "mv-scale-text");
  const north = el("span", "mv-north", {}, icon(ICONS.north));
  const sample = el("span", "mv-sample");
  const corner = el("div", "mv-corner", {}, el("span", "mv-scale", {}, barText, bar), north, sample);
  // On a page of our own, whoever has no pointer must be able to reach what a narrow strip hides.
  const strip = el("div", "mv-panel mv-totals", { role: "status", tabindex: app.options.keys === "map" ? "0" : null });
  keepToItself(strip);
  app.map.getContainer().append(corner, strip);
  app.on("config", () => {
    north.title = app.word("north");
    sample.replaceChildren(...(app.config.community.is_sample
      ? [el("b", "", {}, app.word("sample")), el("span", "", {}, app.word("approximate"))] : []));
  });
  app.on("drawn", () => {
    if (!app.config) return;
    scale(app, bar, barText);
    totals(app, strip);
  });
}

function scale(app, bar, text) {
  const mpp = metresPerPixel(app.map.getCenter().lat, app.map.getZoom());
  const length = LENGTHS_M.filter((m) => m / mpp <= 130).pop() ?? LENGTHS_M[0];
  bar.style.width = `${(length / mpp).toFixed(1)}px`;
  text.textContent = length < 1000 ? quantity(length, "m") : quantity(length / 1000, "km");
}

/** Counted are things whose label point is in view, and pipes by the part of them that is. */
function totals(app, strip) {
  const frame = app.surface.view(null, { x: 0, y: 0 }, 1).frame;
  const here = (f) => f.x >= frame[0] && f.x <= frame[2] && f.y >= frame[1] && f.y <= frame[3] && app.counts(f);
  const items = [];
  if (app.isVisible("building") && app.layerConfig("building").count) {
    const buildings = app.store.features("building").filter(here);
    items.push([app.word("total_building"), buildings.length, app.word("unit_building")]);
    // What nobody recorded is not zero.
    if (app.store.features("building").some((b) => Number.isFinite(b.p.households))) {
      const households = buildings.reduce((sum, b) => sum + (b.p.households ?? 0), 0);
      items.push([app.word("total_households"), households, app.word("unit_households")]);
    }
  }
  if (app.isVisible("street_light") && app.layerConfig("street_light").count) {
    items.push([app.word("total_light"), app.store.features("street_light").filter(here).length, app.word("unit_light")]);
  }
  if (app.isVisible("work")) items.push([app.config.work.title, app.shown("work").filter(here).length, app.word("unit_work")]);
  if (app.isVisible("pipe")) items.push(...pipeTotals(app, frame));
  const cells = items.map(([title, value, unit]) => el("span", "mv-total", {}, el("small", "", {}, title), el("b", "", {}, number(value)), unit && unit.toLowerCase() !== title.toLowerCase() ? `\u2009${unit}` : ""));
  const missing = app.config.layers.filter((layer) => layer.unplaced && app.isVisible(layer.key));
  // How many works of a chosen list have no place, the list itself says.
  const works = app.isVisible("work") && !app.state.works ? app.layerConfig("work") : null;
  if (works?.unplaced) missing.push(works);
  const left = missing.reduce((sum, layer) => sum + layer.unplaced, 0);
  const which = missing.map((layer) => `${layer.title} ${layer.unplaced}`).join(" · ");
  const lost = left ? el("span", "mv-total mv-unplaced", { title: `${app.word("unplaced_hint")}: ${which}` }, app.word("unplaced", { n: number(left) })) : "";
  strip.replaceChildren(el("span", "mv-total mv-in-view", {}, app.word("in_view")), ...cells, lost);
}

function pipeTotals(app, frame) {
  const field = app.layerConfig("pipe").fields.find((item) => item.key === "kind");
  const sums = new Map();
  for (const pipe of app.store.features("pipe")) {
    if (!meets(pipe.box, frame)) continue;
    sums.set(pipe.p.kind, (sums.get(pipe.p.kind) ?? 0) + (pipe.p.m ?? 0) * shareInside(pipe.rings, frame));
  }
  const title = app.layerConfig("pipe").title;
  return Object.entries(field.values).filter(([kind]) => sums.has(kind))
    .map(([kind, word]) => [`${title} · ${word}`, Math.round(sums.get(kind)), "m"]);
}
