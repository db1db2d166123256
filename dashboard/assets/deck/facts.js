/** What is in this file: facts of the meeting, and the map, which is packed. */

let kept = null;

/** The facts: community, slides, buildings, photos, words. */
export function facts() {
  kept ??= JSON.parse(document.getElementById("facts").textContent);
  return kept;
}

/** A word of the deck in its language, `{placeholders}` filled in. */
export function word(key, values = {}) {
  return (facts().words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The map's data: {config, layers}. Raises where the browser cannot unpack it. */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
