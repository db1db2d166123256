/** The legend: only what is on the map now. */

import { el, icon, ICONS, keepToItself, number } from "./dom.js";
import { meets } from "./geometry.js";
import { kindElement, kindsMarked } from "./kinds.js";
import { symbolElement } from "./symbols.js";
import { PLANS, YEARS } from "./plan_colours.js";
import { luxColour } from "./sketch_paint.js";
import { drawnAt } from "./visibility.js";

const LAYERS = ["building", "garden", "road", "parking", "street_light", "facility", "pipe", "manhole", "gully", "outfall", "grid", "compound"];

/** Add the panel at the bottom right; on narrow screens it is a button first. */
export function addLegend(app) {
  const wide = !window.matchMedia("(max-width: 640px)").matches;
  const title = el("span");
  const list = el("div", "mv-legend-list");
  const panel = el("details", "mv-panel mv-legend", { open: wide, hidden: true }, el("summary", "", {}, icon(ICONS.legend), title), list);
  keepToItself(panel);
  app.map.getContainer().append(panel);
  let shown = "";
  const fill = () => {
    if (!app.config) return;
    const sections = sectionsNow(app);
    const mark = JSON.stringify([sections, app.state.lang, app.state.dark]);
    if (mark === shown) return;
    shown = mark;
    title.textContent = app.word("legend");
    list.replaceChildren(...sections.map((section) => draw(app, section)));
    panel.hidden = !sections.length;
  };
  app.on("drawn", fill);
  /** The pixels that the open legend takes at the right of the map; the first view must leave them free. */
  app.legendRoom = () => { fill(); return panel.open && !panel.hidden ? panel.offsetWidth : 0; };
}

/** [{title, rows: [{sign, colour, title}]}] of what is drawn in the visible part. */
function sectionsNow(app) {
  const frame = app.surface.view(null, { x: 0, y: 0 }, 1).frame;
  const zoom = app.map.getZoom();
  const sections = [];
  const rows = [];
  for (const key of LAYERS) {
    if (!app.isVisible(key) || !drawnAt(key, zoom)) continue;
    const seen = app.store.features(key).filter((feature) => meets(feature.box, frame));
    if (!seen.length) continue;
    if (key === "building") sections.push(themeSection(app, seen));
    else if (key === "pipe") rows.push(...pipeRows(app, seen));
    else rows.push({ sign: key, colour: "", title: app.layerConfig(key).title });
    if (key === "street_light" && seen.some((light) => light.p.state === "faulty")) {
      rows.push({ sign: "light_faulty", colour: "", title: app.word("faulty_light") });
    }
  }
  if (app.isVisible("work")) sections.unshift(workSection(app, frame));
  sections.unshift(...sketchSections(app));
  const kinds = app.isVisible("work") ? kindsMarked(app).map((kind) => ({ sign: "kind", kind, title: kind.title })) : [];
  return [...sections, { title: "", rows }, { title: "", rows: kinds }].filter((section) => section.rows.length);
}

/** What is drawn over the map for the moment: light by its classes, a trace, faults. */
function sketchSections(app) {
  const kinds = new Set(app.state.sketches.map((sketch) => sketch.kind));
  const sections = [];
  if (kinds.has("lux")) {
    const rows = app.config.lux.map((step, i) => ({ sign: "lux", colour: luxColour(app, i), title: step.title }));
    sections.push({ title: app.word("lux"), rows });
  }
  const found = app.state.trace;
  const rows = found ? [{ sign: "traced", colour: app.tokens.accent, title: app.word("traced_building") }] : [];
  if (found?.over.length) rows.push({ sign: "over", colour: app.tokens.late, title: app.word("traced_over") });
  for (const kind of ["fault", "clash", "shared", "closed", "detour", "touched", "cut", "dark", "lamp", "incoming"]) {
    if (kinds.has(kind)) rows.push({ sign: kind, colour: "", title: app.word(`sketch_${kind}`) });
  }
  if (rows.length) sections.push({ title: "", rows });
  return [...sections, ...planSections(app)];
}

/** Works of a plan by year, the most needed ones, or two plans side by side. */
function planSections(app) {
  const of = (kind) => app.state.sketches.filter((sketch) => sketch.kind === kind);
  const counted = (found, named) => [...new Set(found.map(({ series }) => series))].sort((a, b) => a - b)
    .map((series) => ({ sign: "planned", ...named(series), count: found.filter((sketch) => sketch.series === series).length }));
  const planned = of("planned");
  const sections = [];
  if (planned.some(({ year }) => year)) {
    const year = (series) => planned.find((sketch) => sketch.series === series).year;
    sections.push({ title: app.word("sketch_years"), rows: counted(planned, (series) => ({ colour: YEARS[series % YEARS.length], title: `${year(series)}` })) });
  } else if (planned.length) sections.push({ title: "", rows: [{ sign: "planned", colour: YEARS[0], title: app.word("sketch_ranked") }] });
  const compared = counted(of("compared"), (series) => ({ colour: PLANS[series], title: app.word(`sketch_compared_${series}`) }));
  return compared.length ? [...sections, { title: "", rows: compared }] : sections;
}

function themeSection(app, buildings) {
  const theme = app.config.themes.find((item) => item.key === app.state.theme);
  const found = new Map();
  for (const building of buildings) {
    const look = app.themeOf(building);
    if (!found.has(look.key)) found.set(look.key, look);
  }
  if (!theme?.field && theme?.key !== "coverage") return { title: "", rows: [{ sign: "area", colour: app.tokens.building, title: app.layerConfig("building").title }] };
  const byKey = (a, b) => !a.key - !b.key || a.key.localeCompare(b.key, "en", { numeric: true });
  const rows = [...found.values()].sort(byKey);
  return { title: `${app.layerConfig("building").title} · ${theme.title}`, rows: rows.map((look) => ({ sign: "area", colour: look.colour, title: look.title })) };
}

/** Statuses of the works in view, how many there are of each, and what a red outline means. */
function workSection(app, frame) {
  const seen = app.shown("work").filter((work) => meets(work.box, frame));
  const rows = app.config.work.statuses
    .map(({ key, title }) => ({ sign: "work", status: key, title, count: seen.filter((work) => work.p.status === key).length }))
    .filter((row) => row.count);
  const late = seen.filter((work) => work.p.late).length;
  if (late) rows.push({ sign: "late", title: app.word("late"), count: late });
  return { title: app.config.work.title, rows };
}

function pipeRows(app, pipes) {
  const field = app.layerConfig("pipe").fields.find((item) => item.key === "kind");
  const title = app.layerConfig("pipe").title;
  return Object.entries(field.values)
    .filter(([kind]) => pipes.some((pipe) => pipe.p.kind === kind))
    .map(([kind, word]) => ({ sign: `pipe_${kind}`, colour: app.tokens[kind], title: `${title} · ${word}` }));
}

function draw(app, section) {
  const rows = section.rows.map((row) => {
    const sign = el("i", `mv-sign mv-sign-${row.sign}`);
    if (row.status) {
      const look = app.statusLook(row.status);
      sign.style.setProperty("--mark", look.colour);
      sign.classList.toggle("mv-hatched", look.hatch);
      sign.append(symbolElement(app, row.status));
    }
    if (row.kind) sign.append(kindElement(row.kind));
    if (row.colour) sign.style.setProperty("--mark", row.colour);
    return el("li", "", {}, sign, row.title, row.count ? el("small", "", {}, number(row.count)) : "");
  });
  return el("section", "", {}, section.title ? el("h3", "", {}, section.title) : "", el("ul", "", {}, ...rows));
}
