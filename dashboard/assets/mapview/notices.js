/** What is being read, and what could not be read with a button to try again. Never silent. */

import { el, keepToItself } from "./dom.js";

const PATIENCE_MS = 250;
const FALLBACK = { zh: ["地图设置没有读到", "重试"], en: ["The map's settings could not be read", "Try again"] };

/** Add the line of progress and the notices at the top. */
export function addNotices(app) {
  const progress = el("div", "mv-progress", { hidden: true, role: "status" }, el("i"), el("span"));
  const notices = el("div", "mv-notices", { role: "alert" });
  keepToItself(notices);
  app.map.getContainer().append(progress, notices);
  let timer = 0;
  app.on("loading layer failed state", () => {
    window.clearTimeout(timer);
    if (!app.store.waiting) progress.hidden = true;
    else timer = window.setTimeout(() => {
      progress.lastChild.textContent = app.config ? app.word("loading") : "…";
      progress.hidden = !app.store.waiting;
    }, PATIENCE_MS);
  });
  const early = [];
  app.on("config", () => early.splice(0).forEach((failure) => app.tell("failed", failure)));
  app.on("failed", ({ key, error, retry }) => {
    // A layer has no title before the configuration has come.
    if (key && !app.config) { early.push({ key, error, retry }); return; }
    console.info("not read:", key || "configuration", error.message);
    const name = app.config?.layers.find((layer) => layer.key === key)?.title ?? key;
    const [text, again] = app.config
      ? [app.word(key ? "failed" : "failed_config", { layer: name }), app.word("retry")]
      : FALLBACK[app.state.lang] ?? FALLBACK.zh;
    notices.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
    const line = el("p", "mv-panel mv-notice", { "data-key": key }, text);
    line.append(el("button", "", { type: "button", onclick: () => { line.remove(); retry(); } }, again));
    notices.append(line);
  });
}
