/** Before and after in one frame, of equal crop; a line between them follows finger, mouse and arrow keys. */

import { el } from "../mapview/dom.js";
import { word } from "./facts.js";
import { phrases } from "./phrases.js";

/** The parts of a slide that compares. */
export function comparison(slide, show) {
  const [before, after] = slide.photos.map((id) => show.deck.photos[id]);
  const frame = el("div", "frame");
  const picture = (source, name, key) => el("figure", `photo ${name}`, {},
    source ? el("img", "", { src: source, alt: word(key), draggable: "false" }) : null, el("figcaption", "", {}, word(key)));
  const slider = el("input", "divide", { type: "range", min: 0, max: 100, value: 50, "aria-label": word("compare") });
  const set = () => frame.style.setProperty("--cut", `${slider.value}%`);
  slider.addEventListener("input", set);
  frame.append(picture(after, "after", "after"), picture(before, "before", "before"), el("div", "edge", { "aria-hidden": "true" }), slider);
  set();
  const panel = el("div", "panel caption", {}, el("div", "heads", {}, slide.kicker ? el("p", "kicker", {}, slide.kicker) : null, el("h1", "", {}, ...phrases(slide.title))),
    el("p", "small", {}, slide.note || word("compare")));
  return [frame, panel];
}

/** Move the line of the slide that is shown; whether there is one. */
export function moveDivide(section, by) {
  const slider = section.querySelector(".divide, .month");
  if (!slider) return false;
  slider.value = Number(slider.value) + by * (slider.classList.contains("month") ? 1 : 5);
  slider.dispatchEvent(new Event("input"));
  return true;
}
