/** Starts the deck: the wall, or (in a second window) what the presenter sees. */

import { facts } from "./facts.js";
import { addKeys } from "./keys.js";
import { addFoot } from "./foot.js";
import { Jump } from "./jump.js";
import { Overview } from "./overview.js";
import { handOut } from "./handout.js";
import { PRESENTER, startPresenter, Presenting } from "./presenter.js";
import { Show } from "./show.js";
import { WallMap } from "./wall_map.js";

const WEIGHTS = [400, 700];

/** The letters are inside the file, but a browser takes them out only when asked. */
const lettered = (weight) => document.fonts.load(`${weight} 32px "Noto Sans SC"`, "栋1").catch(() => {});

/** Start in this window. */
export async function start() {
  if (location.hash === PRESENTER) {
    startPresenter(facts());
    return null;
  }
  const deck = facts();
  const map = new WallMap(document.getElementById("map"), deck);
  const show = new Show(deck, document.getElementById("stage"), map);
  show.jump = new Jump(show);
  show.overview = new Overview(show);
  show.presenting = new Presenting(show);
  addFoot(show);
  addKeys(show);
  handOut(show);
  show.begin();
  window.deck = show;
  await Promise.all([map.begin(document.getElementById("packed").textContent), ...WEIGHTS.map(lettered)]);
  show.refresh();
  document.documentElement.dataset.ready = "yes";
  return show;
}
