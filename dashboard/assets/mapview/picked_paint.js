/** Things that are picked or meant, as people see them: filled and rimmed in the accent, under labels and marks. */

import { AREA, LINE, POINT } from "./data.js";
import { stroke, width } from "./ground.js";
import { trace } from "./surface.js";
import { pipeWidth, spot } from "./things.js";

/** Paint features in the accent. */
export function paintPicked(view, app, features) {
  const { ctx } = view;
  const { accent, halo } = app.tokens;
  ctx.lineJoin = ctx.lineCap = "round";
  for (const feature of features) {
    ctx.beginPath();
    if (feature.kind === POINT) ctx.arc(...spot(view, feature), 10, 0, 7);
    else trace(view, feature.rings, feature.kind === AREA);
    if (feature.kind === LINE) {
      const wide = feature.layer === "pipe" ? pipeWidth(feature.p.diameter_mm) + 4 : Math.max(6, width(view, feature, 4));
      ctx.globalAlpha = 0.75;
      stroke(ctx, halo, wide + 3);
      stroke(ctx, accent, wide);
      ctx.globalAlpha = 1;
    } else {
      ctx.globalAlpha = 0.3;
      ctx.fillStyle = accent;
      ctx.fill();
      ctx.globalAlpha = 1;
      stroke(ctx, halo, 5);
      stroke(ctx, accent, 2.6);
    }
  }
}
