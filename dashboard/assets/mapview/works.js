/** The plane of works, over the things: status colours at 75 %, a hatch where work goes on, late in a red outline. */

import { AREA, LINE, POINT } from "./data.js";
import { stroke } from "./ground.js";
import { trace } from "./surface.js";

const STRENGTH = 0.75;
const FINISHED = { completed: 0.6, accepted: 0.5 }; // what is done recedes behind what goes on
const ORDER = ["accepted", "completed", "planned", "preparing", "under_construction"];
const ROAD_M = 5; // a work on a road covers about its carriageway

/** Whether a compound's outline stands for the work: it has no place of its own to be drawn. */
export function isEverywhere(work) {
  return work.layer === "work" && work.p.shown === "compound";
}

/** How much of what lies below a status's colour covers. */
export function strengthOf(status) {
  return FINISHED[status] ?? STRENGTH;
}

/** The works' shapes, what is finished below what is going on, late outlines above all. */
export function paintWorks(view, app) {
  const works = app.inView("work", view).filter((work) => !isEverywhere(work));
  if (!works.length) return;
  for (const status of ORDER) {
    const own = works.filter((work) => work.p.status === status);
    for (const alpha of new Set(own.map((work) => app.presence(work)))) {
      paintStatus(view, app, status, own.filter((work) => app.presence(work) === alpha), alpha);
    }
  }
  for (const work of works.filter((item) => item.p.late)) paintLate(view, app, work);
}

function paintStatus(view, app, status, works, presence) {
  const { ctx } = view;
  const look = app.statusLook(status);
  const strength = strengthOf(status) * presence;
  const done = status in FINISHED;
  const hatch = look.hatch ? hatching(view, app.state.dark) : null;
  ctx.lineJoin = ctx.lineCap = "round";
  for (const group of chunks(works, 200)) {
    const pens = [[look.colour, strength], ...(hatch ? [[hatch, 0.85 * presence]] : [])];
    // Over finished works the colour would turn muddy: the ground is cleared first.
    fillAreas(view, group, done ? pens : [[app.tokens.halo, 0.75 * presence], ...pens]);
    ctx.globalAlpha = presence;
    each(group, AREA, (shape) => { ctx.beginPath(); trace(view, shape.rings, true); stroke(ctx, look.edge, 1.4); });
    strokeLines(view, app, group, pens, presence);
    each(group, POINT, (shape) => (done ? rings : dots)(view, app, shape, look.colour, presence));
  }
  ctx.globalAlpha = 1;
}

function fillAreas(view, works, pens) {
  const { ctx } = view;
  ctx.beginPath();
  // Rings run the same way round, so that overlapping works are one fill, not a hole.
  each(works, AREA, (shape) => trace(view, shape.rings, true));
  for (const [pen, alpha] of pens) {
    ctx.globalAlpha = alpha;
    ctx.fillStyle = pen;
    ctx.fill("nonzero");
  }
}

function strokeLines(view, app, works, pens, presence) {
  const { ctx } = view;
  each(works, LINE, (shape, work) => {
    const wide = lineWidth(view, work);
    ctx.beginPath();
    trace(view, shape.rings, false);
    ctx.globalAlpha = 0.8 * presence;
    stroke(ctx, app.tokens.halo, wide + 2);
    for (const [pen, alpha] of pens) {
      ctx.globalAlpha = Math.min(1, alpha + 0.1);
      stroke(ctx, pen, wide);
    }
  });
}

/** How thick a work's lines are drawn: a road's width on a road, else easily seen. */
export function lineWidth(view, work) {
  const least = view.zoom < 15.5 ? 3 : view.zoom < 17 ? 4.5 : 6;
  if (work.p.status in FINISHED) return least * 0.6;
  return work.p.on?.road ? Math.max(least, ROAD_M / view.mpp) : least;
}

/** Radius of one point of a work. */
export function dotSize(view) {
  return view.zoom >= 18 ? 6.5 : view.zoom >= 16.5 ? 4.8 : 3;
}

/** Finished points are ringed: the light or bin itself stays seen. */
function rings(view, app, shape, colour, presence) {
  const { ctx } = view;
  ctx.globalAlpha = presence;
  const near = view.zoom >= 18;
  for (const [pen, wide] of near ? [[app.tokens.halo, 3], [colour, 1.8]] : [[colour, 1.2]]) {
    ctx.beginPath();
    circles(view, shape, near ? dotSize(view) : dotSize(view) * 0.7);
    stroke(ctx, pen, wide);
  }
}

function dots(view, app, shape, colour, presence) {
  const { ctx } = view;
  ctx.globalAlpha = presence;
  ctx.beginPath();
  circles(view, shape, dotSize(view));
  ctx.fillStyle = colour;
  ctx.fill();
  stroke(ctx, app.tokens.halo, view.zoom >= 16.5 ? 1.4 : 0.8);
}

/** A circle around each point of a shape. */
export function circles(view, shape, radius) {
  for (const ring of shape.rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const x = ring[i] * view.scale - view.left;
      const y = ring[i + 1] * view.scale - view.top;
      view.ctx.moveTo(x + radius, y);
      view.ctx.arc(x, y, radius, 0, 7);
    }
  }
}

/** Late: a red outline over everything, its inside left as it is. */
function paintLate(view, app, work) {
  const { ctx } = view;
  ctx.globalAlpha = app.presence(work);
  for (const shape of work.shapes) {
    ctx.beginPath();
    if (shape.kind === POINT) circles(view, shape, dotSize(view) + 2.5);
    else trace(view, shape.rings, shape.kind === AREA);
    if (shape.kind === LINE) {
      const wide = lineWidth(view, work);
      stroke(ctx, app.tokens.late, wide + 5);
      stroke(ctx, app.statusLook(work.p.status).colour, wide);
    } else {
      stroke(ctx, app.tokens.halo, 5);
      stroke(ctx, app.tokens.late, 2.8);
    }
  }
  ctx.globalAlpha = 1;
}

function each(works, kind, paint) {
  for (const work of works) for (const shape of work.shapes) if (shape.kind === kind) paint(shape, work);
}

function* chunks(items, size) {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

const hatches = new Map();

/** Diagonal stripes that stay where they are on the ground while the map is moved. */
function hatching(view, dark) {
  const pattern = view.ctx.createPattern(hatchTile(dark), "repeat");
  pattern.setTransform(new DOMMatrix([0.5, 0, 0, 0.5, -(view.left % 9), -(view.top % 9)]));
  return pattern;
}

function hatchTile(dark) {
  if (!hatches.has(dark)) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 18; // twice the size, for sharp stripes on fine screens
    const ctx = tile.getContext("2d");
    ctx.strokeStyle = dark ? "#241207d0" : "#fff6ecd8";
    ctx.lineWidth = 4.4;
    ctx.beginPath();
    for (const shift of [-18, 0, 18]) { ctx.moveTo(shift - 4, 22); ctx.lineTo(shift + 22, -4); }
    ctx.stroke();
    hatches.set(dark, tile);
  }
  return hatches.get(dark);
}
