/** The canvas that all drawing goes to: a Leaflet renderer with a map sheet and an overlay sheet. */

import { metresPerPixel } from "./geometry.js";

/**
 * What a painter needs to know about the sheet it draws on. A world coordinate w is drawn at
 * `w * scale - left` (and `top`); `box` is the sheet in world coordinates, `frame` the visible part.
 * @typedef {{ctx: CanvasRenderingContext2D, zoom: number, scale: number, left: number, top: number,
 *   mpp: number, box: number[], frame: number[], width: number, height: number, ratio: number}} View
 */

const MARGIN = 0.2; // drawn beyond each side, so that a short drag shows no blank edge

/**
 * Make the surface: `paint(view)` draws the map sheet, `overlay(view)` what lies over it; `drawn(ms)` is told after both.
 * While the map's option `held` is set nothing is drawn: a page that knows what it will show first draws that once.
 */
export function makeSurface(map, paint, overlay, drawn) {
  const Surface = L.Renderer.extend({
    _initContainer() {
      this._container = L.DomUtil.create("div", "mv-surface");
      this.sheets = ["map", "over"].map((name) => {
        const sheet = document.createElement("canvas");
        sheet.className = `mv-sheet mv-sheet-${name}`;
        this._container.append(sheet);
        return sheet;
      });
    },
    _destroyContainer() {
      this._container.remove();
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.redraw();
    },
    getEvents() {
      return { ...L.Renderer.prototype.getEvents.call(this), move: this._follow };
    },
    /** A long drag leaves the sheet: draw again before its edge is seen. */
    _follow() {
      if (this._map._animatingZoom || !this._bounds || this._map.getZoom() !== this._zoom) return;
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      const seen = L.bounds(corner, corner.add(this._map.getSize()));
      if (!this._bounds.contains(seen)) this._update();
    },
    redraw() {
      const start = performance.now();
      this.draw(0, paint);
      this.draw(1, overlay);
      drawn(performance.now() - start);
    },
    redrawOverlay() {
      this.draw(1, overlay);
    },
    draw(index, painter) {
      if (!this._map || !this._bounds || this._map.options.held) return;
      const sheet = this.sheets[index];
      const size = this._bounds.getSize();
      const ratio = sharpness(this._map);
      if (sheet.width !== Math.round(size.x * ratio) || sheet.height !== Math.round(size.y * ratio)) {
        sheet.width = Math.round(size.x * ratio);
        sheet.height = Math.round(size.y * ratio);
        sheet.style.width = `${size.x}px`;
        sheet.style.height = `${size.y}px`;
      }
      const ctx = sheet.getContext("2d", { alpha: index === 1 });
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, size.x, size.y);
      painter(this.view(ctx, size, ratio));
    },
    /** @returns {View} */
    view(ctx, size, ratio) {
      const zoom = this._zoom;
      const scale = 2 ** zoom;
      const origin = this._map._getNewPixelOrigin(this._center, zoom);
      const [left, top] = [origin.x + this._bounds.min.x, origin.y + this._bounds.min.y];
      const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      const seen = this._map.getSize();
      return {
        ctx, zoom, scale, left, top, ratio,
        width: size.x,
        height: size.y,
        mpp: metresPerPixel(this._center.lat, zoom),
        box: [left / scale, top / scale, (left + size.x) / scale, (top + size.y) / scale],
        frame: [
          (left + corner.x) / scale,
          (top + corner.y) / scale,
          (left + corner.x + seen.x) / scale,
          (top + corner.y + seen.y) / scale,
        ],
      };
    },
  });
  return new Surface({ padding: MARGIN }).addTo(map);
}

/** Pixels of the sheet for one of the page; a map shown through a magnifier (on a wall) is drawn as fine as it is seen. */
function sharpness(map) {
  const own = Math.min(window.devicePixelRatio || 1, 2);
  return Math.min(own * (map.options.magnified ?? 1), Math.max(own, 3));
}

/** The last path drawn becomes these rings; `close` for areas. */
export function trace(view, rings, close) {
  const { ctx, scale, left, top } = view;
  for (const ring of rings) {
    ctx.moveTo(ring[0] * scale - left, ring[1] * scale - top);
    for (let i = 2; i < ring.length; i += 2) ctx.lineTo(ring[i] * scale - left, ring[i + 1] * scale - top);
    if (close) ctx.closePath();
  }
}

/** Draw many shapes as few paths: `paint()` strokes or fills after each chunk (huge paths are slow). */
export function inChunks(view, features, close, paint) {
  const { ctx, scale } = view;
  for (let start = 0; start < features.length; start += 300) {
    ctx.beginPath();
    const end = Math.min(start + 300, features.length);
    for (let i = start; i < end; i += 1) {
      const { box, rings } = features[i];
      const small = close && (box[2] - box[0]) * scale < 2.5 && (box[3] - box[1]) * scale < 2.5;
      if (small) ctx.rect(box[0] * scale - view.left, box[1] * scale - view.top, 1.6, 1.6);
      else trace(view, rings, close);
    }
    paint();
  }
}
