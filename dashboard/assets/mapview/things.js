/** The plane of things: buildings, grids, pipes with their nodes, lights and facilities. */

import { divide, stroke } from "./ground.js";
import { inChunks, trace } from "./surface.js";
import { drawSign } from "./signs.js";
import { drawnAt } from "./visibility.js";

/** Buildings: a shade that tells their height, the theme's colour, a thin darker edge. */
export function paintBuildings(view, app) {
  const { ctx } = view;
  const buildings = app.inView("building", view);
  const near = view.zoom >= 16.5;
  if (near) paintShades(view, app, buildings);
  const groups = new Map();
  for (const building of buildings) {
    const { colour } = app.themeOf(building);
    const key = `${app.presence(building)}|${colour}`;
    if (!groups.has(key)) groups.set(key, { colour, alpha: app.presence(building), items: [] });
    groups.get(key).items.push(building);
  }
  for (const { colour, alpha, items } of groups.values()) {
    ctx.globalAlpha = alpha;
    inChunks(view, items, true, () => {
      ctx.fillStyle = colour;
      ctx.fill("evenodd");
      if (view.zoom >= 14.5) stroke(ctx, app.tokens.building_edge, near ? 1.1 : 0.6);
    });
  }
  ctx.globalAlpha = 1;
  if (view.zoom >= 18) {
    for (const building of buildings) divide(view, building, building.p.units ?? 0, `${app.tokens.building_edge}aa`, 0.9);
  }
}

function paintShades(view, app, buildings) {
  const { ctx } = view;
  ctx.fillStyle = app.tokens.building_shade;
  for (const building of buildings) {
    const reach = (Math.min(building.p.storeys ?? 3, 33) * 0.32) / view.mpp;
    ctx.globalAlpha = app.presence(building);
    const moved = { ...view, left: view.left - reach, top: view.top - reach * 0.8 };
    ctx.beginPath();
    trace(moved, building.rings, true);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** Grids: a soft band along the inside and a thin dashed line. */
export function paintGrids(view, app) {
  const { ctx } = view;
  for (const grid of app.inView("grid", view)) {
    ctx.save();
    ctx.beginPath();
    trace(view, grid.rings, true);
    ctx.clip("evenodd");
    ctx.globalAlpha = 0.13;
    stroke(ctx, app.tokens.grid_edge, 14);
    ctx.globalAlpha = 0.85;
    ctx.setLineDash([7, 5]);
    stroke(ctx, app.tokens.grid_edge, 2.4);
    ctx.restore();
  }
}

/** A pipe's width on the screen by its diameter: 1.5 px at DN200 to 5 px at DN600 and more. */
export function pipeWidth(diameter_mm) {
  return Math.max(1.5, Math.min(5, 1.5 + ((diameter_mm ?? 300) - 200) * 0.00875));
}

/** Pipes over a pale rim that sets them off; flow arrows when close. */
export function paintPipes(view, app) {
  const { ctx } = view;
  const pipes = app.inView("pipe", view);
  const shrink = view.zoom < 16 ? 0.65 : 1;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  for (const rim of [true, false]) {
    for (const pipe of pipes) {
      const line = pipeWidth(pipe.p.diameter_mm) * shrink;
      if (rim && view.zoom < 15.5) continue;
      ctx.beginPath();
      trace(view, pipe.rings, false);
      if (!rim && pipe.p.kind === "combined") ctx.setLineDash([line * 2.4, line * 1.8]);
      ctx.globalAlpha = rim ? 0.75 : 1;
      stroke(ctx, rim ? app.tokens.halo : app.tokens[pipe.p.kind], rim ? line + 2 : line);
      ctx.setLineDash([]);
    }
  }
  ctx.globalAlpha = 1;
  if (view.zoom >= 18) for (const pipe of pipes) paintArrow(view, app, pipe);
}

/** One arrow half way along, pointing as the geometry runs (from the upper to the lower node). */
function paintArrow(view, app, pipe) {
  const { ctx, scale, left, top } = view;
  const ring = pipe.rings[0];
  const last = ring.length - 2;
  const length = Math.hypot(ring[last] - ring[0], ring[last + 1] - ring[1]) * scale;
  if (length < 26) return;
  const i = 2 * Math.floor((ring.length / 2 - 1) / 2);
  const [x1, y1, x2, y2] = [ring[i], ring[i + 1], ring[i + 2], ring[i + 3]];
  const size = pipeWidth(pipe.p.diameter_mm) * 1.3 + 3.2;
  ctx.save();
  ctx.translate(((x1 + x2) / 2) * scale - left, ((y1 + y2) / 2) * scale - top);
  ctx.rotate(Math.atan2(y2 - y1, x2 - x1));
  ctx.beginPath();
  ctx.moveTo(size, 0);
  ctx.lineTo(-size * 0.7, size * 0.72);
  ctx.lineTo(-size * 0.35, 0);
  ctx.lineTo(-size * 0.7, -size * 0.72);
  ctx.closePath();
  stroke(ctx, app.tokens.halo, 2.4);
  ctx.fillStyle = app.tokens[pipe.p.kind];
  ctx.fill();
  ctx.restore();
}

/** Manholes as rings, gullies as squares, outfalls as half discs in their pipe's colour. */
export function paintNodes(view, app) {
  const { ctx } = view;
  const close = view.zoom >= 19;
  const put = (layer, size, shape) => {
    if (!drawnAt(layer, view.zoom)) return;
    for (const node of app.inView(layer, view)) {
      const [x, y] = spot(view, node);
      ctx.beginPath();
      shape(x, y, size);
      ctx.fillStyle = app.tokens.halo;
      ctx.fill();
      stroke(ctx, app.tokens[node.p.kind ?? "storm"], close ? 2.2 : 1.7);
    }
  };
  put("gully", close ? 3.4 : 2.6, (x, y, r) => ctx.rect(x - r, y - r, 2 * r, 2 * r));
  put("manhole", close ? 5.2 : 3.7, (x, y, r) => ctx.arc(x, y, r, 0, 7));
  if (!drawnAt("outfall", view.zoom)) return;
  for (const outfall of app.inView("outfall", view)) {
    const [x, y] = spot(view, outfall);
    const r = view.zoom >= 17 ? 8 : 5.5;
    ctx.beginPath();
    ctx.moveTo(x - r, y - r * 0.7);
    ctx.lineTo(x + r, y - r * 0.7);
    ctx.lineTo(x, y + r);
    ctx.closePath();
    stroke(ctx, app.tokens.halo, 4);
    ctx.fillStyle = app.tokens[outfall.p.kind ?? "storm"];
    ctx.fill();
  }
}

/** Lights: a soft halo of about the lit reach on the ground, a warm dot on it. */
export function paintLights(view, app) {
  if (!drawnAt("street_light", view.zoom)) return;
  const { ctx } = view;
  const t = app.tokens;
  const lights = app.inView("street_light", view);
  ctx.globalCompositeOperation = app.state.dark ? "lighter" : "source-over";
  for (const light of lights) {
    if (light.p.state === "faulty") continue;
    const [x, y] = spot(view, light);
    const reach = Math.min(160, Math.max(4, ((light.p.mounting_height_m ?? 5) * (app.state.dark ? 2.1 : 1.7)) / view.mpp));
    ctx.globalAlpha = app.presence(light);
    ctx.drawImage(glow(t.light_halo), x - reach, y - reach, 2 * reach, 2 * reach);
  }
  ctx.globalCompositeOperation = "source-over";
  const r = view.zoom >= 19 ? 4.2 : view.zoom >= 17.5 ? 3.1 : view.zoom >= 16 ? 2.1 : 1.3;
  for (const light of lights) {
    const [x, y] = spot(view, light);
    ctx.globalAlpha = app.presence(light);
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 7);
    ctx.fillStyle = light.p.state === "faulty" ? t.light_faulty : t.light_core;
    ctx.fill();
    if (view.zoom >= 17) stroke(ctx, light.p.state === "faulty" ? t.warm : t.light_edge, 0.9);
  }
  ctx.globalAlpha = 1;
}

const glows = new Map();

function glow(colour) {
  if (!glows.has(colour)) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 96;
    const ctx = tile.getContext("2d");
    const fall = ctx.createRadialGradient(48, 48, 0, 48, 48, 48);
    fall.addColorStop(0, colour);
    for (const [at, alpha] of [[0.22, "48"], [0.45, "22"], [0.7, "0c"]]) fall.addColorStop(at, colour.slice(0, 7) + alpha);
    fall.addColorStop(1, colour.slice(0, 7) + "00");
    ctx.fillStyle = fall;
    ctx.fillRect(0, 0, 96, 96);
    glows.set(colour, tile);
  }
  return glows.get(colour);
}

/** Half the side of a facility's sign in pixels; what is no landmark is smaller. */
export function signSize(zoom, facility) {
  const size = zoom >= 18 ? 13 : zoom >= 16.5 ? 10 : 5;
  return isLandmark(facility) ? size : size * 0.75;
}

/** Facilities worth a sign at this zoom: notice boards and bins only from near. */
export function facilitiesInView(view, app) {
  const shown = app.inView("facility", view);
  return view.zoom >= 17.5 ? shown : shown.filter((facility) => isLandmark(facility));
}

/** Whether people find their way by it. */
export function isLandmark(facility) {
  return ["library_branch", "cultural_centre", "gate"].includes(facility.p.kind);
}

/** Facilities, each with the pictogram of its kind. */
export function paintFacilities(view, app) {
  if (!drawnAt("facility", view.zoom)) return;
  for (const facility of facilitiesInView(view, app)) {
    const [x, y] = spot(view, facility);
    view.ctx.globalAlpha = app.presence(facility);
    drawSign(view.ctx, facility.p.kind, x, y, signSize(view.zoom, facility), app.tokens, !isLandmark(facility));
  }
  view.ctx.globalAlpha = 1;
}

/** Where a feature's label point lies on the sheet. */
export function spot(view, feature) {
  return [feature.x * view.scale - view.left, feature.y * view.scale - view.top];
}
