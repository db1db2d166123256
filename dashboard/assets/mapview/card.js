/** The short card: at once beside the click, before the full card comes from Python. */

import { el, icon, ICONS, keepToItself } from "./dom.js";
import { factsOf, nameOf } from "./facts.js";
import { pick } from "./pointer.js";

/** Add the card; it follows the selection and lists everything at the spot of the last click. */
export function addCard(app) {
  const card = el("section", "mv-panel mv-card", { hidden: true, "aria-live": "polite" });
  keepToItself(card);
  app.map.getContainer().append(card);
  let found = [];
  const show = () => {
    const feature = app.selectedFeature;
    card.hidden = !feature || !app.config;
    if (card.hidden) return;
    card.replaceChildren(...contents(app, feature, found));
  };
  app.on("spot", (spot) => { found = spot.found; });
  app.on("select layer state config", show);
}

function contents(app, feature, found) {
  const layer = app.layerConfig(feature.layer);
  const close = el("button", "mv-icon", { type: "button", "aria-label": app.word("close"), onclick: () => pick(app, null) }, icon(ICONS.close));
  const facts = el("dl", "mv-facts");
  for (const [title, value] of factsOf(app, feature)) facts.append(el("div", "", {}, el("dt", "", {}, title), el("dd", "", {}, value)));
  const head = el("header", "", {}, el("div", "mv-kind", {}, layer.title), el("h2", "", {}, nameOf(app, feature)), close);
  const others = found.filter((item) => item !== feature && item.id !== undefined);
  return [head, facts, others.length ? alsoHere(app, others, found) : ""];
}

function alsoHere(app, others, found) {
  const list = el("ul", "mv-list");
  for (const other of others.slice(0, 12)) {
    const button = el(
      "button", "", { type: "button", onclick: () => pick(app, other, found) },
      el("span", "mv-kind", {}, app.layerConfig(other.layer).title), nameOf(app, other),
    );
    list.append(el("li", "", {}, button));
  }
  const narrow = window.matchMedia("(max-width: 640px)").matches;
  return el("details", "mv-also", { open: !narrow }, el("summary", "", {}, app.word("here_too", { n: others.length })), list);
}
