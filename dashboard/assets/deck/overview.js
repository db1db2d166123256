/** All slides in a grid, to find one by its title. */

import { el } from "../mapview/dom.js";
import { word } from "./facts.js";

export class Overview {
  constructor(show) {
    this.show = show;
    this.grid = el("div", "grid", { hidden: true, role: "dialog", "aria-label": word("overview") });
    document.body.append(this.grid);
  }

  get isOpen() {
    return !this.grid.hidden;
  }

  open() {
    this.show.jump.close();
    const cards = this.show.slides.map((slide, i) => {
      const here = i === this.show.index;
      const card = el("button", `card${here ? " here" : ""}`, { type: "button", "aria-current": here ? "true" : null, onclick: () => this.choose(i) },
        el("span", "n", {}, `${i + 1}`), el("b", "", {}, slide.title), slide.kicker ? el("small", "", {}, slide.kicker) : null);
      return card;
    });
    this.grid.replaceChildren(el("div", "cards", {}, ...cards));
    this.grid.hidden = false;
    cards[this.show.index]?.focus();
    cards[this.show.index]?.scrollIntoView({ block: "center" });
  }

  close() {
    this.grid.hidden = true;
  }

  choose(index) {
    this.close();
    this.show.go(index);
  }

  /** Arrow keys move the focus; Enter is the button's own. */
  key(key) {
    const cards = [...this.grid.querySelectorAll(".card")];
    const at = Math.max(0, cards.indexOf(document.activeElement));
    const columns = cards.filter((card) => card.offsetTop === cards[0].offsetTop).length || 1;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    if (key === "Escape") this.close();
    else if (key === "Home") cards[0].focus();
    else if (key === "End") cards[cards.length - 1].focus();
    else if (steps[key]) cards[Math.max(0, Math.min(cards.length - 1, at + steps[key]))].focus();
    else return false;
    return true;
  }
}
