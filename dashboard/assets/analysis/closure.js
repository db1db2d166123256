// Whom a closure touches, and the notices to be copied or printed.

import { el, press } from "../worklist/dom.js";

export function closure(data, tell) {
  return el("div", {},
    el("div", { class: "an-figures" }, data.figures.map((figure) => el("div", {}, el("b", {}, figure.value), el("span", {}, figure.title)))),
    data.warnings.map((text) => el("p", { class: "an-warn" }, text)),
    data.rows.length ? data.rows.map((row) => press(
      el("div", { class: `an-row${row.on ? " an-on" : ""}`, "data-id": `house-${row.id}` },
        el("span", { class: "an-words" }, el("b", {}, row.title), el("small", { class: row.cut ? "an-need" : "an-muted" }, [row.words, row.households].filter(Boolean).join(" · "))),
        row.extra ? el("span", { class: "an-stake" }, row.extra) : null),
      () => tell("house", { id: row.on ? "" : row.id }))) : el("p", { class: "an-calm" }, data.words.nobody),
  );
}

/** Each notice as it will be read, with a button that copies it; all of them at once above. */
export function notices(data) {
  if (!data.notices.length) return el("p", { class: "an-calm" }, data.words.nobody);
  return el("div", { class: "an-notices" },
    data.notices.length > 1 ? copier(data.words.copy_all.replace("{count}", data.notices.length), data.all, data) : null,
    data.notices.map((notice) => el("section", { class: "an-notice" }, el("pre", {}, notice.text), copier(data.words.copy, notice.text, data))));
}

function copier(label, text, data) {
  const button = el("button", { class: "an-copy", type: "button" }, label);
  button.addEventListener("click", async () => {
    button.textContent = (await copied(text)) ? data.words.copied : data.words.failed;
    window.setTimeout(() => { button.textContent = label; }, 2200);
  });
  return button;
}

/** Over plain http browsers have no clipboard of their own: then the old way. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = el("textarea", { style: { position: "fixed", opacity: "0" } });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
