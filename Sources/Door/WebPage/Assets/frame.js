// What every document of the page shares: the scheme and the language.
import { $ } from "./dom.js";
import { language, load, remember } from "./i18n.js";

/// Wires the switches; `areas` are the further tables of this document, `relabel` redraws what a script wrote.
export function frame({ areas = [], relabel } = {}) {
  const root = document.documentElement;
  $("#theme")?.addEventListener("click", () => {
    const dark = root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.scheme = dark ? "light" : "dark";
    remember({ scheme: root.dataset.scheme });
  });
  const tongue = $("#language");
  if (!tongue) return;
  tongue.value = language();
  tongue.addEventListener("change", async () => {
    remember({ language: tongue.value });
    await load(areas, tongue.value);
    await relabel?.();
  });
}
