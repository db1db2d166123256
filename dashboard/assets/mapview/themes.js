/** The colour of a building under the theme of the moment. */

/** A picker `building → {key, title, colour}` for a theme's record from the configuration. */
export function themePicker(theme, app) {
  const side = app.state.dark ? 1 : 0;
  const plain = { key: "", title: app.word("no_value"), colour: app.tokens.building };
  if (theme?.key === "coverage") return markPicker(theme, app, side);
  if (!theme?.field) return () => plain;
  if (theme.series.length) return seriesPicker(theme, app, side);
  const steps = theme.steps.map((step, i) => ({
    key: `${theme.key}-${i}`,
    title: theme.unit && /\d/.test(step.title) ? `${step.title}\u2009${theme.unit}` : step.title,
    colour: side ? step.dark : step.light,
    step,
  }));
  return (building) => {
    const value = building.p[theme.field];
    if (value === undefined) return plain;
    return steps.find(({ step }) => belongs(value, step)) ?? plain;
  };
}

/** The coverage check: what is wrong comes with the state, everything else is in order. */
function markPicker(theme, app, side) {
  const looks = new Map(theme.steps.map((step, i) => [step.value, { key: `coverage-${i}`, title: step.title, colour: side ? step.dark : step.light }]));
  return (building) => looks.get(app.state.marks[building.id] ?? "held");
}

function belongs(value, step) {
  return step.value === null ? value >= step.low && value < step.high : value === step.value;
}

function seriesPicker(theme, app, side) {
  const order = new Map();
  app.store.features("grid").map((f) => f.id).sort().forEach((id, i) => order.set(id, i));
  const known = new Map();
  const none = { key: "grid-none", title: app.word("no_grid"), colour: app.tokens.building };
  const several = { key: "grid-several", title: app.word("several_grids"), colour: app.tokens.warm };
  return (building) => {
    const id = building.p[theme.field];
    if (!id) return none;
    if (id.includes("+")) return several;
    if (!known.has(id)) {
      const place = order.has(id) ? order.get(id) : known.size;
      const title = app.store.find("grid", id)?.p.name ?? id;
      known.set(id, { key: `grid-${id}`, title, colour: theme.series[place % theme.series.length][side] });
    }
    return known.get(id);
  };
}
