// What the page holds, and the step from one state to another. Everything is in memory and gone with the page.
import { $ } from "./dom.js";
import { stamp, t } from "./i18n.js";

export const HOW_MANY = 12;
export const main = $("#main");
export const start = $("#start");
export const app = { status: null, photos: [], filter: {}, response: null, answer: null, matches: [], index: 0, faces: null, retries: 0 };

const live = $("#live");
/// Says something to those who listen to the page.
export const say = (text) => { live.textContent = text; };

/// Whether there is nobody to compare with; unknown until the service has said so.
export const emptyGallery = () => app.status?.gallery.people === 0 && app.status.gallery.faces === 0;

// States nobody walks back to.
const PASSING = new Set(["working", "camera", "error"]);

/// The start says so when a filter holds for the next photo too, and lets it go.
function filtered() {
  const count = Object.keys(app.filter).length;
  $("#filtered").hidden = !count;
  $("#filtered-text").textContent = t("filter.on", { count });
}

/// Shows a state; `walked` when the history led to it, `instead` when it takes the place of the one before.
export function go(name, { walked = false, instead = false } = {}) {
  const from = main.dataset.state;
  app.camera?.stop(); app.camera = null;
  clearInterval(app.clock); app.clock = null;
  if (name !== "working") { app.control?.abort(); app.control = null; }
  if (name !== "results") app.viewer = null;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  main.replaceChildren(name === "start" ? start : stamp(`t-${name}`));
  main.dataset.state = name;
  delete main.dataset.error;
  if (name === "start") filtered();
  if (!walked && name !== from) history[instead || (PASSING.has(from) && name !== "start") ? "replaceState" : "pushState"]({ state: name }, "");
  scrollTo(0, 0);
  (name === "start" || name === "camera" ? main : ($("[tabindex='-1']", main) ?? main)).focus({ preventScroll: true });
}
