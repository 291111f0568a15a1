// What went wrong, said in place of the answer, with a way on.
import * as api from "./api.js";
import { $, el } from "./dom.js";
import { describe } from "./errors.js";
import { compare, openCamera } from "./flow.js";
import { t } from "./i18n.js";
import { app, go, main, say } from "./state.js";

const RETRIES = 3;

const WAYS = {
  retake: () => (app.byCamera ? button("retake", "primary", openCamera) : null),
  choose: (primary) => el("label", { cls: `btn file ${primary}` }, el("span", { text: t("chooseOther") }), el("input", { type: "file", accept: "image/*,video/*", multiple: true, "data-way": "choose" })),
  camera: (primary) => button("useCamera", primary, openCamera),
  // For whom a file did not do; who came by the camera is offered another shot instead.
  orCamera: () => (app.byCamera ? null : button("useCamera", "", openCamera)),
  app: () => (matchMedia("(pointer: coarse)").matches ? el("label", { cls: "btn file" }, el("span", { text: t("phoneCamera") }), el("input", { type: "file", accept: "image/*", capture: "user", "data-way": "app" })) : null),
  again: (primary, { retry }) => button("again", primary, () => { app.retries = 0; retry(); }),
  anyway: (_, { problem }) => button("anyway", "", () => compare({ ...app.asked, allow: [...(app.asked?.allow ?? []), problem.code] })),
  leaveOut: (primary, { problem }) => button("leaveOut", primary, () => { app.photos.splice(problem.photo, 1); compare(app.asked ?? {}); }, { number: problem.photo + 1 }),
  withoutFiles: (primary, { problem }) => button("withoutFiles", primary, () => compare(app.asked ?? {}), { count: problem.files.length }),
  everybody: (primary) => button("filter.clear", primary, () => { app.filter = {}; compare(app.asked ?? {}); }),
  filter: () => button("filter.open", "", async () => (await import("./results.js")).refilter()),
  start: () => button("another", "", () => go("start")),
};
const button = (key, kind, press, values) => el("button", { cls: `btn ${kind}`, type: "button", "data-way": key, onclick: press, text: t(key, values) });

/// Shows a problem; `retry` is what "Try again" does, the last question if nothing else.
export function showError(problem, retry) {
  const again = retry ?? (app.photos.length ? () => compare(app.asked ?? {}) : () => go("start"));
  go("error");
  main.dataset.error = problem.code;
  // A key that is not known is forgotten at once, so that it does not spoil the next question too.
  const wrongKey = problem.code === "unauthorized" && !!api.key.get();
  if (wrongKey) api.key.clear();
  const said = describe(problem, { photos: app.photos.length, filtered: Object.keys(app.filter).length > 0, limits: app.status?.limits, wrongKey });
  $("#error-title").textContent = said.title; $("#error-text").textContent = said.text;
  $("#tips").replaceChildren(...said.tips.map((tip) => el("li", { text: tip })));
  $("#tips").hidden = !said.tips.length;
  $("#request").hidden = !said.requestId; $("#request").textContent = t("request", { id: said.requestId ?? "" });
  let primary = "primary";
  for (const way of said.ways) {
    const piece = WAYS[way](primary, { problem, retry: again });
    if (piece) { $("#error-ways").append(piece); primary = ""; }
  }
  $("#key-form").hidden = !said.key;
  $("#key-form").addEventListener("submit", (event) => { event.preventDefault(); api.key.set($("#key").value.trim()); again(); });
  const photo = app.photos[app.photos.length > 1 ? (problem.photo ?? 0) : 0];
  const about = photo && !problem.code.startsWith("camera_") && !said.key && !problem.files;
  $("#bad").hidden = !about; $("#mood").classList.toggle("off", !!about);
  if (about) import("./compare.js").then(({ portrait }) => { if ($("#bad-photo")) portrait($("#bad-photo"), photo.picture); }, () => { $("#bad").hidden = true; });
  say(`${said.title}. ${said.text}`);
  if (said.wait && app.retries < RETRIES) count(said.wait, again);
  if (problem.code === "offline") addEventListener("online", () => { if (main.dataset.error === "offline") again(); }, { once: true });
}

function count(from, again) {
  let left = from;
  const wait = $("#wait");
  wait.hidden = false;
  const show = () => { wait.textContent = t("wait", { count: left }); };
  show();
  app.clock = setInterval(() => {
    left -= 1;
    if (left > 0) return show();
    app.retries += 1; again();
  }, 1000);
}
