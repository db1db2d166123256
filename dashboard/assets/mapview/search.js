/** The search box: number, name, code or pinyin; "/" focuses, arrows choose, Enter goes there. */

import { el, icon, ICONS, keepToItself } from "./dom.js";
import { pick } from "./pointer.js";

const WAIT_MS = 140;

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
    if (mine === search.asked) show(search, hits, true);
  } catch (error) {
    if (mine === search.asked) app.tell("failed", { key: "search", error, retry: () => ask(search) });
  }
  return null;
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
    el("span", "mv-kind", {}, app.layerConfig(hit.layer)?.title ?? ""),
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
  list.hidden = true;
  input.blur();
  if (!app.isVisible(hit.layer)) {
    app.state = { ...app.state, visible: [...app.state.visible, hit.layer] };
    await app.fetchLayers();
    app.redraw();
  }
  const feature = app.store.find(hit.layer, hit.id);
  if (!feature) return;
  app.flyTo(feature);
  pick(app, feature);
}
