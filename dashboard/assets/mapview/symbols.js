/**
 * The signs of a work's status, drawn by ourselves on a 24-unit square so that they look alike everywhere
 * and can be told apart without colour: ○ planned, ◔ preparing, ◑ under construction, ● completed, ✔ accepted.
 */

import { isDark } from "./lettering.js";

const CIRCLE = "M12 5.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z";
const SYMBOLS = {
  planned: { line: CIRCLE, fill: "" },
  preparing: { line: CIRCLE, fill: "M12 12V5.5a6.5 6.5 0 0 1 6.5 6.5z" },
  under_construction: { line: CIRCLE, fill: "M12 5.5a6.5 6.5 0 0 1 0 13z" },
  completed: { line: CIRCLE, fill: CIRCLE },
  accepted: { line: "M5.5 12.8 10 17.2 18.6 7.4", fill: "" },
};
const PATHS = new Map();

function pathsOf(status) {
  if (!PATHS.has(status)) {
    const { line, fill } = SYMBOLS[status] ?? SYMBOLS.planned;
    PATHS.set(status, { line: new Path2D(line), fill: new Path2D(fill) });
  }
  return PATHS.get(status);
}

/** Ink or white, whichever is read better on a colour. */
export function inkOn(colour) {
  return isDark(colour) ? "#ffffff" : "#1d2b36";
}

/** Draw a status's sign around a point; `size` is half its side in pixels. */
export function drawSymbol(ctx, status, x, y, size, ink) {
  const { line, fill } = pathsOf(status);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size / 12, size / 12);
  ctx.translate(-12, -12);
  ctx.fillStyle = ctx.strokeStyle = ink;
  ctx.lineWidth = status === "accepted" ? 3.4 : 2.2;
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.fill(fill);
  ctx.stroke(line);
  ctx.restore();
}

/** The sign as an element: on a disc of the status's colour, with a red ring when late. */
export function symbolElement(app, status, late = false) {
  const look = app.statusLook(status);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `mv-status${late ? " mv-late" : ""}`);
  svg.setAttribute("aria-hidden", "true");
  const put = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    svg.append(node);
  };
  const { line, fill } = SYMBOLS[status] ?? SYMBOLS.planned;
  const ink = inkOn(look.colour);
  put("circle", { cx: 12, cy: 12, r: 10.5, fill: look.colour, class: "mv-disc" });
  const small = "translate(12 12) scale(0.74) translate(-12 -12)";
  if (fill) put("path", { d: fill, fill: ink, stroke: "none", transform: small });
  put("path", { d: line, fill: "none", stroke: ink, "stroke-width": status === "accepted" ? 3.6 : 2.4, transform: small });
  return svg;
}
