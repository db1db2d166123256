// A small plan: compounds, grids, roads, buildings with their numbers. Tap a building to ask for it.

import { el, press, svg } from "../worklist/dom.js";

export function plan(data, tell) {
  const drawing = svg("svg", { viewBox: data.plan.box.join(" "), class: "pp-plan", role: "group", "aria-label": data.words.plan });
  drawing.append(
    layer("pp-compounds", data.plan.compounds.map((d) => svg("path", { d }))),
    layer("pp-casing", data.plan.roads.map((road) => svg("path", { d: road.d, "stroke-width": road.w + 1.6 }))),
    layer("pp-roads", data.plan.roads.map((road) => svg("path", { d: road.d, "stroke-width": road.w }))),
    layer("pp-grids", data.plan.grids.map((d) => svg("path", { d }))),
    layer("pp-houses", data.plan.buildings.map((house) => building(house, tell))),
  );
  return el("figure", { class: "pp-figure" }, drawing, data.words.caption ? el("figcaption", {}, data.words.caption) : null);
}

function layer(name, children) {
  return svg("g", { class: name }, children);
}

function building(house, tell) {
  const node = svg("g", { class: house.on ? "pp-on" : "", "data-id": house.id, "aria-label": house.no },
    svg("path", { d: house.d }),
    svg("text", { x: house.at[0], y: house.at[1], dy: "0.35em" }, house.no));
  return press(node, () => tell("place", { id: house.id }));
}
