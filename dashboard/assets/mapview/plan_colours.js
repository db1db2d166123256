/** The years of a plan, the first one darkest; and two plans side by side: the one, the other, both. */

export const YEARS = ["#1f5c57", "#3b8ea5", "#d9a441", "#8a63b0", "#c8553d", "#7d8995"];
export const PLANS = ["#c8553d", "#3b8ea5", "#6a51a3"];
