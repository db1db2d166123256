// Luminaires: what each is, which lights take it, and how it spreads its light, as a polar curve.

import { el, svg } from "../worklist/dom.js";

const SIZE = 64; // radius of the half circle in pixels

export function luminaires(data) {
  return el("div", {}, data.rows.map((row) => el("div", { class: "an-row an-luminaire" },
    polar(row),
    el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: "an-muted" }, row.words),
      el("small", { class: "an-muted" }, row.use),
      el("small", { class: "an-curves" }, row.legend.map((text, i) => el("span", { class: i ? "an-across" : "an-along" }, text)))))));
}

/** Down is straight down; the rim is the greatest intensity. */
function polar(row) {
  const [wide, high] = [2 * SIZE + 12, SIZE + 12];
  const [x, y] = [SIZE + 6, 4];
  const at = (share, gamma, side) => `${(x + side * share * SIZE * Math.sin(gamma)).toFixed(1)},${(y + share * SIZE * Math.cos(gamma)).toFixed(1)}`;
  const line = ([right, left]) => {
    const angle = (i) => (i * row.step * Math.PI) / 180;
    const back = left.map((share, i) => at(share, angle(i), -1)).reverse();
    return [...back, ...right.map((share, i) => at(share, angle(i), 1))].join(" ");
  };
  const rim = [0.5, 1].map((share) => svg("path", { class: "an-rim", d: `M${x - share * SIZE} ${y} A${share * SIZE} ${share * SIZE} 0 0 0 ${x + share * SIZE} ${y} Z` }));
  return svg("svg", { class: "an-polar", width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": `${row.title} ${row.most}` },
    svg("title", {}, row.most), rim,
    svg("polyline", { class: "an-curve an-across", points: line(row.across) }), svg("polyline", { class: "an-curve an-along", points: line(row.along) }));
}
