/** Setting labels: measuring, halos, and a board on which no two may overlap. */

const FAMILY = '"Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif';
const CELL = 64;
const widths = new Map();

/** The canvas font of a size and weight. */
export function font(size, bold) {
  return `${bold ? 700 : 400} ${size}px ${FAMILY}`;
}

/** Width of a text in pixels, remembered. */
export function textWidth(ctx, text, size, bold) {
  const key = `${bold ? 1 : 0}${size}${text}`;
  let found = widths.get(key);
  if (found === undefined) {
    if (widths.size > 20000) widths.clear();
    ctx.font = font(size, bold);
    found = ctx.measureText(text).width;
    widths.set(key, found);
  }
  return found;
}

/** Forget measured widths (the web font has come). */
export function forgetWidths() {
  widths.clear();
}

/** Places already taken on the sheet; `take` refuses what would overlap. */
export class Board {
  constructor(view) {
    this.view = view;
    this.cells = new Map();
  }

  /** Take the rectangle around (x, y) turned by `angle`; false if it is not free or leaves the sheet. */
  take(x, y, wide, high, angle = 0) {
    const c = Math.abs(Math.cos(angle));
    const s = Math.abs(Math.sin(angle));
    const w = (wide * c + high * s) / 2;
    const h = (wide * s + high * c) / 2;
    const box = [x - w, y - h, x + w, y + h];
    if (box[0] < 0 || box[1] < 0 || box[2] > this.view.width || box[3] > this.view.height) return false;
    for (const key of this.keysOf(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) return false;
      }
    }
    this.put(box);
    return true;
  }

  /** Take an upright rectangle whatever is there already: it is drawn anyway. */
  occupy(x, y, wide, high) {
    this.put([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2]);
  }

  put(box) {
    for (const key of this.keysOf(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  keysOf([a, b, c, d]) {
    const keys = [];
    for (let i = Math.floor(a / CELL); i <= Math.floor(c / CELL); i += 1) {
      for (let j = Math.floor(b / CELL); j <= Math.floor(d / CELL); j += 1) keys.push(i * 4096 + j);
    }
    return keys;
  }
}

/**
 * Draw a text centred on (x, y) with a halo.
 * @param {{size: number, bold?: boolean, colour: string, halo: string, angle?: number, spacing?: number, rim?: number}} look
 */
export function letter(ctx, text, x, y, look) {
  ctx.save();
  ctx.translate(x, y);
  if (look.angle) ctx.rotate(look.angle);
  ctx.font = font(look.size, look.bold);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  if (look.spacing) ctx.letterSpacing = `${look.spacing}px`;
  const shift = (look.spacing ?? 0) / 2;
  ctx.strokeStyle = look.halo;
  ctx.lineWidth = look.rim ?? 3.2;
  ctx.globalAlpha = (look.alpha ?? 1) * 0.92;
  if (ctx.lineWidth > 0) ctx.strokeText(text, shift, 0.5);
  ctx.globalAlpha = look.alpha ?? 1;
  ctx.fillStyle = look.colour;
  ctx.fillText(text, shift, 0.5);
  ctx.restore();
}

/** Whether a text is written in Chinese characters and digits (they may stand upright, one under another). */
export function isChinese(text) {
  return /^[\u3400-\u9fff0-9]{2,9}$/.test(text);
}

/** Whether white reads better than ink on a colour (#rrggbb): by relative luminance. */
export function isDark(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => (parseInt(colour.slice(i, i + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.3;
}
