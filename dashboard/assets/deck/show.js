/** The show: which slide is on the wall, and how it changes. */

import { draw } from "./slides.js";
import { fit } from "./fit.js";

export class Show extends EventTarget {
  constructor(deck, stage, map) {
    super();
    this.deck = deck;
    this.slides = deck.slides;
    this.stage = stage;
    this.map = map;
    this.index = 0;
    this.aside = null; // a building that somebody asked for, over the slides
    this.section = null;
  }

  begin() {
    const wanted = Number.parseInt(/^#(\d+)$/.exec(location.hash)?.[1] ?? "1", 10);
    this.index = Math.max(0, Math.min(this.slides.length - 1, wanted - 1));
    let timer = 0;
    window.addEventListener("resize", () => {
      this.measure();
      clearTimeout(timer);
      timer = setTimeout(() => { this.measure(); this.refresh(); }, 120);
    });
    this.measure();
    this.refresh();
  }

  /** One design pixel of 1920 × 1080 (in portrait: of 780 wide) on this screen; everything is measured in it. */
  measure() {
    const [wide, high] = [window.innerWidth, window.innerHeight];
    this.portrait = high > wide;
    this.unit = this.portrait ? wide / 780 : Math.min(wide / 1920, high / 1080);
    const root = document.documentElement;
    root.style.setProperty("--u", `${this.unit}px`);
    root.classList.toggle("portrait", this.portrait);
    this.map.measure(this.unit, this.portrait);
  }

  get slide() {
    return this.aside ?? this.slides[this.index];
  }

  /** Go to a slide by number from 0; out of range stays at the ends. */
  go(index) {
    const next = Math.max(0, Math.min(this.slides.length - 1, index));
    if (next === this.index && !this.aside) return;
    this.aside = null;
    this.index = next;
    this.keepPlace();
    this.refresh();
  }

  next() {
    if (this.aside) this.leave();
    else this.go(this.index + 1);
  }

  back() {
    if (this.aside) this.leave();
    else this.go(this.index - 1);
  }

  /** Show a building that somebody asked for. */
  visit(slide) {
    this.aside = slide;
    this.refresh();
  }

  /** Back to the slide from which a building was asked for. */
  leave() {
    this.aside = null;
    this.refresh();
  }

  /** Draw the slide of the moment and tell everybody. */
  refresh() {
    const slide = this.slide;
    const fresh = draw(slide, this);
    const old = this.section;
    this.section = fresh;
    this.stage.append(fresh);
    fit(fresh);
    if (old) {
      const same = old.dataset.key === fresh.dataset.key;
      old.classList.add("gone");
      if (same || matchMedia("(prefers-reduced-motion: reduce)").matches) old.remove();
      else setTimeout(() => old.remove(), 350);
    }
    this.map.show(slide, fresh);
    this.dispatchEvent(new Event("change"));
  }

  /** Light or dark, for a bright room or an evening. */
  turn() {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    this.map.dark(root.dataset.theme === "dark");
  }

  keepPlace() {
    try { history.replaceState(null, "", `#${this.index + 1}`); } catch { /* a stick may not let us */ }
  }
}
