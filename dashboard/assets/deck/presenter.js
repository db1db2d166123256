/** A second window for whoever presents: this slide, the next one, notes and the time. Works from a stick. */

import { el } from "../mapview/dom.js";
import { word } from "./facts.js";

export const PRESENTER = "#presenter";
const MARK = "microrenewal-deck";

/** On the wall's side: opens the window, tells it where we are, and does what it asks. */
export class Presenting {
  constructor(show) {
    this.show = show;
    this.window = null;
    show.addEventListener("change", () => this.tell());
    window.addEventListener("message", ({ source, data }) => {
      if (!this.window || source !== this.window || data?.mark !== MARK) return;
      if (data.ask === "hello") this.tell();
      if (data.ask === "next") show.next();
      if (data.ask === "back") show.back();
      if (data.ask === "go" && Number.isInteger(data.index)) show.go(data.index);
    });
  }

  open() {
    if (this.window && !this.window.closed) { this.window.focus(); return; }
    this.window = window.open(location.href.split("#")[0] + PRESENTER, MARK, "popup,width=1200,height=760");
    if (!this.window) alert(word("presenter_blocked"));
  }

  tell() {
    if (!this.window || this.window.closed) return;
    this.window.postMessage({ mark: MARK, index: this.show.index, aside: this.show.aside?.title ?? "" }, "*");
  }
}

/** On the presenter's side. */
export function startPresenter(deck) {
  document.documentElement.classList.add("presenter");
  const wall = window.opener;
  const ask = (message) => wall?.postMessage({ mark: MARK, ...message }, "*");
  const node = (name) => el("div", name);
  const [here, next, notes] = [node("here"), node("coming"), node("notes")];
  const [clock, elapsed, number] = [el("b", "clock"), el("b", "elapsed"), el("span", "number")];
  let began = Date.now();
  const reset = el("button", "", { type: "button", onclick: () => { began = Date.now(); tick(); } }, word("reset"));
  const tick = () => {
    const two = (n) => `${n}`.padStart(2, "0");
    const now = new Date();
    const seconds = Math.floor((Date.now() - began) / 1000);
    clock.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
    elapsed.textContent = `${word("elapsed")} ${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  };
  const lost = el("p", "lost", { hidden: true }, word("presenter_lost"));
  const turn = (key, what) => el("button", "turn", { type: "button", onclick: () => ask({ ask: what }) }, word(key));
  const lack = deck.missing?.length ? el("p", "lack", {}, word("fonts_lack", { chars: deck.missing.join(" ") })) : null;
  document.body.replaceChildren(el("div", "desk", {}, el("header", "", {}, clock, elapsed, reset, number, turn("previous", "back"), turn("forward", "next")), here, next, notes, lost, lack));
  const show = (index, aside) => {
    const slide = deck.slides[index];
    const after = deck.slides[index + 1];
    number.textContent = `${index + 1} / ${deck.slides.length}`;
    here.replaceChildren(...gist(slide, aside));
    next.replaceChildren(el("p", "label", {}, word(after ? "next_slide" : "last_slide")), ...(after ? gist(after, "") : []));
    notes.replaceChildren(el("p", "label", {}, word("notes")), el("p", "text", {}, slide.notes || slide.words || word("no_notes")));
  };
  window.addEventListener("message", ({ source, data }) => {
    if (source === wall && data?.mark === MARK && Number.isInteger(data.index)) show(data.index, data.aside);
  });
  window.addEventListener("keydown", ({ key }) => {
    if (["ArrowRight", "PageDown", " "].includes(key)) ask({ ask: "next" });
    if (["ArrowLeft", "PageUp"].includes(key)) ask({ ask: "back" });
    if (key === "Home") ask({ ask: "go", index: 0 });
    if (key === "End") ask({ ask: "go", index: deck.slides.length - 1 });
  });
  setInterval(() => { tick(); lost.hidden = Boolean(wall) && !wall.closed; }, 1000);
  tick();
  show(0, "");
  ask({ ask: "hello" });
  document.documentElement.dataset.ready = "yes";
}

/** A slide in short: title, figures or the first rows. */
function gist(slide, aside) {
  const lines = slide.figures?.length ? slide.figures.map(({ value, label }) => `${value}  ${label}`) : (slide.rows ?? []).map((row) => [row.text, row.detail].filter(Boolean).join("  ·  "));
  return [el("p", "label", {}, slide.kicker ?? ""), el("h2", "", {}, aside || slide.title), el("ul", "", {}, ...lines.slice(0, 6).map((line) => el("li", "", {}, line)))];
}
