/** The selected thing and the one under the pointer, drawn over the map. */

import { AREA, LINE, POINT } from "./data.js";
import { stroke, width } from "./ground.js";
import { trace } from "./surface.js";
import { pipeWidth, spot } from "./things.js";
import { circles, dotSize, lineWidth } from "./works.js";

/** Ink outline of 3 px with a white halo around the selected thing; a thin one under the pointer. */
export function paintHighlights(view, app) {
  if (app.hovered && app.hovered !== app.selectedFeature) outline(view, app, app.hovered, 1.6, 1.4);
  if (app.selectedFeature) outline(view, app, app.selectedFeature, 3, 2.4);
}

function outline(view, app, feature, line, rim) {
  if (feature.layer === "work") {
    for (const shape of feature.shapes) outlineShape(view, app, feature, shape, line, rim);
    return;
  }
  const { ctx } = view;
  const halo = app.state.dark ? "#000000" : "#ffffff";
  ctx.lineJoin = ctx.lineCap = "round";
  if (feature.kind === LINE) {
    const inner = feature.layer === "pipe" ? pipeWidth(feature.p.diameter_mm) : Math.min(width(view, feature, 4), 60);
    sides(view, feature, inner, [[halo, line + 2 * rim], [app.tokens.ink, line]]);
    return;
  }
  for (const [colour, pen] of [[halo, line + 2 * rim], [app.tokens.ink, line]]) {
    ctx.beginPath();
    if (feature.kind === AREA) trace(view, feature.rings, true);
    if (feature.kind === POINT) {
      const [x, y] = spot(view, feature);
      const r = feature.layer === "facility" ? 17 : view.zoom >= 18 ? 10 : 8;
      ctx.arc(x, y, r, 0, 7);
    }
    stroke(ctx, colour, pen);
  }
}

function outlineShape(view, app, work, shape, line, rim) {
  const { ctx } = view;
  const halo = app.state.dark ? "#000000" : "#ffffff";
  const pens = [[halo, line + 2 * rim], [app.tokens.ink, line]];
  ctx.lineJoin = ctx.lineCap = "round";
  if (shape.kind === LINE) {
    sides(view, shape, lineWidth(view, work), pens);
    return;
  }
  for (const [colour, pen] of pens) {
    ctx.beginPath();
    if (shape.kind === AREA) trace(view, shape.rings, true);
    else circles(view, shape, dotSize(view) + 2.5);
    stroke(ctx, colour, pen);
  }
}

/** A line's two sides: stroke wide, then take the middle out of a sheet of its own. */
function sides(view, feature, inner, pens) {
  const sheet = scratch(view);
  const own = { ...view, ctx: sheet.getContext("2d") };
  own.ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  own.ctx.clearRect(0, 0, view.width, view.height);
  own.ctx.lineJoin = own.ctx.lineCap = "round";
  for (const [colour, pen] of pens) {
    own.ctx.beginPath();
    trace(own, feature.rings, false);
    stroke(own.ctx, colour, inner + 2 + 2 * pen - (pen > 4 ? pen - 3 : 0));
  }
  own.ctx.globalCompositeOperation = "destination-out";
  own.ctx.beginPath();
  trace(own, feature.rings, false);
  stroke(own.ctx, "#000", inner + 1);
  own.ctx.globalCompositeOperation = "source-over";
  view.ctx.drawImage(sheet, 0, 0, view.width, view.height);
}

let spare = null;

function scratch(view) {
  spare ??= document.createElement("canvas");
  spare.width = Math.round(view.width * view.ratio);
  spare.height = Math.round(view.height * view.ratio);
  return spare;
}
