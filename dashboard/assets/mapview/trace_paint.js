/** What a trace of the drainage found: the rest of the map fades, the pipes stand out with their flow. */

import { stroke } from "./ground.js";
import { trace } from "./surface.js";
import { pipeWidth, spot } from "./things.js";

const STEP_PX = 58; // from one arrow to the next

/** Draw the trace under the labels, and the place that the profile points at over everything. */
export function addTrace(app) {
  let fit = 0;
  app.spotlight = null;
  app.underlays.unshift((view) => {
    if (app.state.trace) paintTrace(view, app, app.state.trace);
  });
  app.overlays.push((view) => {
    if (app.spotlight) paintSpotlight(view, app, app.spotlight);
  });
  app.on("settled", () => {
    const found = app.state.trace;
    if (!found || found.fit === fit) return;
    const first = fit === 0;
    fit = found.fit;
    const boxes = [...lit(app, found.pipes, "pipe"), ...lit(app, found.buildings, "building")].map((feature) => feature.box);
    if (boxes.length) app.showBoxes(boxes, !first, 18.5);
  });
}

/** Mark a place of the map from outside (world coordinates), or nothing. */
export function pointAt(app, place) {
  app.spotlight = place;
  app.surface.redrawOverlay();
}

function lit(app, ids, layer) {
  return ids.map((id) => app.store.find(layer, id)).filter(Boolean);
}

function paintTrace(view, app, found) {
  const { ctx } = view;
  const pipes = lit(app, found.pipes, "pipe");
  ctx.save();
  ctx.globalAlpha = app.state.dark ? 0.55 : 0.6;
  ctx.fillStyle = app.tokens.paper;
  ctx.fillRect(0, 0, view.width, view.height);
  ctx.globalAlpha = 1;
  ctx.lineJoin = ctx.lineCap = "round";
  paintBuildings(view, app, found);
  const over = new Set(found.over);
  const route = new Set(found.route);
  for (const pipe of pipes) {
    const line = widthOf(pipe, route);
    ctx.beginPath();
    trace(view, pipe.rings, false);
    stroke(ctx, over.has(pipe.id) ? app.tokens.late : app.tokens.halo, line + (over.has(pipe.id) ? 7 : 4));
  }
  for (const pipe of pipes) {
    ctx.beginPath();
    trace(view, pipe.rings, false);
    stroke(ctx, app.tokens[pipe.p.kind] ?? app.tokens.storm, widthOf(pipe, route));
  }
  const back = new Set(found.back);
  for (const pipe of pipes) paintFlow(view, app, pipe, back.has(pipe.id));
  paintPlaces(view, app, found);
  ctx.restore();
}

function widthOf(pipe, route) {
  return pipeWidth(pipe.p.diameter_mm) * (route.has(pipe.id) ? 1.9 : 1.25) + 1;
}

function paintBuildings(view, app, found) {
  const { ctx } = view;
  const assumed = new Set(found.assumed);
  for (const building of lit(app, found.buildings, "building")) {
    ctx.beginPath();
    trace(view, building.rings, true);
    ctx.globalAlpha = 0.5;
    ctx.fillStyle = app.tokens.accent;
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
    ctx.setLineDash(assumed.has(building.id) ? [4, 4] : []);
    stroke(ctx, app.tokens.accent, 2);
    ctx.setLineDash([]);
  }
}

/** Arrows along a pipe, at least one where it is long enough to be seen. */
function paintFlow(view, app, pipe, back) {
  const { ctx, scale, left, top } = view;
  const size = 4 + pipeWidth(pipe.p.diameter_mm) * 0.6;
  for (const ring of pipe.rings) {
    let far = 0;
    let next = STEP_PX / 2;
    for (let i = 2; i < ring.length; i += 2) {
      const [x1, y1, x2, y2] = [ring[i - 2] * scale - left, ring[i - 1] * scale - top, ring[i] * scale - left, ring[i + 1] * scale - top];
      const length = Math.hypot(x2 - x1, y2 - y1);
      while (next <= far + length) {
        const share = (next - far) / length;
        const angle = Math.atan2(y2 - y1, x2 - x1) + (back ? Math.PI : 0);
        chevron(ctx, x1 + share * (x2 - x1), y1 + share * (y2 - y1), angle, size, app.tokens.halo);
        next += STEP_PX;
      }
      far += length;
    }
  }
}

function chevron(ctx, x, y, angle, size, colour) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.beginPath();
  ctx.moveTo(-size * 0.55, -size * 0.62);
  ctx.lineTo(size * 0.45, 0);
  ctx.lineTo(-size * 0.55, size * 0.62);
  stroke(ctx, colour, 2.2);
  ctx.restore();
}

/** Outfalls reached, drawn large: where the water leaves. */
function paintPlaces(view, app, found) {
  const { ctx } = view;
  for (const [layer, id] of found.nodes) {
    const node = app.store.find(layer, id);
    if (!node) continue;
    const [x, y] = spot(view, node);
    const colour = app.tokens[node.p.kind] ?? app.tokens.storm;
    ctx.beginPath();
    if (layer === "outfall") {
      ctx.moveTo(x - 11, y - 8);
      ctx.lineTo(x + 11, y - 8);
      ctx.lineTo(x, y + 11);
      ctx.closePath();
    } else ctx.arc(x, y, view.zoom >= 17.5 ? 4.4 : 2.8, 0, 7);
    stroke(ctx, app.tokens.halo, layer === "outfall" ? 5 : 2.6);
    ctx.fillStyle = layer === "outfall" ? colour : app.tokens.halo;
    ctx.fill();
    if (layer !== "outfall") stroke(ctx, colour, 1.8);
  }
}

function paintSpotlight(view, app, [x, y]) {
  const { ctx } = view;
  const [px, py] = [x * view.scale - view.left, y * view.scale - view.top];
  for (const [radius, pen, line] of [[13, app.tokens.halo, 6], [13, app.tokens.warm, 3.2], [4, app.tokens.warm, 4]]) {
    ctx.beginPath();
    ctx.arc(px, py, radius, 0, 7);
    stroke(ctx, pen, line);
  }
}
