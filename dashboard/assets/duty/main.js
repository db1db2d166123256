// Coverage of responsibility: findings with their remedy, loads against norms, households of grids, one's own place.

import { findings } from "./findings.js";
import { loads } from "./loads.js";
import { grids } from "./grids.js";
import { mine } from "./mine.js";

const LOOKS = { findings, loads, grids, mine };

/** Draw the data that Python sent; called again whenever it changes. */
export default function show({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".du");
  place.classList.toggle("du-evening", Boolean(data.dark));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset?.id : null;
  place.replaceChildren(LOOKS[data.look](data, (name, value) => setTriggerValue("told", { message: name, ...value })));
  if (focused) place.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
