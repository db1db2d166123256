// People and who is responsible where: Python says what there is as plain values, this draws it and reports presses.

import { answer } from "./answer.js";
import { bars } from "./bars.js";
import { numbers } from "./numbers.js";
import { people } from "./people.js";
import { plan } from "./plan.js";
import { timeline } from "./timeline.js";

const LOOKS = { answer, bars, numbers, people, plan, timeline };

/** Draw the data that Python sent; called again whenever it changes. */
export default function show({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".pp");
  place.classList.toggle("pp-evening", Boolean(data.dark));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset?.id : null;
  place.replaceChildren(LOOKS[data.look](data, (name, value) => setTriggerValue("told", { message: name, ...value })));
  if (focused) place.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
