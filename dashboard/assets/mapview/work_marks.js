/** Marks of works: a disc in the status's colour with its sign; what lies close together is counted in one pill. */

import { AREA } from "./data.js";
import { drawKind, sharedKind } from "./kinds.js";
import { letter, textWidth } from "./lettering.js";
import { drawSymbol, inkOn } from "./symbols.js";
import { spot } from "./things.js";
import { isEverywhere } from "./works.js";

const URGENCY = ["under_construction", "preparing", "planned", "completed", "accepted"];
const QUIET = { completed: 1, accepted: 1 };
const FINISHED_FROM = 18; // the zoom from which finished works are marked too
const MOST = 3000; // works marked at once

/**
 * Where each mark stands, from the one that asks most for attention.
 * @returns {{x: number, y: number, wide: number, high: number, works: object[], parts: object[]}[]} in pixels of the sheet
 */
export function marksOf(view, app) {
  if (view.zoom < 14.5) return [];
  const size = Math.max(app.options.smallestMark ?? 0, view.zoom >= 17 ? 9 : view.zoom >= 16 ? 8 : 7);
  const marked = app.inView("work", view).filter((work) => view.zoom >= FINISHED_FROM || !(work.p.status in QUIET) || work.p.late);
  const groups = grouped(marked.slice(0, MOST).map((work) => [work, ...placeOf(view, work, size)]), size * 2.4);
  return groups.map(({ x, y, works }) => {
    const parts = URGENCY.map((status) => {
      const own = works.filter((work) => work.p.status === status);
      return { status, n: own.length, late: own.some((work) => work.p.late) };
    }).filter((part) => part.n);
    let wide = 0;
    for (const part of parts) {
      part.wide = works.length === 1 ? 2 * size : 2 * size + (part.n > 1 ? textWidth(view.ctx, `${part.n}`, size + 3, true) + 3 : 0) + 2;
      wide += part.wide;
    }
    const kind = sharedKind(view, app, works);
    if (kind) wide += 2 * size + 1;
    const bare = works.length === 1 && !kind;
    return { x, y, size, works, parts, kind, bare, wide: bare ? wide : wide + 4, high: 2 * size + (bare ? 0 : 4) };
  });
}

/** Draw the marks, and keep their boxes in world coordinates: a click on one means its works. */
export function paintMarks(view, app, marks) {
  app.marks = marks.map(({ x, y, wide, high, works, kind }) => ({
    works,
    kind,
    box: [(x - wide / 2 - 2 + view.left) / view.scale, (y - high / 2 - 2 + view.top) / view.scale,
      (x + wide / 2 + 2 + view.left) / view.scale, (y + high / 2 + 2 + view.top) / view.scale],
  }));
  for (const mark of [...marks].reverse()) {
    view.ctx.globalAlpha = Math.max(...mark.works.map((work) => app.presence(work)));
    if (!mark.bare) pill(view, app, mark);
    let left = mark.x - mark.wide / 2 + (mark.bare ? 0 : 2);
    for (const part of mark.parts) {
      disc(view, app, part, left + mark.size, mark.y, mark.bare ? mark.size : mark.size - 0.5);
      if (part.n > 1) number(view, app, part, left + 2 * mark.size, mark);
      left += part.wide;
    }
    if (mark.kind) drawKind(view.ctx, mark.kind, left + mark.size + 0.5, mark.y, mark.size - 0.5);
  }
  view.ctx.globalAlpha = 1;
}

function disc(view, app, part, x, y, size) {
  const { ctx } = view;
  const { colour } = app.statusLook(part.status);
  ctx.beginPath();
  ctx.arc(x, y, size, 0, 7);
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.lineWidth = part.late ? 2.4 : 1.5;
  ctx.strokeStyle = part.late ? app.tokens.late : app.tokens.halo;
  ctx.stroke();
  drawSymbol(ctx, part.status, x, y, size * 0.86, inkOn(colour));
}

function number(view, app, part, left, mark) {
  const wide = textWidth(view.ctx, `${part.n}`, mark.size + 3, true);
  const look = { size: mark.size + 3, bold: true, colour: app.tokens.ink, halo: app.tokens.halo, rim: 0.1, alpha: view.ctx.globalAlpha };
  const { globalAlpha } = view.ctx;
  letter(view.ctx, `${part.n}`, left + 1 + wide / 2, mark.y + 0.5, look);
  view.ctx.globalAlpha = globalAlpha;
}

function pill(view, app, mark) {
  const { ctx } = view;
  ctx.beginPath();
  ctx.roundRect(mark.x - mark.wide / 2, mark.y - mark.high / 2, mark.wide, mark.high, mark.high / 2);
  ctx.fillStyle = app.tokens.halo;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = `${app.tokens.ink}40`;
  ctx.stroke();
}

/** At the end of an area, where it leaves room for a number; half way along lines; beside points. */
function placeOf(view, work, size) {
  const [x, y] = spot(view, work);
  if (isEverywhere(work)) return [x, y + 20];
  return work.shapes[0].kind === AREA ? endOf(view, work, size) : [x, y];
}

/** Inside the right end of an area, where a mark of a size leaves the number free. */
export function endOf(view, feature, size) {
  const { axis } = feature;
  const inset = Math.max(0, (axis.length * view.scale) / 2 - size - 3);
  const [ax, ay] = [axis.x * view.scale - view.left, axis.y * view.scale - view.top];
  return [ax + Math.cos(axis.angle) * inset, ay + Math.sin(axis.angle) * inset];
}

/** Places nearer than `reach` become one, at the place of the first; late and going on come first. */
function grouped(places, reach) {
  const rank = (work) => (work.p.late ? -10 : 0) + URGENCY.indexOf(work.p.status);
  const groups = [];
  const cells = new Map();
  const cell = (x, y) => `${Math.floor(x / reach)},${Math.floor(y / reach)}`;
  for (const [work, x, y] of places.sort((a, b) => rank(a[0]) - rank(b[0]))) {
    const near = [];
    for (let i = -1; i <= 1; i += 1) for (let j = -1; j <= 1; j += 1) near.push(...(cells.get(cell(x + i * reach, y + j * reach)) ?? []));
    const found = near.find((group) => Math.hypot(group.x - x, group.y - y) < reach);
    if (found) { found.works.push(work); continue; }
    const group = { x, y, works: [work] };
    groups.push(group);
    const key = cell(x, y);
    cells.set(key, [...(cells.get(key) ?? []), group]);
  }
  return groups;
}
