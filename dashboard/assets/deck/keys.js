/** Keys, clickers, fingers. */

import { moveDivide } from "./compare.js";

const TURNS = {
  ArrowRight: "next", PageDown: "next", " ": "next", Enter: "next", n: "next",
  ArrowLeft: "back", PageUp: "back", Backspace: "back",
};
const SWIPE_PX = 50;
const SLIDER_KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

/** Listen on the whole window. */
export function addKeys(show) {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (pressed(show, event)) event.preventDefault();
  });
  // A slider that was dragged gives the arrow keys back to the slides; one reached by Tab keeps them.
  window.addEventListener("pointerup", ({ target }) => { if (target instanceof HTMLElement && target.matches("[type=range]")) target.blur(); });
  addSwipe(show);
}

function pressed(show, { key, target, shiftKey }) {
  const root = document.documentElement;
  if (root.classList.contains("black")) { root.classList.remove("black"); return true; }
  const onButton = target instanceof HTMLElement && target.matches("button, input");
  if (show.overview.isOpen) return show.overview.key(key);
  if ((key === " " || key === "Enter") && onButton) return false;
  if (SLIDER_KEYS.has(key) && onButton && target.matches("[type=range]")) return false;
  if (shiftKey && key === " ") { show.back(); return true; }
  if (TURNS[key]) { show[TURNS[key]](); return true; }
  if (/^[0-9]$/.test(key) || key === "/") { show.jump.open(key === "/" ? "" : key); return true; }
  if (key === "ArrowUp" || key === "ArrowDown") return moveDivide(show.section, key === "ArrowUp" ? 1 : -1);
  const acts = {
    Home: () => show.go(0),
    End: () => show.go(show.slides.length - 1),
    Escape: () => (show.aside ? show.leave() : show.overview.open()),
    f: () => fullscreen(), F5: () => fullscreen(),
    b: () => root.classList.add("black"), ".": () => root.classList.add("black"),
    d: () => show.turn(),
    p: () => show.presenting.open(),
    o: () => show.overview.open(),
  };
  const act = acts[key] ?? acts[key.toLowerCase()];
  if (!act) return false;
  act();
  return true;
}

/** Into full screen, or out of it. */
export function fullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

function addSwipe(show) {
  let from = null;
  window.addEventListener("touchstart", (event) => {
    const [touch] = event.touches;
    from = event.touches.length === 1 && !event.target.closest("input, button, .jump, .grid") ? [touch.clientX, touch.clientY] : null;
  }, { passive: true });
  window.addEventListener("touchend", (event) => {
    if (!from) return;
    const [touch] = event.changedTouches;
    const [dx, dy] = [touch.clientX - from[0], touch.clientY - from[1]];
    from = null;
    if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < Math.abs(dy) * 1.4) return;
    if (dx < 0) show.next();
    else show.back();
  }, { passive: true });
}
