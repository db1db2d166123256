/** Elements and numbers. Text only ever enters the page as text. */

/** An element with a class, attributes or listeners (`onclick`), and children (strings become text). */
export function el(tag, className, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * Keep a panel's events from the map below. Leaflet's own way looks for the panel above the clicked
 * element after the click, and misses it when the click has replaced the panel's contents.
 */
export function keepToItself(panel) {
  for (const type of ["click", "dblclick", "mousedown", "pointerdown", "touchstart", "wheel", "contextmenu"]) {
    panel.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
  }
}

/** An icon of a few strokes on a 24-unit square. */
export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  home: "M4 11.5 12 5l8 6.5M6.5 9.7V19h11V9.7",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  rule: "M3.5 15.5 15.5 3.5l5 5-12 12zM7 12l2 2M10 9l2.5 2.5M13 6l2 2",
  close: "M6 6l12 12M18 6 6 18",
  undo: "M9 7 4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 0 8.5h-2",
  check: "M5 12.5 10 17.5 19 7",
  bin: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  lasso: "M12 5c5 0 8.5 2 8.5 5s-3.5 5-8.5 5-8.5-2-8.5-5S7 5 12 5M7 14.2c-1.5 1.3-1 3.3.8 3.3 2.2 0 2 2.5 0 3.5",
  hand: "M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-5.5v-1a1.5 1.5 0 0 1 3 0V11m0-5a1.5 1.5 0 0 1 3 0v6m0-4a1.5 1.5 0 0 1 3 0v6c0 4-2.5 6.5-6 6.5-3 0-4.5-1.5-6-4l-2.5-4.5a1.5 1.5 0 0 1 2.5-1.5L8 14.5",
  rectangle: "M4 6.5h16v11H4z",
  circle: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 11.5v1",
  pointer: "M6 3.5l12 9-5.5 1L10 19.5z",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20",
  legend: "M4 6h3v3H4zM10 7.5h10M4 15h3v3H4zM10 16.5h10",
  north: "M12 3l5 16-5-3.5L7 19z",
};

const THIN = "\u2009";

/** A number with thousands separated: 9640 → "9,640"; at most `digits` decimals. */
export function number(value, digits = 0) {
  return Number(value).toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** A number and its unit, set apart by a thin space: "9,640 m". */
export function quantity(value, unit, digits = 0) {
  return unit ? `${number(value, digits)}${THIN}${unit}` : number(value, digits);
}

/** A length: metres with a decimal below 100 m. */
export function metres(value) {
  return quantity(value, "m", value < 100 ? 1 : 0);
}

/** An area: m² with a decimal below 100 m². */
export function squareMetres(value) {
  return quantity(value, "m²", value < 100 ? 1 : 0);
}
