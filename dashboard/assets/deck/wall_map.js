/** The map on the wall: the dashboard's own map, seen through a magnifier so that its names are read from the last row. */

import { el } from "../mapview/dom.js";
import { boxOf, metresPerPixel, toLonLat, worldRing } from "../mapview/geometry.js";
import { sources, start } from "../mapview/standalone.js";
import { unpacked, word } from "./facts.js";
import { sign } from "./signs.js";

const SMALLEST = 32; // design px of the smallest letter, which on the map is 14 px
const MAP_LETTER = 14;
const WORK = "work";
const GROUND = ["context", "compound", "road", "parking", "garden", "building", "facility", WORK];
const NEAREST = 19;
const STATUSES = ["planned", "preparing", "under_construction", "completed", "accepted"];

export class WallMap {
  constructor(holder, deck) {
    this.holder = holder;
    this.deck = deck;
    this.sheet = el("div", "sheet");
    this.legend = el("div", "legend");
    this.scale = el("div", "scale", { "aria-hidden": "true" });
    holder.append(this.sheet, this.legend, this.scale);
    this.waiting = [];
    this.own = null; // statuses as they are, while the time-lapse shows others
  }

  /** Unpack the data and start; without a map the slides go on. */
  async begin(packed) {
    try {
      const { config, layers } = await unpacked(packed);
      const options = {
        community: this.deck.id, assets: "", home: this.deck.home, source: sources.inline({ configs: { [this.deck.lang]: config }, layers }),
        parts: [], keys: "map", follow: false, smallestMark: 11,
        leaflet: { keyboard: false, dragging: !L.Browser.mobile, touchZoom: false, zoomAnimation: true, zoomSnap: 0, magnified: this.magnified, fadeAnimation: false, inertia: false, held: true },
      };
      this.app = start(this.sheet, options, this.state({ works: null }));
      await new Promise((resolve) => { this.app.addEventListener("settled", resolve, { once: true }); });
      this.measure(this.unit, this.portrait);
      this.app.map.on("moveend zoomend", () => this.drawScale());
    } catch (error) {
      console.warn("map", error);
      this.holder.append(el("p", "map-failed", {}, word("failed")));
    }
    this.waiting.forEach((work) => work());
    this.waiting = [];
  }

  whenReady(work) {
    if (!this.app) this.waiting.push(work);
  }

  /** The screen has another size: the sheet is as small as the magnifier is strong. */
  measure(unit, portrait) {
    this.unit = unit;
    this.portrait = portrait;
    this.magnified = Math.max(1, (SMALLEST * unit) / MAP_LETTER);
    const { clientWidth: wide, clientHeight: high } = this.holder;
    this.sheet.style.width = `${wide / this.magnified}px`;
    this.sheet.style.height = `${high / this.magnified}px`;
    this.sheet.style.transform = `scale(${this.magnified})`;
    if (!this.app) return;
    this.app.map.options.magnified = this.magnified;
    this.app.map.invalidateSize({ animate: false });
  }

  state(more) {
    const dark = document.documentElement.dataset.theme === "dark";
    const lit = this.litBy(more.works) ? ["street_light"] : [];
    return { lang: this.deck.lang, dark, theme: "none", visible: [...GROUND, ...lit], selected: null, ...more };
  }

  /** Whether any of these works is about lights, which are drawn only then. */
  litBy(works) {
    return Boolean(works?.some((id) => this.app?.store.find(WORK, id)?.p.on?.street_light));
  }

  /** Show what a slide is about: its works, its places, and fly there. */
  show(slide, section) {
    this.holder.classList.toggle("behind", ["title", "questions"].includes(slide.kind));
    this.holder.classList.remove("ahead");
    if (!this.app) return;
    this.restore();
    const works = slide.works ?? null;
    const [place] = slide.places ?? [];
    const selected = place ? { layer: place[0], id: place[1] } : null;
    this.app.apply(this.state({ works, selected, sketches: slide.sketches ?? [] }));
    this.drawLegend(works);
    this.leaveRoom(section);
    this.fly(this.boxesOf(slide), section);
    this.release();
  }

  /** The first picture is drawn once, when the slide has said what is on it and where. */
  release() {
    if (!this.app.map.options.held) return;
    this.app.map.options.held = false;
    this.app.redraw();
  }

  /** The legend keeps beside the words, in as many lines as it takes. */
  leaveRoom(section) {
    const panel = section.querySelector(".panel")?.getBoundingClientRect();
    const room = panel && !this.portrait ? this.holder.getBoundingClientRect().right - panel.right - 90 * this.unit : 0;
    if (room > 0) this.legend.style.setProperty("--room", `${room}px`);
    else this.legend.style.removeProperty("--room");
  }

  boxesOf(slide) {
    const { store } = this.app;
    const places = (slide.places ?? []).map(([layer, id]) => store.find(layer, id));
    const works = places.some(Boolean) ? [] : (slide.works ?? []).map((id) => store.find(WORK, id));
    const drawn = (slide.sketches ?? []).map(({ geometry }) => boxOf([worldRing(geometry.coordinates.flat(geometry.type === "MultiPolygon" ? 2 : 1))]));
    const found = [...[...places, ...works].filter(Boolean).map((feature) => feature.box), ...drawn];
    if (found.length) return found;
    const compounds = store.features("compound");
    return (compounds.length ? compounds : store.features("building")).map((feature) => feature.box);
  }

  /** Fly to boxes, into the part of the wall that the words leave free. */
  fly(boxes, section) {
    const { map } = this.app;
    if (!boxes.length) return;
    const all = [0, 1, 2, 3].map((i) => (i < 2 ? Math.min : Math.max)(...boxes.map((box) => box[i])));
    const [west, north] = toLonLat(all[0], all[1]);
    const [east, south] = toLonLat(all[2], all[3]);
    const bounds = L.latLngBounds([south, west], [north, east]);
    const free = this.free(section);
    const options = { paddingTopLeft: free.topLeft, paddingBottomRight: free.bottomRight, maxZoom: NEAREST };
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !this.flown;
    this.flown = true;
    map.stop();
    if (still) map.fitBounds(bounds, { ...options, animate: false });
    else map.flyToBounds(bounds, { ...options, duration: 1.1, easeLinearity: 0.2 });
  }

  free(section) {
    const m = this.magnified;
    const panel = section.querySelector(".panel")?.getBoundingClientRect();
    const own = this.holder.getBoundingClientRect();
    const gap = (40 * this.unit) / m;
    const foot = (110 * this.unit) / m;
    if (!panel) return { topLeft: [gap, gap], bottomRight: [gap, foot] };
    if (this.portrait) {
      // The words fade in over the map, and the legend lies at its top.
      const legend = Math.max(0, this.legend.getBoundingClientRect().bottom - own.top);
      const fade = own.height * 0.06;
      return { topLeft: [gap, legend / m + gap], bottomRight: [gap, Math.max(gap, (own.bottom - panel.top + fade) / m)] };
    }
    return { topLeft: [(panel.right - own.left) / m + 3 * gap, gap], bottomRight: [gap * 1.5, foot + gap] };
  }

  /** The whole community with all its works as a picture for paper; "" without a map. The next slide puts the map back. */
  picture() {
    if (!this.app) return "";
    this.restore();
    this.app.apply(this.state({ works: null, selected: null, sketches: [], dark: false }));
    this.drawLegend(null);
    this.app.map.stop();
    this.app.showBoxes(this.boxesOf({}), false);
    const sheets = [...this.sheet.querySelectorAll("canvas.mv-sheet")];
    const paper = document.createElement("canvas");
    [paper.width, paper.height] = [sheets[0].width, sheets[0].height];
    const ctx = paper.getContext("2d");
    for (const sheet of sheets) ctx.drawImage(sheet, 0, 0);
    return paper.toDataURL("image/jpeg", 0.9);
  }

  dark(on) {
    if (this.app) this.app.apply({ dark: on });
  }

  datedWorks() {
    return this.app.store.features(WORK).filter(({ p }) => p.start_day || p.end_day);
  }

  /** The works as they stood (or are meant to stand) on a day; how many were done and under way. */
  showMonth(day, asOf, ahead) {
    const { store } = this.app;
    this.own ??= new Map(store.features(WORK).map((work) => [work.id, [work.p.status, work.p.late]]));
    const shown = [];
    const found = { done: 0, going: 0 };
    for (const work of store.features(WORK)) {
      const status = statusOn(work.p, this.own.get(work.id)[0], day, ahead);
      if (!status) continue;
      work.p.status = status;
      work.p.late = false;
      shown.push(work.id);
      if (status === "under_construction") found.going += 1;
      if (status === "completed" || status === "accepted") found.done += 1;
    }
    this.holder.classList.toggle("ahead", ahead);
    this.app.apply({ works: shown });
    this.drawLegend(shown);
    return found;
  }

  restore() {
    if (!this.own) return;
    for (const work of this.app.store.features(WORK)) [work.p.status, work.p.late] = this.own.get(work.id);
    this.own = null;
  }

  /** Only what is on the map now. */
  drawLegend(works) {
    const named = works ? new Set(works) : null;
    const shown = this.app.store.features(WORK).filter((work) => !named || named.has(work.id));
    const titles = new Map(this.app.config.work.statuses.map(({ key, title }) => [key, title]));
    const parts = STATUSES.filter((key) => shown.some(({ p }) => p.status === key)).map((key) => el("span", "", {}, sign(key, false), titles.get(key)));
    if (shown.some(({ p }) => p.late)) parts.push(el("span", "", {}, sign("planned", true), word("late")));
    this.legend.replaceChildren(...parts);
  }

  drawScale() {
    const { map } = this.app;
    const mpp = metresPerPixel(map.getCenter().lat, map.getZoom()) / this.magnified;
    const most = 220 * this.unit * mpp;
    const base = 10 ** Math.floor(Math.log10(most));
    const metres = [5, 2, 1].map((n) => n * base).find((n) => n <= most) ?? base;
    const line = el("i", "");
    line.style.width = `${metres / mpp}px`;
    this.scale.replaceChildren(line, el("span", "", {}, `${metres}\u202fm`));
  }
}

/** The status of a work on a day: confirmed days happened; estimated ones only count ahead of today. "" before it began. */
function statusOn(p, status, day, ahead) {
  const ended = p.end_day && p.end_day <= day && (p.end_confirmed || ahead);
  const begun = p.start_day && p.start_day <= day && (p.start_confirmed || ahead);
  const finished = status === "completed" || status === "accepted";
  if (ended && (finished || ahead)) return finished ? status : "completed";
  if (begun) return "under_construction";
  return "";
}
