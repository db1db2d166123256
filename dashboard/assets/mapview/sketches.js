/** What is drawn over the map that is no layer: faults, proposals, closures, ways round, light along the ways. */

import { number } from "./dom.js";
import { boxOf, toWorld, worldRing } from "./geometry.js";
import { letter, textWidth } from "./lettering.js";
import { paintLines, paintLight, paintPoint } from "./sketch_paint.js";
import { PLANS, YEARS } from "./plan_colours.js";
import { trace } from "./surface.js";

const NEAR = 18.5; // a place in focus is not shown from nearer than this

const GROUND = new Set(["planned", "proposed", "compared", "touched", "cut"]); // what lies under the names of things

/** Draw what the state sends: light under the labels, the rest over them and under tools. */
export function addSketches(app) {
  let known = "";
  let shapes = [];
  let asked = -1;
  const read = () => {
    const now = JSON.stringify(app.state.sketches);
    if (now === known) return;
    known = now;
    shapes = app.state.sketches.map((sketch) => ({ ...sketch, ...shapeOf(sketch.geometry), spot: toWorld(...sketch.at) }));
  };
  app.underlays.push((view) => {
    read();
    for (const shape of shapes) if (GROUND.has(shape.kind)) paint(view, app, shape);
    paintLight(view, app, shapes.filter((shape) => shape.kind === "lux"));
  });
  // First of all that lies over the labels: the dots of a tool stay in reach above a proposal.
  app.overlays.unshift((view) => {
    for (const shape of shapes) if (shape.kind !== "lux" && !GROUND.has(shape.kind)) paint(view, app, shape);
    for (const shape of shapes) if (shape.number !== null && shape.kind !== "lamp") letter(view.ctx, ...lettered(view, app, shape));
  });
  // The underlays come before the labels, so that the shapes are known by then.
  app.reserved.push((view) => shapes.filter((shape) => shape.number !== null && shape.kind !== "lamp").map((shape) => {
    const [text, x, y, { size, bold }] = lettered(view, app, shape);
    return [x, y, textWidth(view.ctx, text, size, bold) + 8, size + 6];
  }));
  app.on("settled", ({ same }) => {
    // Told to fly with nothing selected: to the place in focus, if there is one.
    if (asked === app.state.fly && same("sketches")) return;
    const first = asked < 0;
    asked = app.state.fly;
    read();
    const focus = shapes.filter((shape) => shape.kind === "focus" || shape.kind === "incoming");
    // What comes from a file may lie beyond all that is known here.
    if (shapes.some((shape) => shape.kind === "incoming")) app.map.setMaxBounds(null);
    // The place that is asked about: gone to when it comes by a link or a list, not when it was just drawn here.
    const places = shapes.filter((shape) => shape.kind === "asked").map((shape) => boxOf(shape.rings));
    if (places.length && !app.selectedFeature && (first || !same("fly") || !app.sees(places))) app.showBoxes(places, !first);
    if (focus.length && !app.selectedFeature && (first || !same("fly") || !same("sketches"))) app.showBoxes(focus.map((shape) => boxOf(shape.rings)), !first, NEAR);
  });
}

/** {dimension, rings}: flat world coordinates, whatever the geometry. */
function shapeOf({ type, coordinates }) {
  if (type.includes("Point")) return { dimension: 0, rings: [worldRing(type === "Point" ? [coordinates] : coordinates)] };
  if (type.includes("Line")) return { dimension: 1, rings: (type === "LineString" ? [coordinates] : coordinates).map(worldRing) };
  return { dimension: 2, rings: (type === "MultiPolygon" ? coordinates.flat() : coordinates).map(worldRing) };
}

function paint(view, app, shape) {
  if (shape.dimension === 0) paintPoint(view, app, shape, colourOf(app, shape));
  else if (shape.dimension === 1) paintLines(view, app, shape, colourOf(app, shape));
  else paintArea(view, app, shape);
}

function paintArea(view, app, shape) {
  const { ctx } = view;
  const colour = colourOf(app, shape);
  ctx.save();
  ctx.beginPath();
  trace(view, shape.rings, true);
  ctx.lineJoin = "round";
  if (["proposed", "shared", "asked", "planned", "compared", "touched", "incoming"].includes(shape.kind)) {
    ctx.globalAlpha = { asked: 0.07, planned: 0.6, compared: 0.6 }[shape.kind] ?? 0.3;
    ctx.fillStyle = colour;
    ctx.fill("evenodd");
  } else if (shape.kind !== "focus") hatch(view, colour);
  ctx.globalAlpha = 1;
  ctx.beginPath();
  trace(view, shape.rings, true);
  if (shape.kind === "hole") ctx.setLineDash([3, 4]);
  ctx.strokeStyle = app.tokens.halo;
  ctx.lineWidth = 5;
  ctx.stroke();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.4;
  ctx.stroke();
  ctx.restore();
}

function colourOf(app, { kind, series }) {
  if (kind === "planned") return YEARS[series % YEARS.length];
  if (kind === "compared") return PLANS[series % PLANS.length];
  if (kind === "proposed") {
    const theme = app.config.themes.find((item) => item.key === "grid");
    return theme.series[series % theme.series.length][1];
  }
  return ["focus", "shared", "detour", "lamp", "asked", "touched", "incoming"].includes(kind) ? app.tokens.accent : app.tokens.warm;
}

/** Diagonal lines: read without colour too. */
function hatch(view, colour) {
  const { ctx } = view;
  ctx.save();
  ctx.clip("evenodd");
  ctx.globalAlpha = 0.55;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  for (let x = -view.height; x < view.width; x += 8) {
    ctx.moveTo(x, 0);
    ctx.lineTo(x + view.height, view.height);
  }
  ctx.stroke();
  ctx.restore();
}

/** What is written in a sketch, where and how: the households of a proposed grid, else a bare number. */
function lettered(view, app, shape) {
  const x = shape.spot[0] * view.scale - view.left;
  const y = shape.spot[1] * view.scale - view.top;
  const text = shape.kind === "proposed" ? `${number(shape.number)}\u2009${app.word("unit_households")}` : `${shape.number}`;
  return [text, x, y, { size: 20, bold: true, colour: app.tokens.ink, halo: app.tokens.halo, rim: 4.5 }];
}
