/** The labels of the map in order of importance: compound > garden > building > road > manhole. */

import { inside, longestStretch } from "./geometry.js";
import { Board, isDark, letter, textWidth } from "./lettering.js";
import { facilitiesInView, isLandmark, pipeWidth, signSize, spot } from "./things.js";
import { streets } from "./street_names.js";
import { drawnAt } from "./visibility.js";

const SMALLEST = 14; // px: nothing on the screen is smaller
const MOST = 900; // labels tried per layer: what is more would not be readable

/** Set all labels for the view. */
export function paintLabels(view, app, marks = []) {
  const board = new Board(view);
  reservePanels(view, app, board);
  reserveSigns(view, app, board);
  for (const mark of marks) board.occupy(mark.x, mark.y, mark.wide + 2, mark.high + 2);
  for (const told of app.reserved) for (const box of told(view)) board.occupy(...box);
  compounds(view, app, board);
  gardens(view, app, board);
  buildings(view, app, board);
  grids(view, app, board);
  facilities(view, app, board);
  streets(view, app, board);
  pipes(view, app, board);
  manholes(view, app, board);
}

function compounds(view, app, board) {
  const size = view.zoom < 15 ? 14 : view.zoom < 16.5 ? 18 : 20;
  for (const compound of app.inView("compound", view)) {
    if (view.zoom >= 18) continue;
    const name = compound.p.name ?? "";
    const spacing = size * 0.32;
    const wide = textWidth(view.ctx, name, size, true) + name.length * spacing;
    const [x, y] = spot(view, compound);
    const look = { size, bold: true, spacing, colour: app.tokens.compound_text, halo: app.tokens.halo, rim: 4.5, alpha: app.presence(compound) };
    const { scale, left, top } = view;
    const holds = ([a, b], shape = compound) => inside((a + left) / scale, (b + top) / scale, shape.rings);
    const spots = around(x, y, size * 1.5).filter((place) => holds(place));
    // Once numbers can be read, along its edge as well: better beside the compound than over a building.
    const others = app.shown("compound").filter((other) => other !== compound);
    const edge = view.zoom < 16.2 ? [] : alongEdge(view, compound, size).filter((place) => !others.some((other) => holds(place, other)));
    // Rather between the rows than over a building's number or a garden's name, once those can be read.
    const named = view.zoom < 16.2 ? [] : [...app.inView("building", view), ...app.inView("garden", view)];
    const numbers = named.map((feature) => [...spot(view, feature), feature.layer === "garden" ? 3 : 1]);
    const covered = ([a, b]) => numbers.reduce((sum, [c, d, weight]) => sum + (Math.abs(a - c) < wide / 2 + 26 && Math.abs(b - d) < size * 1.25 ? weight : 0), 0);
    const outside = ([a, b]) => [-wide / 2, wide / 2].filter((d) => !holds([a + d, b])).length;
    const [west, , east] = view.frame.map((edge) => edge * scale - left);
    const cut = ([a]) => (a - wide / 2 < west + 4 || a + wide / 2 > east - 4 ? 4 : 0);
    // Best on its own boundary, as on printed maps: there it names what it encloses and covers nothing.
    const run = view.zoom < 16.2 ? null : edgeRuns(view, compound, wide + 16)
      .map((place) => ({ ...place, cost: covered([place.x, place.y]) + cut([place.x, place.y]) + Math.abs(place.angle) + place.low }))
      .sort((a, b) => a.cost - b.cost)
      .find((place) => place.cost < 2 && board.take(place.x, place.y, wide + 16, size * 1.3, place.angle));
    if (run) {
      letter(view.ctx, name, run.x, run.y, { ...look, angle: run.angle, rim: 6 });
      continue;
    }
    const scored = [...spots.map((place) => [covered(place) + outside(place) + cut(place), place]), ...edge.map((place) => [0.5 + covered(place) + cut(place), place])];
    const places = scored.sort((a, b) => a[0] - b[0]).map(([, place]) => place);
    const best = places.find((place) => board.take(...place, wide + 22, size * 1.5));
    if (best) letter(view.ctx, name, ...best, look);
  }
}

/** Stretches of an area's outline that are straight over a width: their middles, tilts, and how far down they lie (0 to 1). */
function edgeRuns(view, area, wide) {
  const ring = area.rings[0];
  const points = [];
  for (let i = 0; i < ring.length; i += 2) points.push([ring[i] * view.scale - view.left, ring[i + 1] * view.scale - view.top]);
  const along = [0];
  for (let i = 1; i < points.length; i += 1) along.push(along[i - 1] + Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]));
  const whole = along.at(-1);
  if (whole < wide * 3) return [];
  const at = (length) => {
    const reach = ((length % whole) + whole) % whole;
    const i = Math.max(1, along.findIndex((sum) => sum >= reach));
    const share = (reach - along[i - 1]) / (along[i] - along[i - 1] || 1);
    return [0, 1].map((k) => points[i - 1][k] + share * (points[i][k] - points[i - 1][k]));
  };
  const heights = points.map(([, y]) => y);
  const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
  const runs = [];
  for (let middle = 0; middle < whole; middle += Math.max(12, wide / 8)) {
    const [[ax, ay], [bx, by], [x, y]] = [at(middle - wide / 2), at(middle + wide / 2), at(middle)];
    const off = Math.hypot((ax + bx) / 2 - x, (ay + by) / 2 - y);
    if (off > 5 || Math.hypot(bx - ax, by - ay) < wide * 0.96) continue;
    const tilt = Math.atan2(by - ay, bx - ax);
    const angle = Math.abs(tilt) > Math.PI / 2 ? tilt - Math.sign(tilt) * Math.PI : tilt;
    if (Math.abs(angle) < 0.6) runs.push({ x, y, angle, low: (y - top) / (bottom - top) });
  }
  return runs;
}

/** Places just outside the upper and the lower edge of an area, from its middle outwards. */
function alongEdge(view, area, size) {
  const [west, , east] = area.box.map((edge) => edge * view.scale - view.left);
  const places = [];
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
    const x = west + (east - west) * share;
    const crossings = area.rings.flatMap((ring) => crossed(ring, (x + view.left) / view.scale)).map((y) => y * view.scale - view.top);
    if (crossings.length) places.push([x, Math.min(...crossings) - size * 0.85], [x, Math.max(...crossings) + size * 0.85]);
  }
  return places;
}

/** Where a ring crosses a meridian. */
function crossed(ring, x) {
  const found = [];
  for (let i = 0; i + 3 < ring.length; i += 2) {
    if (ring[i] > x !== ring[i + 2] > x) found.push(ring[i + 1] + ((x - ring[i]) / (ring[i + 2] - ring[i])) * (ring[i + 3] - ring[i + 1]));
  }
  return found;
}

/** Places near a point, the nearest first. */
function around(x, y, step) {
  const places = [];
  for (let i = -20; i <= 20; i += 1) for (let j = -4; j <= 4; j += 1) places.push([x + j * step, y + (i * step) / 4]);
  return places.sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y));
}

function gardens(view, app, board) {
  if (view.zoom < 15) return;
  const size = SMALLEST;
  for (const garden of app.inView("garden", view)) {
    const look = { size, bold: true, colour: app.tokens.garden_text, halo: app.tokens.halo, rim: 3.4, alpha: app.presence(garden) };
    along(view, board, garden, garden.p.name ?? "", look);
  }
}

/** A name along the length of an area, spread a little if there is room, level if it is too short. */
function along(view, board, area, name, look) {
  const room = area.axis.length * view.scale;
  const wide = textWidth(view.ctx, name, look.size, look.bold);
  if (!name || area.axis.width * view.scale < look.size * 0.8 || room < wide * 0.75) return;
  const spacing = name.length > 1 ? Math.max(0, Math.min(look.size * 0.5, (room * 0.7 - wide) / name.length)) : 0;
  const tilt = Math.abs(area.axis.angle) > 1.05 || room < wide * 1.15 ? 0 : area.axis.angle;
  const [x, y] = spot(view, area);
  if (board.take(x, y, wide + spacing * name.length + 4, look.size * 1.35, tilt)) {
    letter(view.ctx, name, x, y, { ...look, spacing, angle: tilt });
  }
}

/** Panels lie over the map: no label may run under one and be cut. */
function reservePanels(view, app, board) {
  const [left, top] = [view.frame[0] * view.scale - view.left, view.frame[1] * view.scale - view.top];
  const corner = app.map.getContainer().getBoundingClientRect();
  for (const panel of app.map.getContainer().querySelectorAll(":scope > .mv-panel:not(.mv-card):not([hidden]), :scope > .mv-corner > *")) {
    const { x, y, width, height } = panel.getBoundingClientRect();
    if (width) board.occupy(left + x - corner.x + width / 2, top + y - corner.y + height / 2, width, height);
  }
}

/** Signs are drawn already: no label may cover one. */
function reserveSigns(view, app, board) {
  if (!drawnAt("facility", view.zoom)) return;
  for (const facility of facilitiesInView(view, app)) {
    const side = 2 * signSize(view.zoom, facility);
    board.take(...spot(view, facility), side, side);
  }
}

function facilities(view, app, board) {
  if (!drawnAt("facility", view.zoom)) return;
  for (const facility of app.inView("facility", view)) {
    if (view.zoom < (isLandmark(facility) ? 16.5 : 18.5)) continue;
    const name = facility.p.name ?? "";
    const half = signSize(view.zoom, facility);
    const [x, y] = spot(view, facility);
    const wide = textWidth(view.ctx, name, SMALLEST, true);
    const look = { size: SMALLEST, bold: true, colour: app.tokens.facility, halo: app.tokens.halo, alpha: app.presence(facility) };
    for (const [dx, dy] of [[0, half + 10], [0, -half - 10], [half + wide / 2 + 6, 0], [-half - wide / 2 - 6, 0]]) {
      if (!board.take(x + dx, y + dy, wide + 4, 16)) continue;
      letter(view.ctx, name, x + dx, y + dy, look);
      break;
    }
  }
}

function grids(view, app, board) {
  if (view.zoom < 16) return;
  const size = view.zoom >= 16.5 ? 15 : SMALLEST;
  for (const grid of app.inView("grid", view)) {
    const name = grid.p.name ?? "";
    const wide = textWidth(view.ctx, name, size, true);
    if (wide > (grid.box[2] - grid.box[0]) * view.scale) continue;
    const [x, y] = spot(view, grid);
    const look = { size, bold: true, colour: app.tokens.grid_text, halo: app.tokens.halo, rim: 4 };
    const place = around(x, y, size * 2).find((at) => board.take(...at, wide + 8, size * 1.4));
    if (place) letter(view.ctx, name, ...place, look);
  }
}

/** A building's number, in full where it fits, as bare digits where it does not. */
function buildings(view, app, board) {
  const shown = app.inView("building", view);
  let tried = 0;
  for (const building of shown) {
    if ((building.box[2] - building.box[0]) * view.scale < 16 || tried > MOST) continue;
    tried += 1;
    const { length, width, angle } = building.axis;
    const room = [length * view.scale, width * view.scale];
    const size = Math.round(Math.max(SMALLEST, Math.min(16, room[1] * 0.62, room[0] * 0.36)));
    const full = building.p.no ?? building.p.name ?? "";
    const short = /\d+/.exec(full)?.[0] ?? full;
    const text = [full, short].find((t) => textWidth(view.ctx, t, size, true) <= room[0] * 0.86);
    if (!text || room[1] < size * 0.72) continue;
    const tilt = room[0] > room[1] * 1.3 && Math.abs(angle) < 0.8 ? angle : 0;
    const [x, y] = spot(view, building);
    const brief = view.zoom >= 18.5 && room[1] > 40 ? app.briefly(building) : "";
    const long = brief ? textWidth(view.ctx, brief, SMALLEST, false) : 0;
    const alpha = app.presence(building);
    const fill = app.fillOf(building);
    const colour = isDark(fill) ? "#ffffff" : "#221d15";
    const look = { bold: true, colour, halo: fill, rim: size > 11 ? 2.6 : 2, alpha };
    const wide = textWidth(view.ctx, text, size, true);
    // The facts only where they are whole: inside the building and beside the marks of works.
    const facts = brief && long < room[0] * 0.94 && board.take(x, y, Math.max(wide, long), 34, tilt) ? brief : "";
    if (!facts && !board.take(x, y, wide, size, tilt)) continue;
    const up = facts ? -8 : 0;
    letter(view.ctx, text, x - up * Math.sin(tilt), y + up * Math.cos(tilt), { ...look, size, angle: tilt });
    if (facts) {
      letter(view.ctx, facts, x - 9 * Math.sin(tilt), y + 9 * Math.cos(tilt), { ...look, bold: false, size: SMALLEST, angle: tilt });
    }
  }
}

/** Diameter along a pipe when very close. */
function pipes(view, app, board) {
  if (view.zoom < 18.5) return;
  for (const pipe of app.inView("pipe", view).slice(0, MOST)) {
    if (!pipe.p.diameter_mm) continue;
    const place = longestStretch(pipe.rings, view.frame);
    const text = `DN${pipe.p.diameter_mm}`;
    if (!place || place.length * view.scale < 90) continue;
    const off = pipeWidth(pipe.p.diameter_mm) / 2 + 10;
    const x = place.x * view.scale - view.left + Math.sin(place.angle) * off;
    const y = place.y * view.scale - view.top - Math.cos(place.angle) * off;
    const wide = textWidth(view.ctx, text, SMALLEST, false);
    if (!board.take(x, y, wide, 15, place.angle)) continue;
    letter(view.ctx, text, x, y, { size: SMALLEST, colour: app.tokens[pipe.p.kind], halo: app.tokens.halo, angle: place.angle });
  }
}

function manholes(view, app, board) {
  if (view.zoom < 19) return;
  for (const manhole of app.inView("manhole", view).slice(0, MOST)) {
    const text = manhole.p.name || manhole.p.id;
    const [x, y] = spot(view, manhole);
    const wide = textWidth(view.ctx, text, SMALLEST, false);
    if (!board.take(x + 9 + wide / 2, y - 10, wide + 2, 15)) continue;
    letter(view.ctx, text, x + 9 + wide / 2, y - 10, { size: SMALLEST, colour: app.tokens[manhole.p.kind], halo: app.tokens.halo });
  }
}
