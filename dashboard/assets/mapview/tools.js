/** The tools that a form lends to people: picking assets, drawing a place. One at a time, with a bar of their own. */

import { startAsk } from "./ask_tool.js";
import { el, icon, keepToItself } from "./dom.js";
import { startDraw } from "./draw_tool.js";
import { send } from "./messages.js";
import { startPick } from "./pick_tool.js";

const STARTS = { pick: startPick, draw: startDraw, ask: startAsk };
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
    // How a place is asked about is the map's own affair after the first moment.
    const now = tool ? JSON.stringify([tool.n, tool.kind, tool.kind === "ask" ? "" : tool.geometry, tool.layers]) : "";
    if (now === mark) { active?.show(); return; }
    mark = now;
    active?.stop();
    post.forget();
    bar.hidden = !tool;
    app.map.getContainer().classList.toggle("mv-tooling", Boolean(tool));
    app.map.getContainer().classList.toggle("mv-asking", tool?.kind === "ask");
    active = tool ? STARTS[tool.kind](app, tool, { show: (parts) => fill(app, bar, parts), tell: post.later }) : null;
    active?.show();
    app.surface.redrawOverlay();
  });
  app.underlays.push((view) => active?.paintUnder?.(view));
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

/**
 * Bring the bar to what it should say: a text, a total, a warning, buttons {word, path, run, pressed, off}.
 * A button that stays is never made anew: a click may be under way on it.
 */
function fill(app, bar, { text, total = "", warning = "", buttons }) {
  const words = buttons.map(({ word }) => word).join();
  if (bar.dataset.words !== words) {
    bar.dataset.words = words;
    bar.replaceChildren(el("p", "", { role: "status" }, el("span"), el("b")), el("div", "mv-tools", {}, ...buttons.map(toolButton)));
  }
  const [line, tools] = bar.children;
  line.classList.toggle("mv-warning", Boolean(warning));
  line.firstChild.textContent = warning || text;
  line.lastChild.textContent = warning ? "" : total;
  buttons.forEach(({ word, run, pressed, off }, i) => {
    const button = tools.children[i];
    button.title = app.word(word);
    button.setAttribute("aria-label", app.word(word));
    button.disabled = Boolean(off);
    button.onclick = run;
    if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
  });
}

function toolButton({ word, path }) {
  return el("button", "mv-icon", { type: "button", "data-word": word }, icon(path));
}
