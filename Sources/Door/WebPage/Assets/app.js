// The states of the page: start, camera, working, pick, results, group, error, empty. Everything is held in memory and gone
// with the page.
import * as api from "./api.js";
import { $, arrows, canvas, copying, el, link, still, strong } from "./dom.js";
import { describe } from "./errors.js";
import { has, language, load, percent, stamp, t } from "./i18n.js";
import * as intake from "./intake.js";
import { frame } from "./frame.js";

const HOW_MANY = 12;
const RETRIES = 3;
// Modules the first view does not need: fetched when it stands, so that all works should the network go.
const LATER = ["compare", "wording", "faces", "filters", "camera", "morph", "explain", "card"];
const SAMPLE_SCALE = 2;
const main = $("#main"), live = $("#live"), start = $("#start");
const app = { status: null, photos: [], filter: {}, response: null, answer: null, matches: [], index: 0, faces: null, retries: 0 };
const say = (text) => { live.textContent = text; };

// ---- States -------------------------------------------------------------------------------------------------------

const PASSING = new Set(["working", "camera", "error"]);

function go(name, { walked = false } = {}) {
  const from = main.dataset.state;
  app.camera?.stop(); app.camera = null;
  clearInterval(app.clock); app.clock = null;
  if (name !== "working") { app.control?.abort(); app.control = null; }
  if (name !== "results") app.viewer = null;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  main.replaceChildren(name === "start" ? start : stamp(`t-${name}`));
  main.dataset.state = name;
  delete main.dataset.error;
  if (!walked && name !== from) history[PASSING.has(from) && name !== "start" ? "replaceState" : "pushState"]({ state: name }, "");
  scrollTo(0, 0);
  (name === "start" || name === "camera" ? main : ($("[tabindex='-1']", main) ?? main)).focus({ preventScroll: true });
}

addEventListener("popstate", (event) => {
  const name = event.state?.state;
  if (name === "pick" && app.faces) showPick(true);
  else if (name === "group" && app.response?.answers.length) showGroup(true);
  else if (name === "results" && app.answer) showResults(true);
  else { go(emptyGallery() ? "empty" : "start", { walked: true }); if (emptyGallery()) fillEmpty(); }
});

const emptyGallery = () => app.status && !app.status.gallery.people && !app.status.gallery.faces;

// ---- What the service says of itself ------------------------------------------------------------------------------

async function greet() {
  try {
    app.status = await api.status();
    about();
    if (emptyGallery()) { go("empty", { walked: true }); fillEmpty(); }
  } catch (problem) {
    if (main.dataset.state === "start") showError(problem, greetAgain);
  }
}

async function greetAgain() { go("start", { walked: true }); await greet(); }

function about() {
  const { gallery, pack, version } = app.status;
  const all = gallery.labelled === false ? t("count.faces", { count: gallery.faces }) : t("count.people", { count: gallery.people });
  $("#count").textContent = all;
  $("#about").textContent = pack ? t("foot.about", { version, pack: `${pack.name} ${pack.version ?? ""}`.trim(), licence: pack.licence ?? "–" }) : "";
  if (pack?.dimension) $("#how-model").textContent = t("how.numbers", { pack: pack.name, count: pack.dimension });
}

function fillEmpty() {
  $("#look-again").addEventListener("click", async () => {
    await greet();
    if (!emptyGallery() && main.dataset.state === "empty") go("start", { walked: true });
  });
}

// ---- Photos on their way in ---------------------------------------------------------------------------------------

async function take(files) {
  if (emptyGallery()) return;
  forget();
  showWorking("prepare");
  const limit = app.status?.limits?.photosPerProbe ?? 16;
  const control = app.control;
  let at = 0;
  try {
    if (files.length > limit) throw new api.Problem("too_many_parts");
    for (const file of files) {
      if (file.type.startsWith("video/")) {
        doing("clip");
        app.photos.push(...(await (await import("./clip.js")).sampleFile(file)));
      } else app.photos.push(await intake.open(file));
      if (app.control !== control) return;
      own();
      at += 1;
    }
    const size = app.photos.reduce((sum, photo) => sum + photo.blob.size, 0);
    if (app.photos.length > limit) app.photos.length = limit;
    if (size > (app.status?.limits?.bodyBytes ?? Infinity)) throw new api.Problem("body_too_large");
  } catch (problem) {
    if (app.control !== control) return;
    return showError(problem instanceof api.Problem ? Object.assign(problem, files.length > 1 && problem.code !== "too_many_parts" ? { note: at } : {}) : new api.Problem("undecodable_photo"));
  }
  await compare();
}

/// A drawn person, for somebody who has no photo at hand.
async function drawn(image) {
  if (emptyGallery()) return;
  await image.decode().catch(() => {});
  forget();
  app.byCamera = false;
  app.photos = [await intake.photoOf(image, image.naturalWidth * SAMPLE_SCALE, image.naturalHeight * SAMPLE_SCALE)];
  await compare();
}

function forget() {
  Object.assign(app, { photos: [], response: null, answer: null, matches: [], index: 0, faces: null, asked: null, measured: new Map(), retries: 0 });
}

async function openCamera() {
  if (emptyGallery()) return;
  forget();
  go("camera");
  const { Camera } = await import("./camera.js");
  if (main.dataset.state !== "camera") return;
  const shot = (photos) => { app.photos = photos; app.byCamera = true; compare(); };
  app.camera = new Camera(main, { speak: say, onPhoto: (photo) => shot([photo]), onClip: shot, onProblem: (problem) => showError(problem) });
  await app.camera.start();
}

// ---- Working ------------------------------------------------------------------------------------------------------

const STEPS = ["prepare", "send", "photo", "search"];

function showWorking(step) {
  app.control?.abort();
  const control = new AbortController();
  go("working");
  app.control = control;
  const gallery = app.status?.gallery;
  const among = gallery && (gallery.labelled === false ? ["working.titleFaces", gallery.faces] : ["working.title", gallery.people]);
  $("#working-title").textContent = among ? t(among[0], { count: among[1] }) : t("working.plain");
  $("#cancel").addEventListener("click", () => go("start"));
  own();
  doing(step);
  return control;
}

function doing(step) {
  if (main.dataset.state !== "working") return;
  const at = STEPS.indexOf(step === "clip" ? "prepare" : step);
  for (const [i, name] of STEPS.entries()) {
    const item = $(`[data-step=${name}]`, main);
    item.dataset.is = i < at ? "done" : i === at ? "now" : "next";
    if (i === at) item.setAttribute("aria-current", "step"); else item.removeAttribute("aria-current");
  }
  $("#step").textContent = t(`doing.${step}`);
  say(t(`doing.${step}`));
}

async function own() {
  const [first] = app.photos;
  if (!first || main.dataset.state !== "working") return;
  const { portrait } = await import("./compare.js");
  if (main.dataset.state !== "working") return;
  portrait($("#own"), first.picture);
  if (app.photos.length < 2) return;
  $("#own-strip").replaceChildren(...app.photos.map((photo, i) => {
    const small = canvas(152, 190, t("photo", { number: i + 1 }));
    portrait(small, photo.picture);
    return el("li", { cls: "crop" }, small);
  }));
}

async function compare(options = {}) {
  app.asked = options;
  const control = showWorking("send");
  try {
    const response = await api.search(app.photos, { k: HOW_MANY, filter: app.filter, ...options }, { signal: control.signal, onStage: (stage) => { if (app.control === control) doing(stage); } });
    if (app.control !== control) return;
    app.retries = 0;
    arrived(response, options);
  } catch (problem) {
    if (app.control !== control || problem.code === "cancelled") return;
    await failed(problem instanceof api.Problem ? problem : new api.Problem("internal"));
  }
}

function arrived(response, options) {
  const [first] = response.answers ?? [];
  if (!first) return showError(new api.Problem("no_face"));
  if (first.gallery?.candidates === 0 && Object.keys(app.filter).length) return showError(new api.Problem("filter_empty"));
  app.response = response;
  const faces = response.photos?.[0]?.faces;
  if (app.photos.length === 1 && faces?.length > 1) app.faces = faces;
  if (options.faces === "every") return showGroup();
  app.answer = first; app.index = 0;
  showResults();
}

async function failed(problem) {
  if (problem.code === "gallery_empty") {
    if (Object.keys(app.filter).length) return showError(new api.Problem("filter_empty"));
    go("empty"); return fillEmpty();
  }
  if (problem.code === "several_faces" && app.photos.length === 1) {
    app.faces = problem.faces?.[0]?.box ? problem.faces : null;
    try { app.faces ??= (await api.detect(app.photos[0])).photos[0].faces; } catch (worse) { return showError(worse); }
    if (app.faces?.length) return showPick();
  }
  showError(problem);
}

// ---- Pick ---------------------------------------------------------------------------------------------------------

async function showPick(walked) {
  const { pick } = await import("./faces.js");
  go("pick", { walked });
  pick(app.photos[0], app.faces, (face) => compare({ faces: face }));
  $("#everyone").addEventListener("click", () => compare({ faces: "every" }));
  say($("#pick-title").textContent);
}

// ---- Results ------------------------------------------------------------------------------------------------------

const needed = () => app.status?.scoreFrom ?? 200;

/// The probe's face an answer is about: its picture, box and landmarks.
function probeFace(answer) {
  const photos = answer.probe?.photos ?? [], odd = new Set(answer.probe?.stability?.oddPhotos ?? []);
  let at = 0;
  photos.forEach((p, i) => { if (!odd.has(i) && ((p.quality ?? 0) > (photos[at].quality ?? 0) || odd.has(at))) at = i; });
  const box = photos[at]?.box, faces = app.response.photos?.[at]?.faces ?? [];
  const near = (f) => (box ? Math.hypot(f.box.x - box.x, f.box.y - box.y) : 0);
  const face = (photos.length < 2 && faces.find((f) => f.number === answer.face)) || [...faces].sort((a, b) => near(a) - near(b))[0];
  return { photo: app.photos[at], picture: app.photos[at].picture, number: face?.number ?? answer.face, box: face?.box ?? box, landmarks: face?.landmarks };
}

/// A match's face as its thumbnail shows it, or nothing when no picture is kept.
async function twinFace(match, edge = 512) {
  const { thumbnail, detection } = match.face;
  if (!thumbnail?.path) return null;
  const picture = new Image();
  picture.src = await api.thumbnail(thumbnail.path, edge);
  await picture.decode();
  const { area } = thumbnail;
  if (!area || !detection) return { picture };
  const a = picture.width / area.width, at = ({ x, y }) => ({ x: (x - area.x) * a, y: (y - area.y) * a });
  const landmarks = Object.fromEntries(Object.entries(detection.landmarks ?? {}).filter(([, p]) => p?.x !== undefined).map(([name, p]) => [name, at(p)]));
  return { picture, landmarks, box: detection.box && { ...at(detection.box), width: detection.box.width * a, height: detection.box.height * a } };
}

async function showResults(walked) {
  const [{ Viewer }, words] = await Promise.all([import("./compare.js"), import("./wording.js")]);
  const { answer } = app;
  go("results", { walked });
  app.words = words;
  app.viewer = new Viewer($("#viewer"));
  app.matches = [...answer.samePerson.map((match) => ({ match, same: true })), ...answer.lookAlikes.map((match) => ({ match, same: false }))];
  dots();
  shelf("#same", answer.samePerson, 0);
  shelf("#alike", answer.lookAlikes, answer.samePerson.length);
  const from = answer.samePersonFrom;
  $("#same-text").textContent = answer.samePerson.length ? t("same.why", { count: answer.samePerson.length, from: from ? words.similarity(from.similarity) : "–" }) : t("same.none");
  $("#alike-text").textContent = answer.lookAlikes.length ? t("alike.lead") : t("alike.none");
  const { milliseconds } = app.response;
  $("#took").textContent = milliseconds ? t("results.took", { seconds: words.seconds(milliseconds.total), count: answer.gallery?.candidates ?? 0 }) : "";
  steadiness(answer.probe?.stability);
  await controls();
  if (app.matches.length) await select(Math.min(app.index, app.matches.length - 1), { quiet: true });
  else { $("#best").hidden = true; $("#word").textContent = t("alike.none"); }
}

function dots() {
  const svg = $("#hundred");
  for (let i = 0; i < 100; i++) {
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("cx", String(5 + Math.floor(i / 4) * 10)); dot.setAttribute("cy", String(5 + (i % 4) * 10)); dot.setAttribute("r", "3.6");
    svg.append(dot);
  }
}

function shelf(id, matches, offset) {
  const { nameOf, short, word } = app.words, list = $(`${id}-list`);
  list.hidden = !matches.length;
  $(id).classList.toggle("none", !matches.length);
  matches.forEach((match, i) => {
    const scored = match.score?.percent !== undefined;
    const tag = scored && !match.score.percent ? null : el("span", { cls: "tag" }, el("b", { text: short(match) }), scored && match.score.word ? el("span", { text: word(match) }) : null);
    const name = nameOf(match);
    const said = [name, scored ? t("claim.short", { count: match.score.percent }) : app.words.similarity(match.similarity), match.score?.word && word(match)].filter(Boolean).join(", ");
    const image = match.face.thumbnail?.path ? el("img", { alt: "", width: 256, height: 256, loading: "lazy", decoding: "async" }) : el("i", { cls: "nopicture" });
    if (image.tagName === "IMG") api.thumbnail(match.face.thumbnail.path).then((address) => { image.src = address; }, () => image.replaceWith(el("i", { cls: "nopicture" })));
    image.addEventListener("error", () => image.replaceWith(el("i", { cls: "nopicture" })));
    const button = el("button", { cls: "card", type: "button", "aria-label": said, "data-index": offset + i, "data-person": match.person?.id, onclick: () => select(offset + i, { show: true }) }, image, tag, el("span", { cls: "nm", text: name }));
    list.append(el("li", {}, button, el("p", { cls: "cr" }, ...credit(match))));
  });
  arrows(list);
}

function credit(match) {
  const c = match.face.credit ?? {}, line = match.face.creditLine;
  if (!line && !c.author && !c.licence) return [t("credit.none")];
  const parts = [c.author, c.licence && (c.licenceAddress ? link(c.licenceAddress, c.licence) : c.licence), c.source && (/^https?:/.test(c.source) ? link(c.source, t("credit.source")) : c.source)].filter(Boolean);
  return parts.length ? parts.flatMap((p, i) => (i ? [" · ", p] : [p])) : [line];
}

async function select(index, { quiet = false, show = false } = {}) {
  const { match, same } = app.matches[index], { answer, words, viewer } = app;
  app.index = index;
  closeExplanation();
  for (const card of main.querySelectorAll(".card")) {
    const on = Number(card.dataset.index) === index;
    card.toggleAttribute("data-on", on);
    if (on) card.setAttribute("aria-current", "true"); else card.removeAttribute("aria-current");
  }
  const name = words.nameOf(match), alikes = answer.lookAlikes.length, { percent: points } = match.score ?? {};
  $("#best").dataset.shelf = same ? "same" : "alike";
  $("#rank").textContent = same ? t("rank.same") : match.rank === 1 ? t("rank.first") : t("rank.other", { rank: match.rank, all: alikes });
  $("#word").textContent = same ? name : words.word(match);
  $("#name").textContent = name; $("#name").hidden = $("#word").textContent === name;
  const claim = same ? t("same.claim", { from: words.similarity(answer.samePersonFrom.similarity), similarity: words.similarity(match.similarity) }) : words.claim(match, needed());
  $("#claim").replaceChildren(...strong(claim));
  $("#hundred").classList.toggle("off", same || points === undefined);
  $("#hundred").querySelectorAll("circle").forEach((dot, i) => dot.classList.toggle("lit", i < (points ?? 0)));
  $("#life").textContent = words.life(match.person);
  $("#agreement").textContent = [match.agreement?.agreeing > 0 && words.agreement(match), match.collapsed ? t("collapsed", { count: match.collapsed }) : ""].filter(Boolean).join(", ");
  $("#credit").replaceChildren(...credit(match));
  $("#twin-caption").textContent = name;
  $("#twin").setAttribute("aria-label", name);
  $("#explain").hidden = !match.face.thumbnail?.path;
  say(t("results.said", { name, word: same ? t("rank.same") : (match.score?.word ? words.word(match) : $("#rank").textContent), claim: claim.replaceAll("**", "") }));
  if (show) { $("#word").focus({ preventScroll: true }); $("#best").scrollIntoView({ block: "start", behavior: still() ? "auto" : "smooth" }); }
  let twin = null;
  try { twin = await twinFace(match); } catch { /* removed since, or not to be had */ }
  if (app.viewer !== viewer || app.index !== index) return;
  $(".frame.twin", main).classList.toggle("nopicture", !twin);
  viewer.show(probeFace(answer), twin ?? { picture: nobody() });
  main.dataset.shown = String(match.face.id);
}

function nobody() {
  const blank = new OffscreenCanvas(64, 80), g = blank.getContext("2d");
  g.fillStyle = "#8886"; g.fillRect(0, 0, 64, 80);
  return blank;
}

function steadiness(stability) {
  $("#stability").hidden = !stability;
  if (!stability) return;
  const odd = new Set(stability.oddPhotos ?? []);
  $("#stability-figure").textContent = percent(stability.kept);
  const names = [...odd].map((i) => t("photo", { number: i + 1 }));
  $("#stability-text").textContent = [t("stability.text", { count: app.photos.length }), names.length ? t("stability.odd", { photos: new Intl.ListFormat(language()).format(names) }) : ""].filter(Boolean).join(" ");
  import("./compare.js").then(({ portrait }) => {
    if (main.dataset.state !== "results") return;
    $("#stability-photos").replaceChildren(...app.photos.map((photo, i) => {
      const small = canvas(152, 190, t("photo", { number: i + 1 }));
      portrait(small, photo.picture, app.response.photos?.[i]?.faces?.[0]?.box);
      const cohesion = stability.cohesion?.[i];
      return el("li", { cls: `crop${odd.has(i) ? " odd" : ""}` }, small, el("span", { text: odd.has(i) ? t("stability.oddMark") : cohesion === undefined ? "" : app.words.similarity(cohesion) }));
    }));
  });
}

async function controls() {
  const { answer, words } = app;
  const filters = await import("./filters.js");
  const fields = app.status?.filters;
  if ($("#filter-open")) {
    $("#filter-open").hidden = !filters.useful(fields) && !filters.count(app.filter);
    $("#filter-open").textContent = filters.says(app.filter);
    $("#filter-open").addEventListener("click", () => refilter());
  }
  $("#others").hidden = !(app.faces?.length > 1);
  $("#others").textContent = t("results.others", { count: app.faces?.length ?? 0 });
  $("#others").addEventListener("click", () => showPick());
  $("#back-to-group").hidden = !(app.response.answers.length > 1);
  $("#back-to-group").addEventListener("click", () => showGroup());
  $("#save").addEventListener("click", () => saveCard());
  $("#explain").addEventListener("click", () => explain());
  $("#raw-open").addEventListener("click", () => raw());
  $("#meaning-open").addEventListener("click", () => {
    const rows = words.meaning(app.matches[app.index].match, answer, needed());
    $("#meaning-list").replaceChildren(...rows.flatMap(([head, text]) => [el("dt", { text: head }), el("dd", { text })]));
    $("#meaning").showModal();
  });
}

async function refilter() {
  const { ask } = await import("./filters.js");
  const chosen = await ask(app.status?.filters, app.filter);
  if (!chosen) return;
  app.filter = chosen;
  await compare(app.asked ?? {});
}

async function saveCard() {
  const card = await import("./card.js"), { match, same } = app.matches[app.index], { words } = app;
  const points = same ? undefined : match.score?.percent;
  const blob = await card.single({ you: $("#you"), twin: $("#twin"), word: $("#word").textContent, claim: $("#claim").textContent, name: $("#name").hidden ? words.life(match.person) : words.nameOf(match), credit: match.face.creditLine ?? t("credit.none"), percent: points });
  await card.hand(blob, "semblance.png");
  say(t("card.saved"));
}

function raw() {
  const { query } = api;
  const what = app.photos.length > 1 ? app.photos.map((_, i) => `-F photo=@photo-${i + 1}.jpg`).join(" ") : "-H 'Content-Type: image/jpeg' --data-binary @photo.jpg";
  const access = api.key.get() ? " -H 'Authorization: Bearer $SEMBLANCE_KEY'".replaceAll("'", '"') : "";
  $("#curl").textContent = `curl${access} ${what} \\\n  '${location.origin}/v1/search${query({ k: HOW_MANY, filter: app.filter, ...app.asked })}'`;
  $("#json").textContent = JSON.stringify(app.response, null, 2);
  $("#raw").showModal();
}

// ---- Explanation --------------------------------------------------------------------------------------------------

function closeExplanation() {
  app.viewer?.clearRegions();
  if ($("#likeness")) { $("#likeness").hidden = true; $("#explain").setAttribute("aria-expanded", "false"); }
}

async function explain() {
  const panel = $("#likeness");
  if (!panel.hidden) return closeExplanation();
  panel.hidden = false; $("#explain").setAttribute("aria-expanded", "true");
  const { match } = app.matches[app.index], you = probeFace(app.answer);
  const { show } = await import("./explain.js");
  $("#regions").replaceChildren();
  $("#likeness-state").textContent = t("explain.busy"); $("#method").textContent = "";
  try {
    if (!app.measured.has(match.face.id)) app.measured.set(match.face.id, await api.explain(you.photo, match.face.id, app.photos.length === 1 ? you.number : undefined));
    if (app.matches[app.index]?.match !== match || main.dataset.state !== "results" || panel.hidden) return;
    show(app.measured.get(match.face.id), app.viewer);
  } catch (problem) {
    if (main.dataset.state !== "results") return;
    $("#likeness-state").textContent = has(`error.${problem.code}`) ? t(`error.${problem.code}`) : (problem.detail ?? t("error.other"));
  }
}

// ---- Everyone -----------------------------------------------------------------------------------------------------

async function showGroup(walked) {
  const [{ portrait }, words, { codesOf, reason }] = await Promise.all([import("./compare.js"), import("./wording.js"), import("./faces.js")]);
  go("group", { walked });
  const { answers, photos, milliseconds } = app.response, [photo] = app.photos, faces = photos?.[0]?.faces ?? [];
  $("#group-text").textContent = t("group.text", { count: answers.length, seconds: words.seconds(milliseconds?.total ?? 0) });
  const answered = new Map(answers.map((a) => [a.face, a])), pairs = [];
  for (const face of faces.length ? faces : answers.map((a) => ({ number: a.face, box: a.probe.photos[0].box }))) {
    const answer = answered.get(face.number), best = answer?.samePerson[0] ?? answer?.lookAlikes[0];
    const mine = canvas(300, 380, t("face", { number: face.number }));
    portrait(mine, photo.picture, face.box, 1.5);
    if (!best) {
      const code = codesOf(face)[0]?.code;
      $("#pairs").append(el("li", { cls: "duo unfit" }, el("div", { cls: "two" }, mine, el("i", { cls: "nopicture" })), el("p", { cls: "line" }, el("span", { cls: "muted", text: code ? t("group.unfit", { reason: reason(code) }) : t("group.nobody") }))));
      continue;
    }
    const same = best === answer.samePerson[0], name = words.nameOf(best), theirs = canvas(300, 380);
    const pair = { you: mine, twin: theirs, name, credit: best.face.creditLine ?? t("credit.none"), word: same ? t("rank.same") : best.score?.word ? words.word(best) : t("alike") };
    pairs.push(pair);
    twinFace(best, 256).then((twin) => twin ? portrait(theirs, twin.picture, twin.box, 1.5) : theirs.classList.add("nopicture"), () => theirs.classList.add("nopicture"));
    const open = () => { app.answer = answer; app.index = 0; app.measured = new Map(); showResults(); };
    $("#pairs").append(el("li", { cls: "duo" },
      el("button", { cls: "two", type: "button", "data-face": face.number, "aria-label": t("group.open", { number: face.number, name }), onclick: open }, mine, theirs),
      el("p", { cls: "line" }, el("b", { text: pair.word }), el("span", { cls: "muted", text: best.score?.percent !== undefined && !same ? t("claim.short", { count: best.score.percent }) : "" })),
      el("p", { cls: "line" }, el("span", { text: name })), el("p", { cls: "cr" }, ...credit(best))));
  }
  arrows($("#pairs"));
  $("#back-to-pick").hidden = !app.faces;
  $("#back-to-pick").addEventListener("click", () => showPick());
  $("#save-group").hidden = !pairs.length;
  $("#save-group").addEventListener("click", async () => {
    const card = await import("./card.js");
    await card.hand(await card.group(pairs), "semblance-group.png");
    say(t("card.saved"));
  });
}

// ---- Errors -------------------------------------------------------------------------------------------------------

const WAYS = {
  retake: () => (app.byCamera ? button("retake", "primary", openCamera) : null),
  choose: (primary) => el("label", { cls: `btn file ${primary}` }, el("span", { text: t("chooseOther") }), el("input", { type: "file", accept: "image/*,video/*", multiple: true, "data-way": "choose" })),
  camera: (primary) => button("useCamera", primary, openCamera),
  app: () => (matchMedia("(pointer: coarse)").matches ? el("label", { cls: "btn file" }, el("span", { text: t("phoneCamera") }), el("input", { type: "file", accept: "image/*", capture: "user", "data-way": "app" })) : null),
  again: (primary, { retry }) => button("again", primary, () => { app.retries = 0; retry(); }),
  anyway: (_, { problem }) => button("anyway", "", () => compare({ ...app.asked, allow: [...(app.asked?.allow ?? []), problem.code] })),
  leaveOut: (primary, { problem }) => button("leaveOut", primary, () => { app.photos.splice(problem.photo, 1); compare(app.asked ?? {}); }, { number: problem.photo + 1 }),
  everybody: (primary) => button("filter.clear", primary, () => { app.filter = {}; compare(app.asked ?? {}); }),
  filter: () => button("filter.open", "", refilter),
  start: () => button("another", "", () => go("start")),
};
const button = (key, kind, press, values) => el("button", { cls: `btn ${kind}`, type: "button", "data-way": key, onclick: press, text: t(key, values) });

function showError(problem, retry) {
  const again = retry ?? (app.photos.length ? () => compare(app.asked ?? {}) : () => go("start"));
  go("error");
  main.dataset.error = problem.code;
  const said = describe(problem, { photos: app.photos.length, limits: app.status?.limits });
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
  const about = photo && !problem.code.startsWith("camera_") && !said.key;
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

// ---- The frame of the page ----------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-go],[data-open]");
  if (!target) return;
  if (target.dataset.go) go(target.dataset.go); else $(`#${target.dataset.open}`).showModal();
});
$("#use-camera").addEventListener("click", openCamera);
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
  intake.listen((files) => { app.byCamera = false; take(files); });
  document.documentElement.dataset.ready = "";
  await greet();
  (self.requestIdleCallback ?? setTimeout)(() => LATER.forEach((name) => import(`./${name}.js`).catch(() => {})));
}
begin();
