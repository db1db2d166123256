/** The ground plane: plots, water, green, compounds, gardens, roads by their true width, parking. */

import { AREA } from "./data.js";
import { inChunks, trace } from "./surface.js";

const ROAD_ORDER = ["footpath", "doorstep", "cluster", "main"];
const LEAST_PX = { doorstep: 0.8, cluster: 1.4, main: 2.2, city_road: 3 };

/** Everything that lies on the ground, in order. */
export function paintGround(view, app) {
  paintContext(view, app);
  for (const compound of app.inView("compound", view)) fillCompound(view, app, compound);
  paintGardens(view, app);
  paintRoads(view, app);
  paintParking(view, app);
}

function paintContext(view, app) {
  const { ctx } = view;
  const t = app.tokens;
  const context = app.inView("context", view).filter((f) => f.kind === AREA || f.p.kind === "river");
  for (const [kind, fill, edge] of [["plot", t.plot, ""], ["green", t.green, ""], ["river", t.river, t.river_edge]]) {
    for (const feature of context.filter((f) => f.p.kind === kind)) {
      ctx.beginPath();
      trace(view, feature.rings, feature.kind === AREA);
      if (feature.kind === AREA) {
        ctx.fillStyle = fill;
        ctx.fill("evenodd");
        if (kind === "green" && view.zoom >= 16) speckle(view, app, feature, t.garden_edge, 0.16);
        if (edge) stroke(ctx, edge, 1.2);
      } else {
        stroke(ctx, edge, width(view, feature, 12) + 2);
        stroke(ctx, fill, width(view, feature, 12));
      }
    }
  }
}

function fillCompound(view, app, compound) {
  const { ctx } = view;
  ctx.globalAlpha = app.presence(compound);
  ctx.beginPath();
  trace(view, compound.rings, true);
  ctx.fillStyle = compound.p.kind === "commodity" ? app.tokens.compound_commodity : app.tokens.compound_old;
  ctx.fill("evenodd");
  ctx.globalAlpha = 1;
}

/** Compounds' outlines: a soft band inside a thin line, over the ground and under the things. */
export function paintCompoundEdges(view, app) {
  const { ctx } = view;
  for (const compound of app.inView("compound", view)) {
    ctx.beginPath();
    trace(view, compound.rings, true);
    ctx.globalAlpha = 0.18 * app.presence(compound);
    stroke(ctx, app.tokens.compound_edge, 7);
    ctx.globalAlpha = app.presence(compound);
    ctx.setLineDash([9, 3, 2, 3]);
    stroke(ctx, app.tokens.compound_edge, 1.4);
    ctx.setLineDash([]);
  }
  ctx.globalAlpha = 1;
}

function paintGardens(view, app) {
  const { ctx } = view;
  for (const garden of app.inView("garden", view)) {
    const t = app.tokens;
    ctx.globalAlpha = app.presence(garden);
    ctx.beginPath();
    trace(view, garden.rings, true);
    ctx.fillStyle = garden.p.kind === "sports" ? t.garden_sports : t.garden;
    ctx.fill("evenodd");
    if (view.zoom >= 15.5 && garden.p.kind !== "sports") speckle(view, app, garden, t.garden_edge, 0.34);
    ctx.beginPath();
    trace(view, garden.rings, true);
    stroke(ctx, t.garden_edge, 1);
  }
  ctx.globalAlpha = 1;
}

/** Tree crowns scattered over an area: a tile fixed to the ground, so that it does not swim. */
function speckle(view, app, feature, colour, alpha) {
  const { ctx } = view;
  const px = Math.min(1.25, Math.max(0.5, 0.4 / view.mpp));
  const tile = crownTile(colour, px);
  const pattern = ctx.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix([1, 0, 0, 1, -(view.left % tile.width), -(view.top % tile.height)]));
  ctx.save();
  ctx.globalAlpha *= alpha;
  ctx.fillStyle = pattern;
  ctx.fill("evenodd");
  ctx.restore();
}

const tiles = new Map();

function crownTile(colour, px) {
  const key = `${colour}${px.toFixed(2)}`;
  if (!tiles.has(key)) {
    if (tiles.size > 24) tiles.clear();
    const tile = document.createElement("canvas");
    tile.width = Math.round(46 * px);
    tile.height = Math.round(40 * px);
    const ctx = tile.getContext("2d");
    ctx.fillStyle = colour;
    for (const [x, y, r] of [[8, 9, 4.6], [25, 6, 3], [36, 17, 5], [15, 25, 3.4], [29, 31, 4.2], [6, 36, 2.6]]) {
      ctx.beginPath();
      ctx.arc(x * px, y * px, r * px, 0, 7);
      ctx.fill();
    }
    tiles.set(key, tile);
  }
  return tiles.get(key);
}

/** All casings first, then all surfaces, so that junctions are open; small roads below large ones. */
function paintRoads(view, app) {
  const t = app.tokens;
  const city = app.inView("context", view).filter((f) => f.p.kind === "city_road");
  const own = app.inView("road", view);
  const classes = ROAD_ORDER.map((kind) => own.filter((f) => (f.p.kind ?? "cluster") === kind));
  const casing = view.zoom >= 15 ? 1 : 0.6;
  for (const roads of classes) pave(view, app, roads, t.road_edge, 2 * casing);
  pave(view, app, city, t.city_road_edge, 2.4 * casing);
  for (const roads of classes) pave(view, app, roads, t.road, 0);
  pave(view, app, city, t.city_road, 0);
  if (view.zoom >= 16) centreLines(view, city, t.city_road_edge);
}

function pave(view, app, roads, colour, more) {
  const { ctx } = view;
  ctx.lineJoin = "round";
  for (const road of roads) {
    ctx.globalAlpha = app.presence(road);
    ctx.lineCap = road.p.kind === "city_road" ? "butt" : "round";
    ctx.beginPath();
    trace(view, road.rings, false);
    stroke(ctx, colour, width(view, road, 5) + more);
  }
  ctx.globalAlpha = 1;
}

function centreLines(view, roads, colour) {
  const { ctx } = view;
  ctx.setLineDash([10, 8]);
  for (const road of roads) {
    ctx.beginPath();
    trace(view, road.rings, false);
    stroke(ctx, colour, 1.2);
  }
  ctx.setLineDash([]);
}

function paintParking(view, app) {
  const bays = app.inView("parking", view);
  const { ctx } = view;
  inChunks(view, bays, true, () => {
    ctx.fillStyle = app.tokens.parking;
    ctx.fill();
    if (view.zoom >= 16.5) stroke(ctx, app.tokens.parking_edge, 0.8);
  });
  if (view.zoom >= 18) {
    for (const area of bays) divide(view, area, area.p.bays ?? 0, app.tokens.parking_edge, 0.8);
  }
}

/** Lines that divide an area into `parts` across its long axis (parking bays, stairwell units). */
export function divide(view, feature, parts, colour, line) {
  if (parts < 2 || parts > 80) return;
  const { ctx, scale, left, top } = view;
  const { x, y, angle, length, width: across } = feature.axis;
  if ((length * scale) / parts < 4) return;
  ctx.save();
  ctx.beginPath();
  trace(view, feature.rings, true);
  ctx.clip("evenodd");
  ctx.translate(x * scale - left, y * scale - top);
  ctx.rotate(angle);
  ctx.beginPath();
  for (let i = 1; i < parts; i += 1) {
    const s = (i / parts - 0.5) * length * scale;
    ctx.moveTo(s, (-across * scale) / 2);
    ctx.lineTo(s, (across * scale) / 2);
  }
  stroke(ctx, colour, line);
  ctx.restore();
}

/** A line's width in pixels by its true width in metres, never thinner than its class. */
export function width(view, feature, otherwise) {
  return Math.max((feature.p.width_m ?? otherwise) / view.mpp, LEAST_PX[feature.p.kind] ?? 1);
}

/** Stroke the path drawn last. */
export function stroke(ctx, colour, line) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = line;
  ctx.stroke();
}
