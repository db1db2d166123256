// The lists of works and promises: Python says what stands in them, this draws it and reports what is pressed.

import { cards } from "./cards.js";
import { ledger, matrix } from "./ledger.js";
import { progress } from "./progress.js";
import { summary } from "./summary.js";
import { table } from "./table.js";
import { timeline } from "./timeline.js";

const LOOKS = { cards, ledger, matrix, progress, summary, table, timeline };

/** Draw the data that Python sent; called again whenever it changes. */
export default function show({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".wl");
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset?.work : null;
  place.classList.toggle("wl-evening", Boolean(data.dark));
  place.replaceChildren(LOOKS[data.look](data, (name, value) => setTriggerValue("told", { message: name, ...value })));
  if (focused) place.querySelector(`[data-work="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
