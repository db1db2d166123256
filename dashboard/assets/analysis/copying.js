// Text to be taken along, and the button that copies it.

import { el } from "../worklist/dom.js";

const TOLD_MS = 2200;

/** One text in a frame with its button; `words`: copy, copied, failed. */
export function copyable(text, words, label = words.copy) {
  return el("section", { class: "an-notice" }, el("pre", {}, text), copier(label, text, words));
}

/** A button that copies a text and says whether it could. */
export function copier(label, text, words) {
  const button = el("button", { class: "an-copy", type: "button", "aria-live": "polite" }, label);
  button.addEventListener("click", async () => {
    const done = await copied(text, button);
    if (!done) mark(button.previousElementSibling);
    button.textContent = done ? words.copied : words.failed;
    window.setTimeout(() => { button.textContent = label; }, TOLD_MS);
  });
  return button;
}

/** Over plain http browsers have no clipboard of their own: then the old way, beside the button, where a dialog lets it. */
async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = el("textarea", { style: { position: "fixed", opacity: "0" }, readonly: true });
    field.value = text;
    button.after(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    button.focus({ preventScroll: true });
    return done;
  }
}

/** Where nothing copies, the text is at least marked, so that one key does. */
function mark(node) {
  if (node) window.getSelection().selectAllChildren(node);
}
