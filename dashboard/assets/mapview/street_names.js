/** Names of streets and rivers: along their course, where the panels leave room. */

import { AREA } from "./data.js";
import { inside, longestStretch } from "./geometry.js";
import { isChinese, letter, textWidth } from "./lettering.js";

const ROAD_NAMES_FROM = { main: 16.5, cluster: 17.5, doorstep: 18.5, footpath: 18.5 };
const AGAIN_PX = 420;

/** Roads and rivers: the name on the longest straight stretch in view; Chinese stays upright on steep ones. */
export function streets(view, app, board) {
  const seen = lettered(view);
  const placed = [];
  for (const street of [...app.inView("context", view), ...app.inView("road", view)]) {
    const own = street.layer === "road";
    const river = street.p.kind === "river";
    // A road drawn in sections ("环路 3段") is named as a whole.
    const name = (street.p.name ?? "").replace(/\s*\d+段$/, "");
    if (!name || (own && view.zoom < (ROAD_NAMES_FROM[street.p.kind] ?? 17))) continue;
    if (!own && !river && street.p.kind !== "city_road") continue;
    const size = 14;
    const colour = river ? app.tokens.river_text : app.tokens.road_text;
    const look = { size, bold: !own, colour, halo: app.tokens.halo, spacing: own ? 1 : size * 0.3, alpha: app.presence(street) };
    const place = street.kind === AREA ? channel(street, seen) : longestStretch(street.rings, seen);
    const wide = textWidth(view.ctx, name, size, look.bold) + name.length * look.spacing;
    if (!place || place.length * view.scale < wide * 1.1) continue;
    const [x, y] = [place.x * view.scale - view.left, place.y * view.scale - view.top];
    if (placed.some(([other, a, b]) => other === name && Math.hypot(a - x, b - y) < AGAIN_PX)) continue;
    const steep = Math.abs(place.angle) > 1.0 && isChinese(name);
    const done = steep ? upright(view, board, name, x, y, place.angle, look) : board.take(x, y, wide, size * 1.3, place.angle);
    if (done && !steep) letter(view.ctx, name, x, y, { ...look, angle: place.angle });
    if (done) placed.push([name, x, y]);
  }
}

/** The part of the frame that panels leave free, in world units: names stand where they can be read. */
function lettered(view) {
  const wide = (view.frame[2] - view.frame[0]) * view.scale;
  const [left, top, right, bottom] = wide > 800 ? [20, 64, 190, 64] : [10, 64, 60, 96];
  const [a, b, c, d] = view.frame;
  return [a + left / view.scale, b + top / view.scale, c - right / view.scale, d - bottom / view.scale];
}

/** Where the name of a long winding area may stand: the middle of its channel nearest to the view's centre. */
function channel(area, seen) {
  const { axis, rings } = area;
  const [ux, uy] = [Math.cos(axis.angle), Math.sin(axis.angle)];
  const middles = [];
  for (let i = 0; i <= 48; i += 1) {
    const s = (i / 48 - 0.5) * axis.length * 0.96;
    const across = [];
    for (let j = 0; j <= 12; j += 1) {
      const t = (j / 12 - 0.5) * axis.width;
      if (inside(axis.x + s * ux - t * uy, axis.y + s * uy + t * ux, rings)) across.push(t);
    }
    if (!across.length) continue;
    const t = (across[0] + across[across.length - 1]) / 2;
    middles.push([axis.x + s * ux - t * uy, axis.y + s * uy + t * ux]);
  }
  const centre = [(seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2];
  const free = middles.map((at, i) => [Math.hypot(at[0] - centre[0], at[1] - centre[1]), i, at])
    .filter(([, i, [x, y]]) => i > 1 && i < middles.length - 2 && x > seen[0] && x < seen[2] && y > seen[1] && y < seen[3]);
  if (!free.length) return null;
  const [, i, [x, y]] = free.sort((a, b) => a[0] - b[0])[0];
  const [before, after] = [middles[i - 2], middles[i + 2]];
  let angle = Math.atan2(after[1] - before[1], after[0] - before[0]);
  if (angle > Math.PI / 2) angle -= Math.PI;
  if (angle <= -Math.PI / 2) angle += Math.PI;
  return { x, y, angle, length: axis.length * 0.5 };
}

function upright(view, board, name, x, y, angle, look) {
  const step = look.size + look.spacing + 1;
  const [dx, dy] = [Math.cos(angle) * step, Math.sin(angle) * step];
  const sign = dy < 0 ? -1 : 1;
  const middle = (name.length - 1) / 2;
  if (!board.take(x, y, step * name.length, look.size * 1.3, angle)) return false;
  [...name].forEach((character, i) => {
    letter(view.ctx, character, x + (i - middle) * dx * sign, y + (i - middle) * dy * sign, { ...look, spacing: 0 });
  });
  return true;
}
