// Looking after the gallery: people and their photos, running work, the index, keys. Everything behind a key that lives in
// this tab only.
import * as api from "./api.js";
import { $, arrows, copying, el, reveal } from "./dom.js";
import { frame } from "./frame.js";
import { bytes, has, language, load, number, stamp, t } from "./i18n.js";
import { life } from "./wording.js";

const PAGE = 24;
const TYPING = 250;
const RECONNECT = 3000;
const main = $("#main");
const view = { gallery: null, tab: "people" };
const say = (text) => { $("#live").textContent = text; };
const path = (rest) => `/v1/galleries/${encodeURIComponent(view.gallery)}/${rest}`;

function words(problem) {
  if (problem.code === "cancelled") return "";
  if (has(`fault.${problem.code}`)) return t(`fault.${problem.code}`);
  return problem.status === 409 && !problem.detail ? t("fault.conflict") : t("fault.other", { detail: problem.detail ?? problem.code });
}

/// Runs a request and shows what went wrong beside what was pressed.
async function attempt(place, work) {
  const fault = $(place);
  if (fault) fault.hidden = true;
  try { return await work(); } catch (problem) {
    if (!(problem instanceof api.Problem)) throw problem;
    if (problem.code === "unauthorized" && main.dataset.state === "open") { lock(problem); return undefined; }
    if (fault) { fault.textContent = words(problem); fault.hidden = !fault.textContent; }
    return undefined;
  }
}

function once() {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/// Writes carry a key of their own, so that one sent twice counts once.
const write = (address, method, send) => api.json(address, { method, send, headers: { "Idempotency-Key": once() } });

function sure(title, text, yes) {
  const dialog = $("#sure");
  $("#sure-title").textContent = title; $("#sure-text").textContent = text; $("#sure-yes").textContent = yes;
  dialog.returnValue = ""; reveal(dialog);
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}

// ---- The key ------------------------------------------------------------------------------------------------------

function lock(problem) {
  view.stream?.abort();
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  main.replaceChildren(stamp("t-locked"));
  main.dataset.state = "locked";
  $("#leave").hidden = true;
  if (problem) { $("#fault").textContent = words(problem); $("#fault").hidden = false; }
  $("#key-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    api.key.set($("#key").value.trim());
    await unlock();
  });
}

async function unlock() {
  try {
    const { galleries } = await api.json("/v1/galleries");
    // Wants the right to enrol, and no gallery: a new home has none.
    await api.json("/v1/work");
    // Who may enrol but not hand out keys is not shown a form that refuses them.
    view.keeper = await api.json("/v1/keys").then(() => true, (problem) => problem.status !== 403);
    view.galleries = galleries ?? [];
  } catch (problem) {
    if (problem.status === 401 || problem.status === 403) api.key.clear();
    return lock(problem);
  }
  await open();
}

async function open() {
  const status = await api.status().catch(() => null);
  view.status = status;
  view.gallery ??= status?.gallery?.name ?? view.galleries[0]?.name ?? "default";
  main.replaceChildren(stamp("t-open"));
  main.dataset.state = "open";
  $("#leave").hidden = false;
  if (!view.galleries.length) return first();
  galleries();
  tiles();
  $("#tab-keys").hidden = !view.keeper;
  if (!view.keeper && view.tab === "keys") view.tab = "people";
  for (const tab of main.querySelectorAll("[data-tab]")) tab.addEventListener("click", () => show(tab.dataset.tab));
  arrows($(".tabs"));
  $("#new-gallery").addEventListener("click", () => newGallery());
  await show(view.tab);
}

/// A home without a gallery: the only thing to do is to make one.
function first() {
  for (const part of [$(".tabs"), $("#pane"), $("#tiles"), $("#gallery").closest("label")]) if (part) part.hidden = true;
  $("#which").textContent = t("admin.noGallery");
  newGallery(view.gallery);
  main.dataset.filled = "first";
}

function galleries() {
  $("#gallery").replaceChildren(...view.galleries.map((g) => el("option", { value: g.name, text: g.name, selected: g.name === view.gallery })));
  $("#gallery").onchange = () => { view.gallery = $("#gallery").value; tiles(); show(view.tab); };
}

async function newGallery(suggested = "") {
  const name = el("input", { value: suggested, type: "text", required: true, autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 64, pattern: "[a-z0-9][a-z0-9_\\-]*", title: t("admin.galleryName"), "aria-describedby": "gallery-hint" });
  name.addEventListener("input", () => { name.value = name.value.toLowerCase().replaceAll(" ", "-"); });
  const form = el("form", { cls: "row" }, el("label", { cls: "field grow" }, el("span", { text: t("admin.askGallery") }), name), el("button", { cls: "btn primary", text: t("admin.makeGallery") }), el("p", { cls: "muted small", id: "gallery-hint", text: t("admin.galleryName") }), el("p", { cls: "fault", id: "gallery-fault", role: "alert", hidden: true }));
  $("#new-gallery").replaceWith(form);
  name.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const made = await attempt("#gallery-fault", () => write("/v1/galleries", "POST", { name: name.value.trim() }));
    if (!made) return;
    view.galleries.push(made); view.gallery = made.name;
    await open();
  });
}

/// Draws the figures of the gallery; `again` asks for them anew, after something was added or taken away.
async function tiles(again) {
  if (again) view.galleries = (await api.json("/v1/galleries").catch(() => null))?.galleries ?? view.galleries;
  const known = view.galleries.find((g) => g.name === view.gallery) ?? {};
  const index = await api.json(path("index")).catch(() => null);
  const pack = known.pack?.name ?? known.pack ?? view.status?.pack?.name;
  $("#which").textContent = pack ? t("admin.which", { name: view.gallery, pack }) : view.gallery;
  const figures = [["tile.people", known.people], ["tile.faces", known.faces], ["tile.photos", known.photos]].filter(([, v]) => v !== undefined).map(([k, v]) => [t(k), number(v)]);
  if (index?.bytes !== undefined) figures.push([t("index.bytes"), bytes(index.bytes)]);
  $("#tiles")?.replaceChildren(...figures.map(([head, text]) => el("div", {}, el("dt", { text: head }), el("dd", { text }))));
}

async function show(tab) {
  view.tab = tab;
  view.stream?.abort(); view.stream = null;
  for (const b of main.querySelectorAll("[data-tab]")) { b.setAttribute("aria-selected", String(b.dataset.tab === tab)); b.tabIndex = b.dataset.tab === tab ? 0 : -1; }
  $("#pane").replaceChildren(stamp(`t-${tab}`));
  $("#pane").setAttribute("aria-labelledby", `tab-${tab}`);
  main.dataset.tab = tab;
  await { people, work, index, keys }[tab]();
  main.dataset.filled = tab;
}

// ---- People -------------------------------------------------------------------------------------------------------

function face(thumbnail, edge) {
  const none = () => el("i", { cls: "nopicture" });
  if (!thumbnail?.path) return none();
  const image = el("img", { alt: "", width: edge, height: edge, decoding: "async" });
  image.addEventListener("error", () => image.replaceWith(none()));
  api.thumbnail(thumbnail.path, edge).then((address) => { image.src = address; }, () => image.replaceWith(none()));
  return image;
}

async function people() {
  let timer;
  $("#find").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => fill(), TYPING); });
  $("#find-face").addEventListener("change", (event) => { const [photo] = event.target.files; event.target.value = ""; if (photo) byFace(photo); });
  $("#more").addEventListener("click", () => fill(view.next));
  $("#new-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    const made = await attempt("#people-fault", () => write(path("people"), "POST", { name: $("#new-name").value.trim() }));
    if (!made) return;
    $("#new-name").value = "";
    tiles(true);
    await fill(); await person(made.id);
  });
  await fill();
}

/// Whom the gallery holds of somebody who shows their face, to be looked at and removed.
async function byFace(photo) {
  const asked = (view.asked = Symbol("asked"));
  const form = new FormData();
  form.append("photo", photo, "photo");
  const found = await attempt("#people-fault", () => api.json(path("people/by-face"), { method: "POST", body: form }));
  if (!found || view.asked !== asked || !$("#people")) return;
  $("#find").value = "";
  $("#by-face").hidden = false;
  $("#by-face").textContent = t(found.people.length ? "people.byFaceSome" : "people.byFaceNone");
  $("#people").replaceChildren(...found.people.map(({ person: p, similarity }) => row(p, t("people.byFaceOne", { count: p.faces, similarity: number(similarity, { minimumFractionDigits: 2, maximumFractionDigits: 2 }) }))));
  $("#more").hidden = $("#nobody").hidden = true;
}

const row = (p, said) => el("li", {}, el("button", { type: "button", "data-person": p.id, onclick: () => person(p.id) }, face(p.cover, 64), el("span", {}, el("b", { text: p.name || p.key }), el("small", { text: said }))));

async function fill(after) {
  const name = $("#find")?.value.trim() ?? "", asked = (view.asked = Symbol("asked"));
  const q = new URLSearchParams({ limit: PAGE });
  if (after) q.set("after", after);
  if (name) q.set("name", name);
  const page = await attempt("#people-fault", () => api.json(path(`people?${q}`)));
  if (!page || view.asked !== asked || !$("#people")) return;
  $("#by-face").hidden = true;
  const rows = page.people.map((p) => row(p, t("count.faces", { count: p.faces ?? 0 })));
  if (after) $("#people").append(...rows); else $("#people").replaceChildren(...rows);
  view.next = page.next;
  $("#more").hidden = !page.next; $("#nobody").hidden = !!$("#people").children.length;
}

async function person(id, said) {
  const known = await attempt("#people-fault", () => api.json(path(`people/${id}`)));
  if (!known) return;
  $("#person-body").replaceChildren(stamp("t-person"));
  $("#person-name").textContent = known.name || known.key; $("#person-life").textContent = life(known);
  $("#rename-to").value = known.name ?? "";
  $("#person-said").textContent = said ?? ""; $("#person-said").hidden = !said;
  $("#photos").append(...(known.photos ?? []).map((p) => el("li", {}, face(p.face?.thumbnail, 256), el("p", { text: p.face?.creditLine ?? "" }), el("button", { cls: "link", type: "button", text: t("people.photo"), "data-photo": p.photo, onclick: () => dropPhoto(id, p.photo) }))));
  $("#person-close").addEventListener("click", () => $("#person").close());
  $("#rename").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await attempt("#person-fault", () => write(path(`people/${id}`), "PATCH", { name: $("#rename-to").value.trim() }))) { await person(id, t("people.renamed")); fill(); }
  });
  $("#merge").addEventListener("submit", (event) => { event.preventDefault(); merge(known); });
  $("#merge-find").addEventListener("input", () => candidates(id));
  $("#remove").addEventListener("click", () => remove(known));
  enrolling(id);
  if (!$("#person").open) reveal($("#person"));
  $("#person-name").focus();
}

async function dropPhoto(id, photo) {
  if (!(await sure(t("people.surePhoto"), t("people.surePhotoText"), t("people.photo")))) return;
  const receipt = await attempt("#person-fault", () => write(path(`photos/${photo}`), "DELETE"));
  if (receipt) { tiles(true); await person(id, t("people.removed", receipt)); }
}

let merging;
function candidates(id) {
  clearTimeout(merging);
  merging = setTimeout(async () => {
    const name = $("#merge-find")?.value.trim();
    if (!name) return;
    const page = await attempt("#person-fault", () => api.json(path(`people?${new URLSearchParams({ name, limit: 12 })}`)));
    if (!page || !$("#merge-names")) return;
    view.candidates = page.people.filter((p) => p.id !== id);
    $("#merge-names").replaceChildren(...view.candidates.map((p) => el("option", { value: p.name || p.key })));
  }, TYPING);
}

async function merge(known) {
  const typed = $("#merge-find").value.trim().toLowerCase();
  if (!view.candidates?.some((p) => (p.name || p.key).toLowerCase() === typed)) {
    const page = await attempt("#person-fault", () => api.json(path(`people?${new URLSearchParams({ name: typed, limit: 12 })}`)));
    view.candidates = (page?.people ?? []).filter((p) => p.id !== known.id);
  }
  const into = view.candidates.find((p) => (p.name || p.key).toLowerCase() === typed);
  if (!into) { $("#person-fault").textContent = t("people.noSuch"); $("#person-fault").hidden = false; return; }
  const name = into.name || into.key;
  if (!(await sure(t("people.sureMerge", { name: known.name, into: name }), t("people.sureMergeText"), t("people.merge")))) return;
  if (await attempt("#person-fault", () => write(path(`people/${known.id}/merge`), "POST", { into: into.id }))) { tiles(true); await person(into.id, t("people.merged", { name })); fill(); }
}

async function remove(known) {
  if (!(await sure(t("people.sure", { name: known.name || known.key }), t("people.sureText", { count: known.faces ?? known.photos?.length ?? 0 }), t("people.remove")))) return;
  const receipt = await attempt("#person-fault", () => write(path(`people/${known.id}`), "DELETE"));
  if (!receipt) return;
  $("#person").close();
  tiles(true);
  await fill();
  $("#by-face").textContent = t("people.removed", { faces: 0, photos: 0, objects: 0, ...receipt });
  $("#by-face").hidden = false;
}

// ---- Enrolling ----------------------------------------------------------------------------------------------------

function enrolling(id) {
  const zone = $("#enrol");
  $("#enrol-files").addEventListener("change", (event) => { enrol(id, [...event.target.files]); event.target.value = ""; });
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("over"); enrol(id, [...event.dataTransfer.files]); });
}

/// Sends the photos one by one, as they are, so that one that is refused stops none.
async function enrol(id, files) {
  if (!files.length) return;
  const bar = $("#enrol-progress"), list = $("#outcomes");
  bar.hidden = false; bar.max = files.length; bar.value = 0;
  const credit = { author: $("#author").value, licence: $("#licence").value, licenceAddress: $("#licence-address").value, source: $("#source").value, restrictions: $("#restrictions").value, change: $("#change").value };
  const lines = [];
  for (const file of files) {
    const form = new FormData();
    for (const [name, value] of Object.entries(credit)) if (value.trim()) form.append(name, value.trim());
    form.append("photo", file, file.name);
    try {
      const { photos } = await api.json(path(`people/${id}/photos`), { method: "POST", body: form, headers: { "Idempotency-Key": once() } });
      for (const { outcome, code, advice, person: other } of photos) lines.push(await outcomeLine(file, outcome, code, advice ?? code ?? "", other));
    } catch (problem) { lines.push(await outcomeLine(file, "refused", problem.code, words(problem), problem.person)); }
    bar.value += 1;
    // Who looks at somebody else meanwhile, or has closed this, still gets all photos in.
    if (list.isConnected) list.replaceChildren(...lines.map(outcomeItem));
  }
  say(lines.map(({ text }) => text).join(" "));
  tiles(true);
  if (!list.isConnected || !$("#person").open) return fill();
  await person(id);
  $("#outcomes").replaceChildren(...lines.map(outcomeItem));
  fill();
}

/// What became of a photo; of one whose face is somebody else's it tells whose, and the way to them.
async function outcomeLine(file, outcome, code, reason, other) {
  if (code !== "face_of_another" || !other) return { outcome, text: t(`outcome.${outcome}`, { file: file.name, reason }) };
  const held = await api.json(path(`people/${other}`)).catch(() => null), name = held?.name || held?.key || number(other);
  return { outcome, other, name, text: t("outcome.faceOfAnother", { file: file.name, name }) };
}

const outcomeItem = ({ outcome, text, other, name }) => el("li", { cls: outcome }, el("span", { text }), other && el("button", { cls: "link", type: "button", "data-other": other, text: t("people.showOther", { name }), onclick: () => person(other) }));

// ---- Running work -------------------------------------------------------------------------------------------------

async function work() {
  const items = new Map();
  const draw = () => {
    if (!$("#work")) return;
    // What has ended is no longer running: it stands apart, the latest first.
    const all = [...items.values()], ended = all.filter(hasEnded).reverse(), running = all.filter((item) => !hasEnded(item));
    $("#idle").hidden = running.length > 0;
    $("#work").replaceChildren(...running.map((item) => job(item)));
    $("#ended").hidden = !ended.length;
    $("#ended-work").replaceChildren(...ended.map(endedJob));
  };
  const { work: running } = (await attempt("#stream", () => api.json("/v1/work"))) ?? {};
  for (const item of running ?? []) items.set(item.id, item);
  draw();
  const control = (view.stream = new AbortController());
  follow(control, "/v1/work/events", "progress", (item) => {
    const known = items.get(item.id);
    items.delete(item.id);
    items.set(item.id, { ...known, ...item });
    for (const id of [...items.keys()].slice(0, -WORKS)) items.delete(id);
    draw();
  });
  follow(control, path("jobs"), "jobs", queue);
  $("#again").addEventListener("click", () => redrive());
}

const DEAD = 20;
const WORKS = 20;

/// The queue's counts, as they change; what failed is listed anew when its number is another.
function queue({ counts }) {
  if (!$("#queue")) return;
  const { ready, leased, done, dead } = counts, bar = $("#queue-bar");
  $("#queue").hidden = !(ready + leased + done + dead);
  bar.max = ready + leased + done + dead || 1; bar.value = done + dead;
  $("#queue-counts").replaceChildren(...Object.entries({ ready, leased, done, dead }).map(([state, count]) => el("span", { text: t(`jobs.${state}`, { count }) })));
  $("#again").hidden = !dead;
  if ($("#dead").dataset.count !== String(dead)) { $("#dead").dataset.count = dead; failures(); }
}

async function failures() {
  const page = await attempt("#queue-fault", () => api.json(path(`jobs?${new URLSearchParams({ state: "dead", limit: DEAD })}`)));
  if (!page || !$("#dead")) return;
  $("#dead").replaceChildren(...page.jobs.map((job) => el("li", { "data-job": job.id }, el("span", { text: [job.person, job.photo].filter(Boolean).join(" · ") }), el("span", { cls: "muted", text: job.detail ?? job.code ?? "" }), el("button", { cls: "link", type: "button", text: t("jobs.again"), onclick: () => redrive([job.id]) }))));
}

async function redrive(jobs) {
  const answer = await attempt("#queue-fault", () => write(path("jobs/redrive"), "POST", jobs ? { jobs } : {}));
  if (answer) { say(t("jobs.redriven", { count: answer.redriven })); $("#pane").focus(); }
}

async function follow(control, address, name, hear) {
  while (!control.signal.aborted) {
    let pause = RECONNECT;
    try {
      const response = await api.request(address, { signal: control.signal, headers: { Accept: "text/event-stream" } });
      if ($("#stream")) $("#stream").textContent = t("work.live");
      for await (const event of api.events(response)) {
        if (control.signal.aborted) return;
        if (event.retry) pause = Math.max(1000, Number(event.retry) || RECONNECT);
        if (event.event === name && event.data) hear(JSON.parse(event.data));
      }
    } catch (problem) { if (["unauthorized", "forbidden"].includes(problem.code)) { if ($("#stream")) $("#stream").textContent = words(problem); return; } }
    if (control.signal.aborted) return;
    if ($("#stream")) $("#stream").textContent = t("work.lost");
    await new Promise((done) => { setTimeout(done, pause); control.signal.addEventListener("abort", done, { once: true }); });
  }
}

const hasEnded = ({ state }) => state === "finished" || state === "failed";
const kind = (item) => (has(`kind.${item.kind}`) ? t(`kind.${item.kind}`) : item.kind);
const pill = (state) => el("span", { cls: `pill ${state === "finished" ? "ok" : state === "failed" ? "bad" : ""}`, text: has(`state.${state}`) ? t(`state.${state}`) : state });

/// What there is to tell of a piece of work; of one that counts nothing, where it is.
const facts = (item) => [
  item.gallery !== view.gallery && item.gallery, item.total && t("work.of", { done: item.done ?? 0, total: item.total }), item.refused > 0 && t("work.refused", { count: item.refused }), item.ended && when(item.ended),
].filter(Boolean).map((text) => el("span", { text }));

function job(item) {
  const name = kind(item);
  return el("li", { cls: "panel", "data-work": item.id }, el("div", { cls: "head" }, el("h2", { cls: "h3", text: name }), pill(item.state)), el("progress", { "aria-label": name, max: item.total || 1, ...(item.total ? { value: item.done ?? 0 } : {}) }), el("p", { cls: "muted tab" }, ...facts(item)));
}

const endedJob = (item) => el("li", { "data-work": item.id }, el("b", { text: kind(item) }), el("span", { cls: "muted tab" }, ...facts(item)), pill(item.state));

// ---- Index --------------------------------------------------------------------------------------------------------

const when = (text) => { const date = new Date(text); return Number.isNaN(date.getTime()) ? String(text) : new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(date); };
const TOLD = { bytes: (v) => bytes(v), recall: (v) => number(v, { style: "percent", maximumFractionDigits: 2 }) };

async function index() {
  const draw = ({ lastCheck, ...rest }) => {
    const ok = lastCheck?.ok;
    $("#health").className = `pill ${ok === true ? "ok" : ok === false ? "bad" : ""}`;
    $("#health").textContent = t(ok === true ? "index.healthy" : ok === false ? "index.faults" : "index.unchecked");
    const rows = Object.entries(rest).filter(([, v]) => ["number", "string", "boolean"].includes(typeof v)).map(([k, v]) => [has(`index.${k}`) ? t(`index.${k}`) : k, TOLD[k]?.(v) ?? (typeof v === "number" ? number(v, { maximumFractionDigits: 3 }) : String(v))]);
    if (lastCheck) rows.push([t("index.lastCheck"), when(lastCheck.at)]);
    if (lastCheck?.recall) rows.push([t("index.recall"), TOLD.recall(lastCheck.recall)]);
    for (const fault of lastCheck?.faults ?? []) rows.push([t("index.fault"), fault]);
    $("#rows").replaceChildren(...rows.map(([head, text]) => el("li", {}, el("span", { text: head }), el("b", { text }))));
  };
  let found = await attempt("#index-fault", () => api.json(path("index")));
  if (found) draw(found);
  $("#verify").addEventListener("click", async () => {
    const button = $("#verify");
    button.disabled = true; $("#health").textContent = t("index.checking");
    const checked = await attempt("#index-fault", () => api.json(path("index/verify"), { method: "POST", deadline: 600_000 }));
    if (!button.isConnected) return;
    button.disabled = false;
    if (checked) { found = checked; draw(found); say($("#health").textContent); } else if (found) draw(found);
  });
}

// ---- Keys ---------------------------------------------------------------------------------------------------------

async function keys() {
  const draw = async () => {
    const { keys: all } = (await attempt("#keys-fault", () => api.json("/v1/keys"))) ?? {};
    if (!all || !$("#keys")) return;
    $("#keys").replaceChildren(...(all.length ? all.map((k) => el("li", {}, el("span", {}, el("b", { text: k.label }), ` · ${has(`role.${k.role}`) ? t(`role.${k.role}`) : k.role}`, k.created ? ` · ${t("keys.made", { when: when(k.created) })}` : "", k.lastUsed ? ` · ${t("keys.used", { when: when(k.lastUsed) })}` : ""), el("button", { cls: "btn slim", type: "button", text: t("keys.revoke"), "aria-label": `${t("keys.revoke")}: ${k.label}`, onclick: () => revoke(k) }))) : [el("li", { text: t("keys.none") })]));
  };
  const revoke = async (k) => {
    if (!(await sure(t("keys.sure", { label: k.label }), t("keys.sureText"), t("keys.revoke")))) return;
    if (await attempt("#keys-fault", () => write(`/v1/keys/${k.id}`, "DELETE"))) await draw();
  };
  $("#new-key").addEventListener("submit", async (event) => {
    event.preventDefault();
    const made = await attempt("#keys-fault", () => write("/v1/keys", "POST", { label: $("#key-label").value.trim(), role: $("#key-role").value }));
    if (!made) return;
    $("#made-key").textContent = made.key; $("#made").hidden = false; $("#key-label").value = "";
    say(t("keys.once"));
    await draw();
  });
  await draw();
}

// ---- Begin --------------------------------------------------------------------------------------------------------

async function begin() {
  await load(["admin"]);
  frame({ areas: ["admin"], relabel: () => { if (main.dataset.state === "open") { $("#person").close(); return open(); } return lock(); } });
  copying(() => t("copied"));
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
  $("#leave").addEventListener("click", () => { api.key.clear(); lock(); });
  document.documentElement.dataset.ready = "";
  if (api.key.get()) await unlock(); else lock();
}
begin();
