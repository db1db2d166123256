/** The tools that a form lends to people: picking assets, drawing a place. One at a time, with a bar of their own. */

import { el, icon, keepToItself } from "./dom.js";
import { startDraw } from "./draw_tool.js";
import { send } from "./messages.js";
import { startPick } from "./pick_tool.js";

const CALM_MS = 250; // quick clicks are told together

/**
 * Follow the state's tool. A tool with another number (or of another kind) starts afresh; one with the
 * same number goes on with what people did, whatever Python echoes.
 */
export function addTools(app) {
  const bar = el("section", "mv-panel mv-toolbar", { hidden: true, role: "toolbar" });
  keepToItself(bar);
  app.map.getContainer().append(bar);
  const post = messenger(app);
  let active = null;
  let mark = "";
  app.on("state", () => {
    const { tool } = app.state;
    const now = tool ? JSON.stringify([tool.n, tool.kind, tool.geometry, tool.layers]) : "";
    if (now === mark) { active?.show(); return; }
    mark = now;
    active?.stop();
    post.forget();
    bar.hidden = !tool;
    app.map.getContainer().classList.toggle("mv-tooling", Boolean(tool));
    active = tool ? (tool.kind === "pick" ? startPick : startDraw)(app, tool, { show: (parts) => fill(app, bar, parts), tell: post.later }) : null;
    active?.show();
    app.surface.redrawOverlay();
  });
  app.overlays.push((view) => active?.paint(view));
  document.addEventListener("keydown", (event) => {
    if (!active || app.measuring || event.target.closest?.("input, select, textarea")) return;
    const undo = event.key === "Backspace" || ((event.ctrlKey || event.metaKey) && event.key === "z");
    if (undo) { event.preventDefault(); active.undo(); }
    else if (event.key === "Escape") active.leave();
    else if (event.key === "Enter" && !event.target.closest?.("button, summary")) active.finish?.();
  });
}

/** Messages are sent a moment later, or at once when the pointer leaves the map for the form. */
function messenger(app) {
  let waiting = null;
  let timer = 0;
  const now = () => {
    window.clearTimeout(timer);
    if (waiting) send(app.map, waiting);
    waiting = null;
  };
  app.map.getContainer().addEventListener("pointerleave", now);
  window.addEventListener("blur", now);
  return {
    later(message) {
      waiting = message;
      window.clearTimeout(timer);
      timer = window.setTimeout(now, CALM_MS);
    },
    forget() {
      window.clearTimeout(timer);
      waiting = null;
    },
  };
}

/** Fill the bar: what to do or what there is, a total, a warning, and buttons {word, path, run, pressed, off}. */
function fill(app, bar, { text, total = "", warning = "", buttons }) {
  const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.word : "";
  const made = buttons.map(({ word, path, run, pressed, off }) => el("button", "mv-icon", {
    type: "button", title: app.word(word), "aria-label": app.word(word), "data-word": word, onclick: run, disabled: Boolean(off),
    "aria-pressed": pressed === undefined ? null : String(pressed),
  }, icon(path)));
  bar.replaceChildren(
    el("p", warning ? "mv-warning" : "", { role: "status" }, warning || text, !warning && total ? el("b", "", {}, total) : ""),
    el("div", "mv-tools", {}, ...made),
  );
  made.find((button) => button.dataset.word === focused)?.focus();
}
