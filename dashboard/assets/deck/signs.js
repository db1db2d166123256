/** The signs of works' statuses and of decisions, as on the map: told apart by shape, not by colour only. */

const CIRCLE = "M12 5.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z";
const SIGNS = {
  planned: { line: CIRCLE },
  preparing: { line: CIRCLE, fill: "M12 12V5.5a6.5 6.5 0 0 1 6.5 6.5z" },
  under_construction: { line: CIRCLE, fill: "M12 5.5a6.5 6.5 0 0 1 0 13z" },
  completed: { line: CIRCLE, fill: CIRCLE },
  accepted: { line: "M5.5 12.8 10 17.2 18.6 7.4" },
  open: { line: CIRCLE, of: "planned" },
  kept: { line: "M5.5 12.8 10 17.2 18.6 7.4", of: "accepted" },
  dropped: { line: "M7 7l10 10M17 7 7 17", of: "planned" },
  vote: { line: "M8 12.5V7.2a1.5 1.5 0 0 1 3 0M11 11V5.6a1.500 1.500 0 0 1 3 0V11M14 11V7.200a1.500 1.500 0 0 1 3 0v6.300c0 3-2 5.500-5 5.500-2.200 0-3.500-1-4.600-2.800L5.200 12.600c-.500-1.300 1.200-2.100 2-1l.800 1.300", of: "completed" },
};

/** A sign as an element, with a red ring where the thing is late. */
export function sign(key, late) {
  const found = SIGNS[key] ?? SIGNS.planned;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `sign sign-${found.of ?? key}${late ? " late" : ""}`);
  svg.setAttribute("aria-hidden", "true");
  const put = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    svg.append(node);
  };
  put("circle", { cx: 12, cy: 12, r: 10.8, class: "disc" });
  const small = "translate(12 12) scale(0.76) translate(-12 -12)";
  if (found.fill) put("path", { d: found.fill, class: "fill", transform: small });
  put("path", { d: found.line, class: "stroke", transform: small });
  return svg;
}
