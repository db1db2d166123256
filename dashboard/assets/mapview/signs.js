/** Pictograms of facilities, drawn with a few strokes on a 24-unit square. */

const SIGNS = {
  library_branch: ["M4 6c3-1.6 6-1.2 8 .8 2-2 5-2.4 8-.8v12c-3-1.4-6-1-8 .8-2-1.8-5-2.2-8-.8z", "M12 7v11.4"],
  cultural_centre: ["M3.5 10 12 4.5 20.500 10z", "M6 10.500v7M10 10.500v7M14 10.500v7M18 10.500v7", "M3.500 19.500h17"],
  notice_board: ["M4.500 5h15v10h-15z", "M8 15v5M16 15v5", "M7.500 8.500h9M7.500 11.500h6"],
  waste_point: ["M6.500 8h11l-1 12h-9z", "M4.500 8h15M9.500 8V5h5v3", "M10.300 11.500v5M13.700 11.500v5"],
  property_office: ["M4 11.500 12 5l8 6.500V20H4z", "M10 20v-5h4v5"],
  gate: ["M5 20V6h3v14M16 20V6h3v14", "M8 9h8M8 13.500h8"],
};
const PATHS = new Map();

/** Draw the sign of a kind of facility around a point; `size` is half its side in pixels, `light` an outlined one. */
export function drawSign(ctx, kind, x, y, size, tokens, light = false) {
  ctx.save();
  ctx.translate(x, y);
  ctx.beginPath();
  ctx.roundRect(-size, -size, 2 * size, 2 * size, size * 0.5);
  ctx.fillStyle = light ? tokens.halo : tokens.facility;
  ctx.fill();
  ctx.strokeStyle = light ? tokens.facility : tokens.halo;
  ctx.lineWidth = light ? 1.2 : 1.6;
  ctx.stroke();
  if (size > 7) {
    ctx.scale(size / 14, size / 14);
    ctx.translate(-12, -12);
    ctx.strokeStyle = light ? tokens.facility : tokens.facility_sign;
    ctx.lineWidth = 1.9;
    ctx.lineJoin = ctx.lineCap = "round";
    ctx.stroke(pathOf(kind));
  }
  ctx.restore();
}

function pathOf(kind) {
  if (!PATHS.has(kind)) PATHS.set(kind, new Path2D((SIGNS[kind] ?? ["M12 6v12M6 12h12"]).join("")));
  return PATHS.get(kind);
}
