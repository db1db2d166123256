// What lies at a place and what it costs to renew: reports, rows behind a number, plans by year, two plans side by side.

import { compare } from "./compare.js";
import { plan, ranking, ways, whatif } from "./plan.js";
import { report } from "./report.js";
import { rows } from "./rows.js";

const LOOKS = { compare, plan, ranking, report, rows, ways, whatif };

/** Draw the data that Python sent; called again whenever it changes. */
export default function show({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".pl");
  place.classList.toggle("pl-evening", Boolean(data.dark));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset?.id : null;
  place.replaceChildren(LOOKS[data.look](data, (name, value) => setTriggerValue("told", { message: name, ...value })));
  if (focused) place.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
