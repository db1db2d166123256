/** Paper: all slides in short, as a handout, made when somebody prints. */

import { el } from "../mapview/dom.js";
import { draw } from "./slides.js";

const NOT_ON_PAPER = new Set(["lapse", "questions"]);

/** Make the sheets before printing and take them away after. */
export function handOut(deck) {
  let sheets = null;
  window.addEventListener("beforeprint", () => {
    const quiet = { deck, map: { app: null, whenReady() {} }, jump: { open() {} } };
    const parts = deck.slides.filter(({ kind }) => !NOT_ON_PAPER.has(kind)).map((slide) => draw(slide, quiet));
    sheets = el("div", "handout", {}, ...parts);
    document.body.append(sheets);
  });
  window.addEventListener("afterprint", () => { sheets?.remove(); sheets = null; });
}
