/** Nothing on the wall may be cut: what is too long is set smaller, then told in fewer rows, then shortened with "…". */

import { word } from "./facts.js";

const STEPS = [1, 0.94, 0.88, 0.82, 0.76, 0.7];
const ROOMY = [1.45, 1.3, 1.15]; // few words fill the wall too
const TOPS = [64, 58, 52, 46, 41]; // upright: how far down, in %, the words may begin; the map has what is above
const LOWEST_TOP = 36;
const ONE_LINE = 0.78; // a title is set this much smaller to keep it in one line

/** Fit a slide's panel into its height. */
export function fit(section) {
  const panel = section.querySelector(".panel");
  if (!panel) return;
  choose(section, panel);
  oneLine(panel.querySelector("h1"));
}

function choose(section, panel) {
  const fits = () => panel.scrollHeight <= panel.clientHeight + 1 && panel.scrollWidth <= panel.clientWidth + 1;
  const roomy = section.matches(".kind-list, .kind-words, .kind-people, .kind-votes, .kind-dates, .kind-plan") ? ROOMY : [];
  const upright = document.documentElement.classList.contains("portrait");
  for (const top of upright ? TOPS : []) {
    section.style.setProperty("--top", `${top}%`);
    if (fits()) return;
  }
  section.style.setProperty("--top", `${LOWEST_TOP}%`);
  for (const step of [...roomy, ...STEPS]) {
    panel.style.setProperty("--fit", step);
    if (fits()) return;
  }
  panel.classList.add("tight");
  if (fits()) return;
  shorten(panel.querySelector(".words"), fits, 60);
  while (!fits() && panel.querySelectorAll(".row").length > 1) dropRow(panel);
  for (const text of panel.querySelectorAll("h1, .words, .kicker, .small, .name")) shorten(text, fits, 12);
}

/** A title that is just too long for one line is set a little smaller, never under its least size. */
function oneLine(title) {
  if (!title) return;
  title.style.fontSize = "";
  const size = parseFloat(getComputedStyle(title).fontSize);
  const room = title.clientWidth;
  title.style.whiteSpace = "nowrap";
  const ratio = room / title.scrollWidth;
  title.style.whiteSpace = "";
  const least = Math.max(ONE_LINE, (2 * parseFloat(getComputedStyle(document.documentElement).fontSize)) / size);
  if (ratio < 1 && ratio >= least) title.style.fontSize = `${Math.floor(size * ratio * 10) / 10}px`;
}

function dropRow(panel) {
  const rows = [...panel.querySelectorAll(".row")];
  const last = rows[rows.length - 1];
  const part = last.closest(".part");
  last.remove();
  if (part && !part.querySelector(".row")) part.remove();
  let more = panel.querySelector(".more");
  if (!more) {
    more = document.createElement("p");
    more.className = "more";
    more.dataset.more = 0;
    panel.append(more);
  }
  more.dataset.more = Number(more.dataset.more) + 1;
  more.textContent = word("more", { n: more.dataset.more });
}

/** Shorten a text until all fits, to `least` characters at the least; the whole text stays for readers of the page. */
function shorten(node, fits, least) {
  if (!node || fits()) return;
  const characters = [...node.textContent];
  if (characters.length <= least) return;
  node.title = characters.join("");
  let [low, high] = [least, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    node.textContent = `${characters.slice(0, middle).join("")}…`;
    if (fits()) low = middle;
    else high = middle - 1;
  }
  node.textContent = `${characters.slice(0, low).join("")}…`;
}
