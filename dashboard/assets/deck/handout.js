/** Paper: the map with all works, then all slides in short, made when somebody prints. */

import { el } from "../mapview/dom.js";
import { word } from "./facts.js";
import { draw } from "./slides.js";

const NOT_ON_PAPER = new Set(["lapse", "questions"]);

/** Make the sheets before printing and take them away after. */
export function handOut(show) {
  const { deck } = show;
  let sheets = null;
  window.addEventListener("beforeprint", () => {
    sheets?.remove();
    const quiet = { deck, map: { app: null, whenReady() {} }, jump: { open() {} } };
    const parts = deck.slides.filter(({ kind }) => !NOT_ON_PAPER.has(kind)).map((slide) => draw(slide, quiet));
    const [first, ...rest] = parts;
    sheets = el("div", "handout", {}, first, overview(show), ...rest);
    const marks = [deck.community, deck.day, deck.sample ? word("sample") : "", deck.asOfText].filter(Boolean).join(" · ");
    sheets.append(el("p", "marks", {}, marks));
    document.body.append(sheets);
  });
  window.addEventListener("afterprint", () => { sheets?.remove(); sheets = null; show.refresh(); });
}

/** The whole community with its works and their legend, as a picture; nothing without a map. */
function overview(show) {
  const picture = show.map.picture();
  if (!picture) return null;
  const legend = show.map.legend.cloneNode(true);
  legend.className = "signs";
  return el("figure", "plan", {}, el("img", "", { src: picture, alt: word("map") }), legend);
}
