/** The map's one object: state from Python, layers from the server, what is selected, what is drawn. */

import { LayerStore, WORK } from "./data.js";
import { briefly } from "./facts.js";
import { paintCompoundEdges, paintGround } from "./ground.js";
import { meets, toLonLat } from "./geometry.js";
import { paintHighlights } from "./highlight.js";
import { paintHorizon } from "./horizon.js";
import { paintLabels } from "./labels.js";
import { forgetWidths } from "./lettering.js";
import { addressSource } from "./source.js";
import { makeSurface } from "./surface.js";
import { themePicker } from "./themes.js";
import { paintBuildings, paintFacilities, paintGrids, paintLights, paintNodes, paintPipes } from "./things.js";
import { marksOf, paintMarks } from "./work_marks.js";
import { coverOf, mixed, statusLooks } from "./work_facts.js";
import { paintWorks } from "./works.js";

const OVERLAID = ["selected", "fly"]; // what only the upper sheet shows
const FADED = 0.22;
const BEHIND_TOOL = 0.4;
const NEAR = 19; // a single light fills no screen
const NARROW = 560; // px of the map: no legend stands beside, the compounds fill the width
const FINE_SNAP = 0.1; // of the zoom that a whole community is shown at

export class App extends EventTarget {
  constructor(map, options) {
    super();
    this.map = map;
    this.options = options;
    this.state = { lang: "", dark: false, theme: "none", visible: [], compound: "", selected: null, revs: {}, as: "", fly: 0, works: null, tool: null, marks: {}, sketches: [], trace: null };
    this.config = null;
    this.tokens = {};
    this.hovered = null;
    this.selected = null;
    this.overlays = []; // painted over the labels
    this.underlays = []; // painted below them
    this.reserved = []; // what answers [x, y, wide, high] of figures that no label may cover
    this.marks = [];
    this.looks = {};
    this.cover = null;
    this.source = options.source ?? addressSource(options.community);
    this.store = new LayerStore(
      this.source,
      (key) => this.layerCame(key),
      (key, error, retry) => this.tell("failed", { key, error, retry }),
    );
    this.surface = makeSurface(map, (view) => this.paint(view), (view) => this.paintOver(view), (ms) => {
      this.drawMs = ms;
      // Told a moment later: the panels must not hold up the picture.
      window.clearTimeout(this.telling);
      this.telling = window.setTimeout(() => this.tell("drawn"), 30);
    });
    // A canvas does not wait for web fonts: ask for them, then set the labels again.
    const fonts = [400, 700].map((weight) => document.fonts.load(`${weight} 14px "Noto Sans SC"`, "栋1"));
    Promise.allSettled(fonts).then((found) => {
      if (!found.some(({ value }) => value?.length)) return; // there is no such web font here: nothing was waited for
      forgetWidths();
      this.redraw();
    });
  }

  /** Tell the parts of the interface that something changed. */
  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Listen to `tell`. */
  on(types, listener) {
    for (const type of types.split(" ")) this.addEventListener(type, (event) => listener(event.detail, event));
  }

  /** Take a new state from Python: whatever differs is changed, nothing is made anew. */
  async apply(next) {
    const before = this.state;
    this.state = { ...before, ...next };
    this.cover = null;
    const same = (key) => JSON.stringify(before[key]) === JSON.stringify(this.state[key]);
    if (!same("selected") || !this.config) this.selected = this.state.selected;
    const layers = this.fetchLayers();
    if (!same("lang") || !same("as") || !this.config) await this.fetchConfig();
    if (!this.config) return;
    const underneath = Object.keys(this.state).filter((key) => !OVERLAID.includes(key));
    if (OVERLAID.every(same) || !underneath.every(same)) {
      this.retheme();
      this.redraw();
    } else {
      this.surface.redrawOverlay(); // another selection changes nothing underneath
    }
    this.tell("state", { before, same });
    await layers;
    this.tell("settled", { before, same });
  }

  async fetchConfig() {
    try {
      this.config = await this.source.config(this.state.lang || "zh", this.state.as);
      this.retheme(); // before anybody draws with it
      this.tell("config");
    } catch (error) {
      this.tell("failed", { key: "", error, retry: () => this.apply({}) });
    }
  }

  fetchLayers() {
    // Grids come along when buildings are coloured by them.
    const keys = new Set([...this.state.visible, ...(this.state.theme === "grid" ? ["grid"] : []), "compound"]);
    const fetched = this.store.need([...keys], (key) => this.revisionOf(key), this.state.as);
    this.tell("loading");
    return fetched.then(() => this.tell("loading"));
  }

  /** The revision to ask a layer for; buildings carry their grid, so they change with the grids too. */
  revisionOf(key) {
    const own = this.state.revs[key] ?? 0;
    if (key === WORK) {
      // Works are drawn where their assets are: they change with any layer.
      const others = Object.entries(this.state.revs).filter(([layer]) => layer !== WORK);
      return `${own}.${others.reduce((sum, [, revision]) => sum + revision, 0)}`;
    }
    return key === "building" ? `${own}.${this.state.revs.grid ?? 0}` : `${own}`;
  }

  layerCame(key) {
    if (key === "grid") this.retheme();
    if (key === WORK) this.cover = null;
    this.tell("layer", { key });
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.redraw());
  }

  retheme() {
    if (!this.config) return;
    this.tokens = this.config.styles[this.state.dark ? "dark" : "light"];
    this.looks = statusLooks(this);
    this.themeOf = themePicker(this.config.themes.find((theme) => theme.key === this.state.theme), this);
    this.map.getContainer().classList.toggle("mv-dark", Boolean(this.state.dark));
    this.map.getContainer().style.background = this.tokens.paper;
  }

  /** A word of the interface in the reader's language, `{placeholders}` filled in. */
  word(key, values = {}) {
    const text = this.config?.words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  /** A layer's record from the configuration. */
  layerConfig(key) {
    if (key === WORK) return { key, title: this.config.work.title, fields: [], unplaced: this.store.layers.get(WORK)?.unplaced ?? 0 };
    return this.config.layers.find((layer) => layer.key === key);
  }

  isVisible(key) {
    return this.state.visible.includes(key);
  }

  /** The features of a layer that are shown: of the works those that the state names. */
  shown(key) {
    if (!this.isVisible(key)) return [];
    const features = this.store.features(key);
    if (key !== WORK || !this.state.works) return features;
    const named = new Set(this.state.works);
    return features.filter((work) => named.has(work.id));
  }

  /** The shown features of a layer that meet the sheet. */
  inView(key, view) {
    return this.shown(key).filter((f) => meets(f.box, view.box));
  }

  /** How a status is drawn: {title, colour, edge, hatch}. */
  statusLook(status) {
    return this.looks[status] ?? this.looks.planned;
  }

  /** The colour that a building shows: that of a work on it, else the theme's. */
  fillOf(building) {
    this.cover ??= coverOf(this);
    const own = this.themeOf(building).colour;
    const over = this.cover.get(building.id);
    return over ? mixed(over.colour, over.strength, own) : own;
  }

  /** How strongly a feature stands: 1, or faded when another compound is in focus. */
  presence(feature) {
    const focus = this.state.compound;
    if (feature.layer === WORK && this.state.tool && this.state.tool.kind !== "ask") return BEHIND_TOOL;
    if (!focus) return 1;
    if (feature.layer === WORK) return feature.p.compounds?.length && !feature.p.compounds.includes(focus) ? FADED : 1;
    const own = feature.layer === "compound" ? feature.id : feature.p.compound;
    return own === undefined || own === focus ? 1 : FADED;
  }

  /** Whether totals count a feature: not when another compound is in focus. */
  counts(feature) {
    return this.presence(feature) !== FADED;
  }

  /** Whether clicks belong to a tool: measuring, picking or drawing. */
  get busy() {
    return Boolean(this.measuring || (this.state.tool && !this.resting));
  }

  briefly(building) {
    return briefly(this, building);
  }

  get selectedFeature() {
    if (!this.selected || !this.isVisible(this.selected.layer)) return null;
    return this.store.find(this.selected.layer, this.selected.id);
  }

  /** Select a feature (or nothing) here and at once. */
  select(feature) {
    this.selected = feature ? { layer: feature.layer, id: feature.id } : null;
    this.surface.redrawOverlay();
    this.tell("select", { feature });
  }

  /** Show a feature in the middle, near enough to see it. */
  flyTo(feature) {
    const bounds = boundsOf([feature.box]);
    const nearest = ["compound", "grid", WORK].includes(feature.layer) ? 18 : 19;
    const zoom = Math.min(nearest, this.map.getBoundsZoom(bounds.pad(0.35)));
    const from = this.map.getZoom();
    this.map.flyTo(bounds.getCenter(), from > zoom && from <= nearest + 1 && nearest === 19 ? from : zoom, { duration: 0.6 });
  }

  /** Fit boxes (world coordinates) into the part of the map that the panels leave free. */
  showBoxes(boxes, animate = true, nearest = NEAR) {
    const snap = this.map.options.zoomSnap;
    this.map.options.zoomSnap = FINE_SNAP;
    this.map.fitBounds(boundsOf(boxes), { animate, ...this.free(), maxZoom: nearest });
    this.map.options.zoomSnap = snap;
  }

  /** The room that the panels leave free, as paddings: search above, scale and totals below, the legend beside. */
  free() {
    const wide = this.map.getSize().x;
    const side = wide < NARROW ? 8 : 24;
    const legend = wide < NARROW ? 0 : this.legendRoom?.() ?? 0;
    return { paddingTopLeft: [side, 56], paddingBottomRight: [side + (legend < wide / 3 ? legend : 0), 56] };
  }

  /** Whether a part of any of these boxes is in view. */
  sees(boxes) {
    const { frame } = this.surface.view(null, { x: 0, y: 0 }, 1);
    return boxes.some((box) => meets(box, frame));
  }

  /** The zoom at which boxes fit there. */
  zoomFor(boxes) {
    const { paddingTopLeft, paddingBottomRight } = this.free();
    return this.map.getBoundsZoom(boundsOf(boxes), false, L.point(paddingTopLeft).add(paddingBottomRight));
  }

  paint(view) {
    cancelAnimationFrame(this.frame); // what waited to be drawn is drawn now
    const { ctx } = view;
    ctx.fillStyle = this.tokens.paper ?? "#f4f1ea";
    ctx.fillRect(0, 0, view.width, view.height);
    if (!this.config || !this.tokens.paper) return; // the colours come with the first state
    paintGround(view, this);
    paintHorizon(view, this);
    paintCompoundEdges(view, this);
    if (this.isVisible("building")) paintBuildings(view, this);
    paintGrids(view, this);
    paintPipes(view, this);
    paintNodes(view, this);
    paintLights(view, this);
    paintFacilities(view, this);
    paintWorks(view, this);
  }

  paintOver(view) {
    if (!this.config || !this.tokens.paper) return;
    for (const underlay of this.underlays) underlay(view);
    paintHighlights(view, this);
    const marks = marksOf(view, this);
    paintLabels(view, this, marks);
    paintMarks(view, this, marks);
    for (const overlay of this.overlays) overlay(view);
  }

  redraw() {
    this.surface.redraw();
  }
}

/** Leaflet's bounds around boxes in world coordinates. */
function boundsOf(boxes) {
  const all = [0, 1, 2, 3].map((i) => (i < 2 ? Math.min : Math.max)(...boxes.map((box) => box[i])));
  const [west, north] = toLonLat(all[0], all[1]);
  const [east, south] = toLonLat(all[2], all[3]);
  return L.latLngBounds([south, west], [north, east]);
}
