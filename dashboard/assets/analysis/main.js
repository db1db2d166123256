// What the planning pages show beside and under the map: faults, traces, profiles, works that meet, light, notices.

import { closure, notices } from "./closure.js";
import { copyable } from "./copying.js";
import { faults } from "./faults.js";
import { light } from "./light.js";
import { luminaires } from "./luminaires.js";
import { meetings } from "./meetings.js";
import { profile } from "./profile.js";
import { traced } from "./traced.js";

const LOOKS = { closure, copy: ({ text, words }) => copyable(text, words), faults, light, luminaires, meetings, notices, profile, traced };

/** Draw the data that Python sent; called again whenever it changes. */
export default function show({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".an");
  place.classList.toggle("an-evening", Boolean(data.dark));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset?.id : null;
  const tell = (name, value = {}) => setTriggerValue("told", { message: name, ...value });
  place.replaceChildren(LOOKS[data.look](data, tell, place));
  if (focused) place.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}
