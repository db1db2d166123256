/** Zoom, home, full screen and measuring: one column of buttons. */

import { el, icon, ICONS, keepToItself } from "./dom.js";
import { home } from "./home.js";
import { addMeasure } from "./measure.js";

/** Add the buttons at the top right. */
export function addButtons(app) {
  const column = el("div", "mv-panel mv-buttons");
  keepToItself(column);
  app.map.getContainer().append(column);
  const wanted = app.options.buttons ?? ["zoom_in", "zoom_out", "home", "measure", "fullscreen"];
  const measure = wanted.includes("measure") ? addMeasure(app) : null;
  const entries = [
    ["zoom_in", ICONS.plus, () => app.map.zoomIn()],
    ["zoom_out", ICONS.minus, () => app.map.zoomOut()],
    ["home", ICONS.home, () => home(app)],
    ["measure", ICONS.rule, () => measure.toggle()],
    ...(wholeScreen() ? [["fullscreen", ICONS.full, () => fullscreen()]] : []),
  ].filter(([word]) => wanted.includes(word));
  const made = entries.map(([word, path, onclick]) => {
    const button = el("button", `mv-icon mv-${word}`, { type: "button", onclick }, icon(path));
    column.append(button);
    return [word, button];
  });
  app.on("config", () => {
    for (const [word, button] of made) {
      button.title = app.word(word);
      button.setAttribute("aria-label", app.word(word));
    }
  });
  app.on("measuring", ({ on }) => made.find(([word]) => word === "measure")?.[1].setAttribute("aria-pressed", on));
  app.on("fullscreen", () => fullscreen());
}

/**
 * What can be shown in full: this document, or the frame it stands in (a frame may be forbidden to ask
 * for itself, the page around it is not); null where neither may.
 */
function wholeScreen() {
  if (document.fullscreenEnabled) return { owner: document, element: document.documentElement };
  try {
    const frame = window.frameElement;
    return frame?.ownerDocument.fullscreenEnabled ? { owner: frame.ownerDocument, element: frame } : null;
  } catch {
    return null; // a page of another origin
  }
}

async function fullscreen() {
  const screen = wholeScreen();
  if (!screen) return;
  try {
    if (screen.owner.fullscreenElement) await screen.owner.exitFullscreen();
    else await screen.element.requestFullscreen();
  } catch (error) {
    console.info("full screen is not allowed here:", error.message);
  }
}
