/** Chinese breaks lines between words, not inside them; a comma never begins a line, a number keeps its unit. */

const WORDS = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("zh", { granularity: "word" }) : null;
const HANGS_ON = /^[的了吗呢吧们些着过]/;
const HOLDS = /[\d\uff10-\uff19第(（《“‘·-]$/;

/** The text as parts with places between them where a line may break. */
export function phrases(text) {
  if (!WORDS || !/[\u4e00-\u9fff]/.test(text)) return [text];
  const parts = [];
  for (const { segment, isWordLike } of WORDS.segment(text)) {
    const last = parts.length - 1;
    if (last >= 0 && (!isWordLike || HANGS_ON.test(segment) || HOLDS.test(parts[last]))) parts[last] += segment;
    else parts.push(segment);
  }
  return parts.flatMap((part, i) => (i ? [document.createElement("wbr"), part] : [part]));
}
