/** What is being drawn, as people see it: the shape, its dots, the line to the pointer, the mark of a snap. */

import { toWorld } from "./geometry.js";
import { stroke } from "./ground.js";

const DOT = 5.5;

/** Paint a drawing over the map. */
export function paintDrawing(view, app, draw) {
  const { ctx } = view;
  const { drawing } = draw;
  const at = ([lon, lat]) => {
    const [x, y] = toWorld(lon, lat);
    return [x * view.scale - view.left, y * view.scale - view.top];
  };
  ctx.lineJoin = ctx.lineCap = "round";
  drawing.parts.forEach((part) => {
    const open = part === drawing.current;
    const chain = [...part.points, ...(open && draw.tip ? [draw.tip] : [])].map(at);
    if (drawing.kind !== "point") shape(view, app, chain, part.holes.map((ring) => ring.map(at)), drawing.kind === "area", open);
  });
  drawing.parts.forEach((part, p) => {
    const points = part.points.map(at);
    if (part !== drawing.current && drawing.kind !== "point") middles(ctx, app, points, drawing.kind === "area");
    points.forEach((point, i) => dot(ctx, app, point, drawing.kind === "point" ? DOT + 2 : DOT, isHot(draw, p, i)));
  });
  if (draw.snap) snapMark(view, app, draw.snap);
}

function isHot(draw, part, i) {
  const grip = draw.grip ?? (draw.hot?.between ? null : draw.hot);
  return grip?.part === part && grip.i === i;
}

function shape(view, app, chain, holes, area, open) {
  const { ctx } = view;
  const run = (points, close) => {
    points.forEach(([x, y], i) => ctx[i ? "lineTo" : "moveTo"](x, y));
    if (close) ctx.closePath();
  };
  if (area && chain.length > 2) {
    ctx.beginPath();
    run(chain, true);
    for (const hole of holes) run(hole, true);
    ctx.globalAlpha = 0.22;
    ctx.fillStyle = app.tokens.warm;
    ctx.fill("evenodd");
    ctx.globalAlpha = 1;
  }
  ctx.beginPath();
  run(chain, area && !open);
  for (const hole of holes) run(hole, true);
  stroke(ctx, app.tokens.halo, 6);
  stroke(ctx, app.tokens.warm, 3);
  if (!area || !open || chain.length < 3) return;
  ctx.beginPath(); // the side that will close it
  ctx.moveTo(...chain.at(-1));
  ctx.lineTo(...chain[0]);
  ctx.setLineDash([5, 6]);
  stroke(ctx, app.tokens.warm, 1.6);
  ctx.setLineDash([]);
}

function dot(ctx, app, [x, y], size, hot) {
  ctx.beginPath();
  ctx.arc(x, y, hot ? size + 2.5 : size, 0, 7);
  ctx.fillStyle = hot ? app.tokens.warm : app.tokens.halo;
  ctx.fill();
  stroke(ctx, hot ? app.tokens.halo : app.tokens.warm, 2.4);
}

/** Small dots half way along the edges: dragging one makes a corner. */
function middles(ctx, app, points, closed) {
  points.forEach(([x, y], i) => {
    const next = points[i + 1] ?? (closed ? points[0] : null);
    if (!next || Math.hypot(next[0] - x, next[1] - y) < 40) return;
    ctx.beginPath();
    ctx.arc((x + next[0]) / 2, (y + next[1]) / 2, 3.4, 0, 7);
    ctx.globalAlpha = 0.9;
    ctx.fillStyle = app.tokens.halo;
    ctx.fill();
    stroke(ctx, app.tokens.warm, 1.4);
    ctx.globalAlpha = 1;
  });
}

/** A square on a corner, a circle on an edge: the point will lie exactly there. */
function snapMark(view, app, snap) {
  const { ctx } = view;
  const [x, y] = [snap.x * view.scale - view.left, snap.y * view.scale - view.top];
  ctx.beginPath();
  if (snap.corner) ctx.rect(x - 8, y - 8, 16, 16);
  else ctx.arc(x, y, 8, 0, 7);
  stroke(ctx, app.tokens.halo, 5);
  stroke(ctx, app.tokens.accent, 2.4);
}
