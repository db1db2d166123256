/**
 * Measuring lengths and areas in the metric CRS of the place (from the configuration), not on the
 * screen and not in Web Mercator, which overstates areas here by more than a quarter.
 */

import { el, icon, ICONS, keepToItself, metres, squareMetres } from "./dom.js";
import { toWorld } from "./geometry.js";
import { stroke } from "./ground.js";
import { chainLength, projection, ringArea } from "./metric.js";

/** Add the tool; `toggle()` starts and stops it. */
export function addMeasure(app) {
  const { map } = app;
  const says = el("div", "", { "aria-live": "polite" });
  const readout = el("section", "mv-panel mv-measure-panel", { hidden: true }, says);
  keepToItself(readout);
  map.getContainer().append(readout);
  const tool = { points: [], tip: null, closed: false, project: null };
  const button = (word, path, onclick) => el("button", `mv-icon mv-${word}`, { type: "button", onclick }, icon(path));
  const buttons = [["measure_finish", ICONS.check, () => finish()], ["measure_undo", ICONS.undo, () => undo()], ["measure_stop", ICONS.close, () => stop()]]
    .map(([word, ...rest]) => [word, button(word, ...rest)]);
  readout.append(...buttons.map(([, made]) => made));
  const again = () => {
    show(app, tool, says);
    readout.hidden = false;
    for (const [word, made] of buttons) { made.title = app.word(word); made.setAttribute("aria-label", app.word(word)); }
    buttons[0][1].disabled = tool.closed || tool.points.length < 2;
    app.surface.redrawOverlay();
  };
  const add = (event) => {
    if (tool.closed) { tool.points = []; tool.closed = false; }
    tool.points.push([event.latlng.lng, event.latlng.lat]);
    tool.tip = null;
    again();
  };
  const follow = (event) => {
    tool.tip = tool.closed || !tool.points.length ? null : [event.latlng.lng, event.latlng.lat];
    again();
  };
  const finish = () => {
    // The two clicks of a double click leave one point too many.
    const [a, b] = tool.points.slice(-2);
    if (b && near(map, a, b)) tool.points.pop();
    tool.closed = true;
    tool.tip = null;
    again();
  };
  const undo = () => { tool.points.pop(); tool.closed = false; tool.tip = null; again(); };
  const keys = (event) => {
    if (event.key === "Escape") stop();
    if (event.key === "Backspace") { event.preventDefault(); undo(); }
    if (event.key === "Enter") finish();
  };
  const listen = (method) => map[method]("click", add)[method]("mousemove", follow)[method]("dblclick", finish);
  const stop = () => {
    if (!app.measuring) return;
    app.measuring = false;
    Object.assign(tool, { points: [], tip: null, closed: false });
    listen("off");
    document.removeEventListener("keydown", keys);
    map.doubleClickZoom.enable();
    readout.hidden = true;
    map.getContainer().classList.remove("mv-measuring");
    app.surface.redrawOverlay();
    app.tell("measuring", { on: false });
  };
  const start = async () => {
    app.measuring = true;
    app.tell("measuring", { on: true });
    map.getContainer().classList.add("mv-measuring");
    map.doubleClickZoom.disable();
    listen("on");
    document.addEventListener("keydown", keys);
    again();
    tool.project = await projection(app);
    again();
  };
  app.overlays.push((view) => { if (app.measuring) paint(view, app, tool); });
  return { toggle: () => (app.measuring ? stop() : start()) };
}

function near(map, a, b) {
  return map.latLngToContainerPoint([a[1], a[0]]).distanceTo(map.latLngToContainerPoint([b[1], b[0]])) < 8;
}

/** Length and area so far, or what to do. */
function show(app, tool, says) {
  const chain = [...tool.points, ...(tool.tip ? [tool.tip] : [])];
  const flat = tool.project ? chain.map(tool.project) : [];
  const rows = [];
  if (flat.length > 1) rows.push([app.word("measure_length"), metres(chainLength(flat))]);
  if (flat.length > 2) rows.push([app.word("measure_area"), squareMetres(ringArea(flat))]);
  says.replaceChildren(rows.length
    ? el("dl", "mv-facts", {}, ...rows.map(([t, v]) => el("div", "", {}, el("dt", "", {}, t), el("dd", "", {}, v))))
    : el("p", "", {}, app.word("measure_hint")));
}

function paint(view, app, tool) {
  const { ctx } = view;
  const chain = [...tool.points, ...(tool.tip ? [tool.tip] : [])].map(([lon, lat]) => {
    const [x, y] = toWorld(lon, lat);
    return [x * view.scale - view.left, y * view.scale - view.top];
  });
  if (!chain.length) return;
  ctx.beginPath();
  chain.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
  if (chain.length > 2) {
    ctx.save();
    ctx.globalAlpha = 0.14;
    ctx.fillStyle = app.tokens.warm;
    ctx.fill();
    ctx.restore();
  }
  stroke(ctx, app.tokens.halo, 5);
  stroke(ctx, app.tokens.warm, 2.4);
  for (const [x, y] of chain) {
    ctx.beginPath();
    ctx.arc(x, y, 4.5, 0, 7);
    ctx.fillStyle = app.tokens.halo;
    ctx.fill();
    stroke(ctx, app.tokens.warm, 2.2);
  }
}
