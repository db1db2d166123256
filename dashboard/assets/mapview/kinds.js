/** Kinds of work by their pictogram: white on a square of the kind's colour, as in the lists. */

const SVG = "http://www.w3.org/2000/svg";
const KINDS_FROM = 17; // the zoom from which marks have room for more than the status
const PATHS = new Map();

/** The kind that all these works share, null where they differ or the map is too far away. */
export function sharedKind(view, app, works) {
  const [first] = works;
  if (view.zoom < KINDS_FROM || works.some((work) => work.p.kind !== first.p.kind)) return null;
  return app.config.work.kinds[first.p.kind]?.icon ? app.config.work.kinds[first.p.kind] : null;
}

/** The kinds of the works that are marked in the view, for the legend. */
export function kindsMarked(app) {
  const found = new Map();
  for (const mark of app.marks ?? []) if (mark.kind) found.set(mark.kind.title, mark.kind);
  return [...found.values()];
}

/** Draw a kind's sign around a point; `size` is half its side in pixels. */
export function drawKind(ctx, kind, x, y, size) {
  if (!PATHS.has(kind.icon)) PATHS.set(kind.icon, new Path2D(kind.icon));
  ctx.save();
  ctx.translate(x, y);
  ctx.beginPath();
  ctx.roundRect(-size, -size, 2 * size, 2 * size, size * 0.45);
  ctx.fillStyle = kind.colour;
  ctx.fill();
  ctx.scale(size / 14, size / 14);
  ctx.translate(-12, -12);
  ctx.fillStyle = "#ffffff";
  ctx.fill(PATHS.get(kind.icon));
  ctx.restore();
}

/** The sign as an element. */
export function kindElement(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-2 -2 28 28");
  svg.setAttribute("class", "mv-kind-sign");
  svg.setAttribute("aria-hidden", "true");
  svg.style.background = kind.colour;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", kind.icon);
  svg.append(path);
  return svg;
}
