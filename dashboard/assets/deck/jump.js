/** "第7栋?": what is typed in the room finds the building, or the page. */

import { el } from "../mapview/dom.js";
import { word } from "./facts.js";

const CHINESE = { 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10, 百: 100 };
const PAUSE_MS = 1300;

/** The number that a text says, in digits of any width or in Chinese; null if it says none. */
export function numberIn(text) {
  const plain = text.replace(/[\uff10-\uff19]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  const digits = /\d+/.exec(plain);
  if (digits) return Number(digits[0]);
  const words = /[零一二两三四五六七八九十百]+/.exec(plain);
  if (!words) return null;
  let [whole, digit] = [0, 0];
  for (const c of words[0]) {
    const value = CHINESE[c];
    if (value < 10) digit = value;
    else { whole += (digit || 1) * value; digit = 0; }
  }
  return whole + digit;
}

/** The buildings that a text means: by number (exactly), and by name. */
export function buildingsFor(buildings, text) {
  const said = text.trim();
  if (!said) return [];
  const number = numberIn(said);
  const rest = said.replace(/[第栋号楼幢座\s\d\uff10-\uff19零一二两三四五六七八九十百]/g, "").toLowerCase();
  const named = (item) => `${item.compound}${item.title}`.toLowerCase();
  return buildings.filter((item) => {
    if (number !== null && numberIn(item.no || item.title) !== number) return false;
    if (number === null && !rest) return false;
    return !rest || named(item).includes(rest);
  }).slice(0, 6);
}

export class Jump {
  constructor(show) {
    this.show = show;
    this.input = el("input", "", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", "aria-label": word("jump") });
    this.list = el("ul", "hits", { role: "listbox" });
    this.hint = el("p", "hint", {}, word("jump_hint"));
    this.box = el("div", "jump", { hidden: true, role: "dialog", "aria-label": word("jump") }, this.input, this.list, this.hint);
    document.body.append(this.box);
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.at = 0;
  }

  get isOpen() {
    return !this.box.hidden;
  }

  open(text) {
    this.box.hidden = false;
    this.input.value = text;
    this.input.focus();
    this.look();
  }

  close() {
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.input.blur();
  }

  /** Whether people are asking about their buildings: then a number means a building before it means a page. */
  get asking() {
    return Boolean(this.show.aside) || this.show.slide?.kind === "questions";
  }

  /** What Enter takes comes first; a single building is shown after a short pause. */
  look() {
    clearTimeout(this.timer);
    const text = this.input.value;
    const buildings = buildingsFor(this.show.deck.buildings, text);
    const number = /^\s*\d+\s*$/.test(text) ? Number(text) : null;
    const page = number && this.show.slides[number - 1];
    const pages = page ? [{ label: word("page", { n: number }), more: page.title, act: () => this.show.go(number - 1) }] : [];
    const found = buildings.map((item) => ({ label: item.title, more: item.title.includes(item.compound) ? "" : item.compound, act: () => this.show.visit(buildingSlide(item)) }));
    this.hits = this.asking ? [...found, ...pages] : [...pages, ...found];
    this.at = 0;
    this.draw();
    this.hint.textContent = text.trim() && !this.hits.length ? word("jump_none") : word("jump_hint");
    if (buildings.length === 1) this.timer = setTimeout(() => this.take(this.hits.indexOf(found[0])), PAUSE_MS);
  }

  draw() {
    this.list.replaceChildren(...this.hits.map((hit, i) => el("li", "", {}, el("button", i === this.at ? "at" : "",
      { type: "button", role: "option", "aria-selected": `${i === this.at}`, onclick: () => this.take(i) }, el("b", "", {}, hit.label), hit.more ? el("span", "", {}, hit.more) : null))));
  }

  take(index) {
    const hit = this.hits[index];
    if (!hit) return;
    this.close();
    hit.act();
  }

  key(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Enter") this.take(this.at);
    else if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      clearTimeout(this.timer);
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : this.hits.length - 1)) % Math.max(1, this.hits.length);
      this.draw();
    } else return;
    event.preventDefault();
  }
}

/** A building as a slide. */
export function buildingSlide(item) {
  return { ...item, kind: "building", key: `building-${item.id}`, kicker: item.title.includes(item.compound) ? "" : item.compound, words: "", note: "", places: [["building", item.id]], more: 0, notes: "" };
}
