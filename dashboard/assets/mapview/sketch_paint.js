/** Sketches that are lines and points: ways round, dark stretches, light by its class, faults, proposed lights. */

import { stroke } from "./ground.js";
import { isDark, letter } from "./lettering.js";
import { trace } from "./surface.js";
import { paintLights } from "./things.js";

const CROWD = 30; // more warnings than this are drawn small until one looks from near

/** The colour of a class of illuminance. */
export function luxColour(app, series) {
  const step = app.config.lux[Math.min(series, app.config.lux.length - 1)];
  return app.state.dark ? step.dark : step.light;
}

/** Light along the ways: a rim that sets it off by day, a glow in the evening. */
export function paintLight(view, app, shapes) {
  if (!shapes.length) return;
  const { ctx } = view;
  const wide = Math.max(3, Math.min(13, 3.2 / view.mpp));
  const draw = (shape, colour, line) => {
    ctx.beginPath();
    trace(view, shape.rings, false);
    stroke(ctx, colour, line);
  };
  ctx.save();
  ctx.lineCap = "butt";
  ctx.lineJoin = "round";
  if (app.state.dark) {
    // The night map: everything else steps back, and light is what shines.
    ctx.globalAlpha = 0.5;
    ctx.fillStyle = "#05080b";
    ctx.fillRect(0, 0, view.width, view.height);
    ctx.globalCompositeOperation = "lighter";
    for (const [factor, alpha] of [[4.6, 0.07], [2.6, 0.14]]) {
      ctx.globalAlpha = alpha;
      for (const shape of shapes) if (shape.series > 1) draw(shape, luxColour(app, shape.series), wide * factor);
    }
    ctx.globalCompositeOperation = "source-over";
    ctx.globalAlpha = 1;
  } else {
    for (const shape of shapes) draw(shape, "#3a3327", wide + 2.4);
  }
  for (const shape of shapes) draw(shape, luxColour(app, shape.series), wide);
  ctx.restore();
  if (app.state.dark) paintLights(view, app);
}

/** A way round: dashes over a rim; a dark stretch: a line beside which nothing shines; anything else plain. */
export function paintLines(view, app, shape, colour) {
  const { ctx } = view;
  const wide = shape.kind === "focus" ? 11 : 4.5;
  ctx.save();
  ctx.lineCap = ctx.lineJoin = "round";
  if (shape.kind === "dark") {
    ctx.setLineDash([7, 6]);
    ctx.beginPath();
    trace(view, shape.rings, false);
    stroke(ctx, colour, 3);
  } else if (shape.kind === "focus") {
    // Both sides of the line, so that what lies on it stays seen.
    for (const [pen, line] of [[app.tokens.halo, wide + 9], [colour, wide + 6]]) {
      ctx.globalAlpha = 0.42;
      ctx.beginPath();
      trace(view, shape.rings, false);
      stroke(ctx, pen, line);
    }
  } else {
    ctx.beginPath();
    trace(view, shape.rings, false);
    stroke(ctx, app.tokens.halo, wide + 4);
    if (shape.kind === "detour") ctx.setLineDash([1, 8]);
    ctx.beginPath();
    trace(view, shape.rings, false);
    stroke(ctx, colour, wide);
  }
  ctx.restore();
}

/** A fault is a triangle with a mark of warning, a proposed light a numbered lamp, anything else a ring. */
export function paintPoint(view, app, shape, colour) {
  const { ctx } = view;
  for (const ring of shape.rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i] * view.scale - view.left;
      const y = ring[i + 1] * view.scale - view.top;
      ctx.save();
      ctx.lineJoin = "round";
      if (shape.kind === "fault") warning(ctx, app, x, y, colour, app.state.sketches.length > CROWD && view.mpp > 0.6 ? 0.55 : 1);
      else if (shape.kind === "lamp") lamp(ctx, app, x, y, shape.number);
      else if (shape.kind === "incoming") {
        ctx.beginPath();
        ctx.arc(x, y, 4, 0, 7);
        stroke(ctx, app.tokens.halo, 3);
        ctx.fillStyle = colour;
        ctx.fill();
      }
      else {
        ctx.beginPath();
        ctx.arc(x, y, 15, 0, 7);
        stroke(ctx, app.tokens.halo, 6);
        stroke(ctx, colour, 3);
      }
      ctx.restore();
    }
  }
}

/** `size` below 1: where many stand close together they are small and have no mark of their own. */
function warning(ctx, app, x, y, colour, size) {
  ctx.beginPath();
  ctx.moveTo(x, y - 11 * size);
  ctx.lineTo(x + 11 * size, y + 8 * size);
  ctx.lineTo(x - 11 * size, y + 8 * size);
  ctx.closePath();
  stroke(ctx, app.tokens.halo, 5 * size);
  ctx.fillStyle = colour;
  ctx.fill();
  if (size < 1) return;
  const ink = isDark(colour) ? "#ffffff" : "#12191f";
  letter(ctx, "!", x, y + 1.5, { size: 14, bold: true, colour: ink, halo: ink, rim: 0.01 });
}

function lamp(ctx, app, x, y, rank) {
  ctx.beginPath();
  ctx.arc(x, y, 13, 0, 7);
  stroke(ctx, app.tokens.halo, 5);
  ctx.fillStyle = app.tokens.accent; // as in the legend, and unlike the lights that stand there already
  ctx.fill();
  const ink = isDark(app.tokens.accent) ? "#ffffff" : "#12191f";
  if (rank !== null) letter(ctx, `${rank}`, x, y, { size: 14, bold: true, colour: ink, halo: ink, rim: 0.01 });
}
