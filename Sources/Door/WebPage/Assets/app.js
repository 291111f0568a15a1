// The entry: the words, the switches, the ways in, and the first question to the service.
import { $, copying, reveal } from "./dom.js";
import { about, drawn, greet, openCamera, showGroup, showPick, showResults, take, walk } from "./flow.js";
import { frame } from "./frame.js";
import { load, t } from "./i18n.js";
import { listen } from "./intake.js";
import { app, go, main, start } from "./state.js";

// Modules the first view does not need: fetched when it stands, so that all works should the network go.
const LATER = ["results", "everyone", "faces", "filters", "camera", "morph", "explain", "card"];

addEventListener("popstate", (event) => walk(event.state?.state));
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-go],[data-open]");
  if (!target) return;
  if (target.dataset.go) go(target.dataset.go); else reveal($(`#${target.dataset.open}`));
});
$("#use-camera").addEventListener("click", openCamera);
$("#everybody").addEventListener("click", () => { app.filter = {}; go("start", { walked: true }); });
for (const sample of start.querySelectorAll("[data-sample]")) sample.addEventListener("click", () => drawn($("img", sample)));

async function begin() {
  history.replaceState({ state: "start" }, "");
  await load();
  frame({ relabel: async () => {
    if (app.status) about();
    if (main.dataset.state === "results") await showResults(true);
    else if (main.dataset.state === "group") await showGroup(true);
    else if (main.dataset.state === "pick") await showPick(true);
  } });
  copying(() => t("copied"));
  listen((files) => { app.byCamera = false; take(files); });
  document.documentElement.dataset.ready = "";
  await greet();
  (self.requestIdleCallback ?? setTimeout)(() => LATER.forEach((name) => import(`./${name}.js`).catch(() => {})));
}
begin();
