/** The short card: at once beside the click, before the full card comes from Python. */

import { WORK } from "./data.js";
import { el, icon, ICONS, keepToItself } from "./dom.js";
import { factsOf, nameOf } from "./facts.js";
import { pick } from "./pointer.js";
import { kindText, workBody, workLine } from "./work_facts.js";

const NARROW_PX = 640;
const LOW_PX = 520;

/**
 * Add the card; it follows the selection and lists everything at the spot of the last click. On a
 * narrow map, and on the low one of a trace, it is one line, and goes when the page shows the full card.
 */
export function addCard(app) {
  const card = el("section", "mv-panel mv-card", { hidden: true, "aria-live": "polite" });
  keepToItself(card);
  app.map.getContainer().append(card);
  let found = [];
  const show = () => {
    const feature = app.selectedFeature;
    const { x, y } = app.map.getSize();
    const narrow = x < NARROW_PX || Boolean(app.state.trace && y < LOW_PX);
    const answered = feature && app.state.selected?.layer === feature.layer && app.state.selected?.id === feature.id;
    // On a phone the full card says it all as soon as it is there: only what else lies here remains.
    const others = feature && narrow && answered ? othersAt(found, feature) : [];
    card.hidden = !feature || !app.config || (narrow && answered && !others.length) || Boolean(app.state.tool && !app.resting);
    card.classList.toggle("mv-strip", narrow);
    if (card.hidden) return;
    if (others.length) card.replaceChildren(alsoHere(app, others, found));
    else card.replaceChildren(...(narrow ? strip(app, feature) : contents(app, feature, found)));
    keepClear(app, card, feature);
  };
  app.on("spot", (spot) => { found = spot.found; });
  app.on("select layer state config", show);
  app.map.on("resize", show);
}

function closeButton(app) {
  return el("button", "mv-icon", { type: "button", "aria-label": app.word("close"), onclick: () => pick(app, null) }, icon(ICONS.close));
}

function titleOf(app, feature) {
  return feature.layer === WORK ? kindText(app, feature) : app.layerConfig(feature.layer).title;
}

function strip(app, feature) {
  const name = feature.layer === WORK ? workLine(app, feature) : el("b", "", {}, nameOf(app, feature));
  return [el("header", "", {}, el("h2", "", {}, name), closeButton(app))];
}

function othersAt(found, feature) {
  return found.filter((item) => item !== feature && item.id !== undefined);
}

/** Stand at the other side where the card would cover what it is about. */
function keepClear(app, card, feature) {
  card.classList.remove("mv-card-aside");
  if (!feature.p.at) return;
  const { x, y } = app.map.latLngToContainerPoint([feature.p.at[1], feature.p.at[0]]);
  const [left, top] = [card.offsetLeft, card.offsetTop];
  const covers = x > left - 12 && x < left + card.offsetWidth + 12 && y > top - 12 && y < top + card.offsetHeight + 12;
  card.classList.toggle("mv-card-aside", covers);
}

function contents(app, feature, found) {
  const head = el("header", "", {}, el("div", "mv-kind", {}, titleOf(app, feature)), el("h2", "", {}, nameOf(app, feature)), closeButton(app));
  const body = feature.layer === WORK ? workBody(app, feature, factList) : [factList(factsOf(app, feature))];
  const others = othersAt(found, feature);
  return [head, ...body, others.length ? alsoHere(app, others, found) : ""];
}

function factList(facts) {
  return el("dl", "mv-facts", {}, ...facts.map(([title, value]) => el("div", "", {}, el("dt", "", {}, title), el("dd", "", {}, value))));
}

function alsoHere(app, others, found) {
  const list = el("ul", "mv-list");
  for (const other of others.slice(0, 16)) {
    const line = other.layer === WORK ? [workLine(app, other)] : [el("span", "mv-kind", {}, titleOf(app, other)), nameOf(app, other)];
    list.append(el("li", "", {}, el("button", "", { type: "button", onclick: () => pick(app, other, found) }, ...line)));
  }
  return el("details", "mv-also", { open: others.length < 7 }, el("summary", "", {}, app.word("here_too", { n: others.length })), list);
}
