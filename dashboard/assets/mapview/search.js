/** The search box: number, name, code or pinyin; "/" focuses, arrows choose, Enter goes there. */

import { el, icon, ICONS, keepToItself } from "./dom.js";
import { WORK } from "./data.js";
import { pick } from "./pointer.js";

const WAIT_MS = 140;
const PROJECT = "project";

/** Add the box at the top left. */
export function addSearch(app) {
  const input = el("input", "", { type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "mv-hits" });
  const list = el("ul", "mv-list mv-hits", { id: "mv-hits", role: "listbox", hidden: true });
  const box = el("div", "mv-panel mv-search", {}, el("label", "", {}, icon(ICONS.search), input), list);
  keepToItself(box);
  app.map.getContainer().append(box);
  const search = { app, input, list, hits: [], chosen: -1, asked: 0, timer: 0 };
  app.on("config", () => { input.placeholder = app.word("search"); input.setAttribute("aria-label", app.word("search")); });
  app.on("focus-search", () => input.focus());
  input.addEventListener("input", () => {
    window.clearTimeout(search.timer);
    search.timer = window.setTimeout(() => ask(search), WAIT_MS);
  });
  input.addEventListener("keydown", (event) => onKey(search, event));
  input.addEventListener("focus", () => { if (search.hits.length) list.hidden = false; });
  app.map.on("click movestart", () => { list.hidden = true; });
}

async function ask(search) {
  const query = search.input.value.trim();
  search.asked += 1;
  const mine = search.asked;
  if (!query) return show(search, [], false);
  const { app } = search;
  try {
    const hits = await app.source.search(query, app.state.as);
    if (mine === search.asked) show(search, hits.filter((hit) => isShown(app, hit)), true);
  } catch (error) {
    if (mine === search.asked) app.tell("failed", { key: "search", error, retry: () => ask(search) });
  }
  return null;
}

/** On the map of one project the works of others are not drawn, so they cannot be gone to. */
function isShown(app, { layer, id, works }) {
  if (!app.state.works || (layer !== WORK && layer !== PROJECT)) return true;
  return (layer === WORK ? [id] : works).some((work) => app.state.works.includes(work));
}

function show(search, hits, asked) {
  const { app, list, input } = search;
  search.hits = hits;
  search.chosen = hits.length ? 0 : -1;
  list.replaceChildren(...hits.map((hit, i) => entry(search, hit, i)));
  if (asked && !hits.length) list.append(el("li", "mv-none", {}, app.word("search_none")));
  list.hidden = !asked;
  input.setAttribute("aria-expanded", asked);
  mark(search);
}

function entry(search, hit, i) {
  const { app } = search;
  const button = el(
    "button", "", { type: "button", tabindex: "-1", onclick: () => go(search, hit) },
    swatch(app, hit.layer), el("span", "mv-hit", {}, hit.title, hit.subtitle ? el("small", "", {}, hit.subtitle) : ""),
    el("span", "mv-kind", {}, hit.layer === PROJECT ? app.word("project") : app.layerConfig(hit.layer)?.title ?? ""),
  );
  return el("li", "", { role: "option", id: `mv-hit-${i}` }, button);
}

/** The small mark of a layer in its map colour. */
export function swatch(app, layer) {
  const mark = el("i", `mv-swatch mv-swatch-${layer}`);
  return mark;
}

function mark(search) {
  [...search.list.children].forEach((item, i) => {
    item.setAttribute("aria-selected", i === search.chosen);
    if (i === search.chosen) item.scrollIntoView({ block: "nearest" });
  });
  search.input.setAttribute("aria-activedescendant", search.chosen >= 0 ? `mv-hit-${search.chosen}` : "");
}

function onKey(search, event) {
  const { hits, list, input, app } = search;
  if (event.key === "Escape") {
    if (list.hidden) { input.value = ""; input.blur(); } else list.hidden = true;
  } else if (event.key === "Enter" && hits[search.chosen]) go(search, hits[search.chosen]);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!hits.length) return;
    list.hidden = false;
    search.chosen = (search.chosen + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
    mark(search);
  } else return;
  event.stopPropagation();
  if (event.key === "Escape" && list.hidden) app.map.getContainer().focus({ preventScroll: true });
}

/** Fly to a hit and select it; a layer that is off is turned on, here at once and by Python for good. */
async function go(search, hit) {
  const { app, list, input } = search;
  const layer = hit.layer === PROJECT ? WORK : hit.layer;
  list.hidden = true;
  input.blur();
  if (!app.isVisible(layer)) {
    app.state = { ...app.state, visible: [...app.state.visible, layer] };
    await app.fetchLayers();
    app.redraw();
  }
  if (hit.layer === PROJECT) return goToAll(app, hit);
  const feature = app.store.find(layer, hit.id);
  if (!feature) return null;
  app.flyTo(feature);
  return pick(app, feature);
}

/** Show all works of a project and select the one that needs attention first. */
function goToAll(app, { works }) {
  const found = works.map((id) => app.store.find(WORK, id)).filter(Boolean);
  if (!found.length) return null;
  app.showBoxes(found.map((work) => work.box));
  return pick(app, found[0]);
}
