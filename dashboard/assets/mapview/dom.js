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
  home: "M4 11.5 12 5l8 6.500M6.500 9.700V19h11V9.700",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  rule: "M3.500 15.500 15.500 3.500l5 5-12 12zM7 12l2 2M10 9l2.500 2.500M13 6l2 2",
  close: "M6 6l12 12M18 6 6 18",
  undo: "M9 7 4.500 11.500 9 16M5 11.500h9a5 5 0 0 1 0 8.500h-2",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M15.500 15.500 20 20",
  legend: "M4 6h3v3H4zM10 7.500h10M4 15h3v3H4zM10 16.500h10",
  north: "M12 3l5 16-5-3.500L7 19z",
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
