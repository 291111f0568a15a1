// Where the likeness lies: drawn only from what the service measured for this pair.
import { TEMPLATE } from "./align.js";
import { $, el } from "./dom.js";
import { has, percent, t } from "./i18n.js";

const LEAST = 0.005;
const named = (name) => (has(`region.${name}`) ? t(`region.${name}`) : name);

/// Bars for each region, and soft regions on both faces.
export function show(measured, viewer) {
  const regions = [...(measured.regions ?? [])].sort((a, b) => b.share - a.share), carrying = regions.filter((r) => r.share > LEAST);
  $("#likeness-state").textContent = t("explain.done");
  $("#regions").replaceChildren(...regions.flatMap((region) => {
    const bar = el("i", { "aria-hidden": "true" });
    bar.style.setProperty("--v", String(Math.max(0, Math.min(1, region.share))));
    return [el("dt", { text: named(region.name) }), el("dd", {}, bar, el("span", { text: percent(Math.max(0, region.share)) }))];
  }));
  $("#method").textContent = `${carrying.length ? t("explain.method") : t("explain.none")} ${t("explain.sent")}`;
  const points = measured.template?.length === 5 ? measured.template.map(({ x, y }) => [x, y]) : TEMPLATE;
  viewer?.regions(carrying, points);
}
