/** The foot of every slide: where we are, of when the data is, whether it is a sample; and the buttons, when wanted. */

import { el, icon } from "../mapview/dom.js";
import { word } from "./facts.js";
import { fullscreen } from "./keys.js";

const SHOWN_MS = 2500;
const PATHS = {
  find: "M10.500 4a6.500 6.500 0 1 0 0 13a6.500 6.500 0 0 0 0-13zM15.500 15.500 20 20",
  grid: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  half: "M12 4a8 8 0 1 0 0 16V4z",
  screen: "M3.500 5h17v11h-17zM9 20h6M12 16v4",
};

/** Fill the foot and keep it up to date. */
export function addFoot(show) {
  const foot = document.getElementById("foot");
  const { deck } = show;
  const progress = el("i", "progress", { "aria-hidden": "true" });
  const number = el("span", "number", { "aria-live": "polite" });
  const button = (key, path, act) => el("button", `act-${key}`, { type: "button", title: word(key), "aria-label": word(key), onclick: act }, icon(path));
  const tools = el("div", "tools", {},
    button("previous", PATHS.left, () => show.back()), button("forward", PATHS.right, () => show.next()),
    button("jump", PATHS.find, () => show.jump.open("")), button("overview", PATHS.grid, () => show.overview.open()),
    button("dark", PATHS.half, () => show.turn()), button("presenter", PATHS.screen, () => show.presenting.open()),
    button("fullscreen", PATHS.full, () => fullscreen()));
  foot.append(progress, el("span", "of", {}, `${deck.community} · ${deck.day}`),
    deck.sample ? el("span", "sample", {}, word("sample")) : null, tools, el("span", "as-of", {}, deck.asOfText), number);
  show.addEventListener("change", () => {
    const last = show.slides.length;
    progress.style.width = `${(100 * (show.index + 1)) / Math.max(1, last)}%`;
    number.textContent = show.aside ? "·" : `${show.index + 1} / ${last}`;
  });
  let timer = 0;
  window.addEventListener("pointermove", () => {
    foot.classList.add("awake");
    document.documentElement.classList.remove("still");
    clearTimeout(timer);
    timer = setTimeout(() => { foot.classList.remove("awake"); document.documentElement.classList.add("still"); }, SHOWN_MS);
  });
}
