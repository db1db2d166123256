/** What a script adds to pages that are whole without one: the map when it comes into view, the slider between photos. */

const NEAR = 300; // px from the screen
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

for (const box of document.querySelectorAll(".map[data-map]")) whenNear(box, () => openMap(box));
for (const figure of document.querySelectorAll(".pair")) addSlider(figure);

/** Do something once, when an element comes near the screen; at once where it is there already. */
function whenNear(element, act) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < window.innerHeight + NEAR && bottom > -NEAR) {
    act();
    return;
  }
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    act();
  }, { rootMargin: `${NEAR}px` });
  watch.observe(element);
}

/** The map's data come in one answer, while its code is still on the way. */
async function openMap(box) {
  const record = JSON.parse(box.dataset.map);
  try {
    const [data] = await Promise.all([json(record.data), styles(record.look), script(record.code)]);
    startMap(box, record, data);
  } catch (error) {
    console.warn(error);
    box.querySelector(".map-wait")?.remove();
    box.closest(".map-box").classList.add("is-lost");
  }
}

async function json(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
  return answer.json();
}

function script(address) {
  return loaded(Object.assign(document.createElement("script"), { src: address }));
}

function styles(address) {
  return loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
}

function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(element.src || element.href)));
    document.head.append(element);
  });
}

/** One finger moves the page, two the map; with a mouse the wheel is the map's only after a click on it. */
function startMap(box, record, { config, layers }) {
  box.replaceChildren();
  const fingers = window.matchMedia("(pointer: coarse)").matches;
  const evening = window.matchMedia("(prefers-color-scheme: dark)");
  const leaflet = { dragging: !fingers, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still };
  const buttons = ["zoom_in", "zoom_out", "home"];
  const options = { community: record.community, assets: record.assets, home: record.home, buttons, leaflet, source: window.mapStandalone.sources.inline({ configs: { [record.state.lang]: config }, layers }) };
  const app = window.mapStandalone.start(box, options, { ...record.state, dark: evening.matches });
  evening.addEventListener("change", () => app.apply({ dark: evening.matches }));
  box.setAttribute("aria-label", box.dataset.label);
  app.map.on("click", () => app.map.scrollWheelZoom.enable());
  app.map.on("mouseout", () => app.map.scrollWheelZoom.disable());
  if (record.state.works) app.on("settled", once(() => showWorks(app)));
  app.on("chosen", ({ feature }) => tellChosen(box, record, feature));
}

function once(act) {
  let done = false;
  return () => { if (!done) { done = true; act(); } };
}

/** Fly to the works that the page is about, not to the whole community. */
function showWorks(app) {
  const boxes = app.shown("work").map((work) => work.box);
  if (boxes.length) app.showBoxes(boxes, false);
}

/** A link to the page of what was clicked, below the map. */
function tellChosen(box, record, feature) {
  const line = box.closest(".map-box").querySelector(".map-pick");
  line.replaceChildren();
  if (!feature) return;
  const page = { building: ["building", feature.id], work: ["project", feature.p.project] }[feature.layer];
  if (!page) return;
  const [path, query = ""] = record.links[page[0]].split("?");
  const link = document.createElement("a");
  link.href = `${path}/${encodeURIComponent(page[1])}${query ? `?${query}` : ""}${feature.layer === "work" ? `#work-${encodeURIComponent(feature.id)}` : ""}`;
  link.textContent = box.dataset.open.replace("{name}", feature.p.name ?? feature.id);
  line.append(link);
}

/** Lay the photo of before over that of after, with a slider for the edge between them. */
function addSlider(figure) {
  const [before, after] = figure.querySelectorAll(":scope > div");
  const frame = document.createElement("div");
  frame.className = "slide";
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, step: 1, value: 50 });
  slider.setAttribute("aria-label", figure.dataset.slider);
  const edge = document.createElement("i");
  const move = () => frame.style.setProperty("--at", `${slider.value}%`);
  slider.addEventListener("input", move);
  frame.append(after, before, slider, edge);
  figure.prepend(frame);
  figure.classList.add("has-slider");
  move();
}
