// Where the likeness lies: drawn only from what the service measured for this pair.
import { TEMPLATE } from "./align.js";
import { $, el } from "./dom.js";
import { has, percent, t } from "./i18n.js";

const LEAST = 0.005;
// Below this similarity there is nothing a loss could be a part of.
const ALIKE = 0.05;
const named = (name) => (has(`region.${name}`) ? t(`region.${name}`) : name);

// "-0 %" would be no figure.
const figure = (share) => percent(Math.abs(share) < LEAST ? 0 : share);

/// Bars for each region, and soft regions on both faces.
export function show(measured, viewer) {
  // How much of the likeness goes with a region; less than nothing where the faces are more alike without it.
  const { similarity: whole } = measured, ofWhole = whole > ALIKE;
  const regions = (measured.regions ?? []).map((r) => ({ ...r, share: ofWhole ? (whole - r.similarityWithout) / whole : r.share })).sort((a, b) => b.share - a.share), carrying = regions.filter((r) => r.share > LEAST);
  $("#likeness-state").textContent = t("explain.done");
  $("#regions").replaceChildren(...regions.flatMap((region) => {
    const bar = el("i", { "aria-hidden": "true" });
    bar.style.setProperty("--v", String(Math.max(0, Math.min(1, region.share))));
    const against = region.share < -LEAST;
    return [el("dt", { text: named(region.name) }), el("dd", { cls: against ? "against" : "" }, against ? el("small", { text: t("explain.against") }) : bar, el("span", { text: figure(region.share) }))];
  }));
  $("#method").textContent = `${carrying.length ? t(ofWhole ? "explain.method" : "explain.methodAll") : t("explain.none")} ${t("explain.sent")}`;
  const points = measured.template?.length === 5 ? measured.template.map(({ x, y }) => [x, y]) : TEMPLATE;
  viewer?.regions(carrying, points);
}
