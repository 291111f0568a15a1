// From a photo to an answer: taking it in, asking, and the ways that branch off.
import * as api from "./api.js";
import { $, canvas, el } from "./dom.js";
import { t } from "./i18n.js";
import * as intake from "./intake.js";
import { showError } from "./problems.js";
import { app, emptyGallery, go, HOW_MANY, main, say } from "./state.js";

const SAMPLE_SCALE = 2;

// ---- What the service says of itself ------------------------------------------------------------------------------

export async function greet() {
  try {
    app.status = await api.status();
    about();
    if (emptyGallery()) { go("empty", { walked: true }); fillEmpty(); }
    // Nobody should choose a photo first and be told of the key afterwards.
    else if (app.status.search === "key" && !api.key.get() && main.dataset.state === "start") showError(new api.Problem("unauthorized"), greetAgain);
  } catch (problem) {
    if (main.dataset.state === "start") showError(problem, greetAgain);
  }
}

async function greetAgain() { go("start", { walked: true }); await greet(); }

export function about() {
  const { gallery, pack, version } = app.status;
  const all = gallery.labelled === false ? t("count.faces", { count: gallery.faces }) : t("count.people", { count: gallery.people });
  // Whoever may not search is not told how many there are.
  $("#count").textContent = gallery.people === undefined ? "" : all;
  $("#about").textContent = pack ? t("foot.about", { version, pack: `${pack.name} ${pack.version ?? ""}`.trim(), licence: pack.licence ?? "–" }) : "";
  if (pack?.dimension) $("#how-model").textContent = t("how.numbers", { pack: pack.name, count: pack.dimension });
}

function fillEmpty() {
  const { name } = app.status.gallery;
  // The command fills the gallery this page shows. Drawn people have one of their own: they never stand among real ones.
  if (name && name !== "default") $("#command").textContent += ` --gallery ${name}`;
  if (name === "drawn") { $("#serve-drawn").hidden = true; $("#drawn").textContent = "semblance ingest drawn --gallery drawn"; }
  $("#look-again").addEventListener("click", async () => {
    await greet();
    if (!emptyGallery() && main.dataset.state === "empty") go("start", { walked: true });
  });
}

// ---- Photos on their way in ---------------------------------------------------------------------------------------

export async function take(files) {
  if (emptyGallery()) return;
  forget();
  showWorking("prepare");
  const limit = app.status?.limits?.photosPerProbe ?? 16;
  const control = app.control;
  const damaged = [];
  let worst;
  try {
    if (files.length > limit) throw new api.Problem("too_many_parts");
    for (const file of files) {
      try { app.photos.push(...(await opened(file))); } catch (problem) { damaged.push(file.name); worst ??= problemOf(problem); }
      if (app.control !== control) return;
      own();
    }
    // One that cannot be opened is named, and the others may go on without it.
    if (worst) throw Object.assign(worst, files.length > 1 ? { files: damaged } : {});
    const size = app.photos.reduce((sum, photo) => sum + photo.blob.size, 0);
    if (app.photos.length > limit) app.photos.length = limit;
    if (size > (app.status?.limits?.bodyBytes ?? Infinity)) throw new api.Problem("body_too_large");
  } catch (problem) {
    if (app.control !== control) return;
    return showError(problemOf(problem));
  }
  await compare();
}

const problemOf = (error) => (error instanceof api.Problem ? error : new api.Problem("undecodable_photo"));

/// The photos of a file: one, or several of a clip.
async function opened(file) {
  if (!file.type.startsWith("video/")) return [await intake.open(file)];
  doing("clip");
  return (await import("./clip.js")).sampleFile(file);
}

/// A drawn person, for somebody who has no photo at hand.
export async function drawn(image) {
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

export async function openCamera() {
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

function showWorking(step, ways) {
  app.control?.abort();
  const control = new AbortController();
  go("working", ways);
  app.control = control;
  const gallery = app.status?.gallery;
  const among = gallery?.people !== undefined && (gallery.labelled === false ? ["working.titleFaces", gallery.faces] : ["working.title", gallery.people]);
  // How many pass a filter is known only with the answer.
  $("#working-title").textContent = Object.keys(app.filter).length ? t("working.filtered") : among ? t(among[0], { count: among[1] }) : t("working.plain");
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

export async function compare(options = {}, ways) {
  app.asked = options;
  const control = showWorking("send", ways);
  try {
    const response = await api.search(app.photos, { k: HOW_MANY, filter: app.filter, ...options }, { signal: control.signal, onStage: (stage) => { if (app.control === control) doing(stage); } });
    if (app.control !== control) return;
    app.retries = 0;
    arrived(response, options);
  } catch (problem) {
    if (app.control !== control || problem.code === "cancelled") return;
    // A picture of a clip was chosen by nobody: it is left out, and the others are asked again.
    if (app.photos.length > 1 && app.photos[problem.photo]?.ofClip) { app.photos.splice(problem.photo, 1); return compare(options); }
    await failed(problem instanceof api.Problem ? problem : new api.Problem("internal"));
  }
}

/// A face of at least this share of the largest one's area may be the one that is meant.
const MEANT_SHARE = 0.4;

function meant(faces) {
  const area = ({ box }) => box.width * box.height;
  const least = MEANT_SHARE * Math.max(...faces.map(area));
  return faces.filter((face) => area(face) >= least && !face.codes?.some((c) => c.refuses)).length;
}

// Faces whose middles lie nearer in height than this many of their heights stand in one row.
const ROW = 0.9;

/// The human faces of a photo as they are read, row by row from the left: `shown` is the number people see, `number` the one
/// the service knows a face by.
function readable(faces) {
  const middle = ({ box }) => box.y + box.height / 2, rows = [];
  const people = faces.map((face, i) => ({ ...face, number: face.number ?? i + 1 })).filter((face) => !(face.codes ?? face.quality?.codes ?? []).some((c) => (c.code ?? c) === "not_a_face"));
  for (const face of people.sort((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1);
    if (row && middle(face) - middle(row[0]) < ROW * Math.max(face.box.height, row[0].box.height)) row.push(face); else rows.push([face]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.box.x - b.box.x)).map((face, i) => ({ ...face, shown: i + 1 }));
}

function arrived(response, options) {
  const [first] = response.answers ?? [];
  if (!first) return showError(new api.Problem("no_face"));
  if (first.gallery?.candidates === 0 && Object.keys(app.filter).length) return showError(new api.Problem("filter_empty"));
  app.response = response;
  const faces = readable(response.photos?.[0]?.faces ?? []);
  if (app.photos.length === 1 && faces.length > 1) app.faces = faces;
  if (options.faces === "every") return showGroup();
  if (!options.faces && app.faces && meant(app.faces) > 1) return showPick();
  app.answer = first; app.index = 0;
  showResults();
}

async function failed(problem) {
  if (problem.code === "gallery_empty") {
    if (Object.keys(app.filter).length) return showError(new api.Problem("filter_empty"));
    go("empty"); return fillEmpty();
  }
  if (problem.code === "several_faces" && app.photos.length === 1) {
    app.faces = problem.faces?.[0]?.box ? readable(problem.faces) : null;
    try { app.faces ??= readable((await api.detect(app.photos[0])).photos[0].faces); } catch (worse) { return showError(worse); }
    if (app.faces?.length) return showPick();
  }
  showError(problem);
}

// ---- Pick ---------------------------------------------------------------------------------------------------------

export async function showPick(walked) {
  const { pick } = await import("./faces.js");
  go("pick", { walked });
  pick(app.photos[0], app.faces, (face) => compare({ faces: face }));
  $("#everyone").addEventListener("click", () => compare({ faces: "every" }));
  say($("#pick-title").textContent);
}

/// Leads back to what the history names, as far as the page still holds it.
export async function walk(name) {
  if (name === "pick" && app.faces) return showPick(true);
  if (name === "group" && app.response?.answers.length) return showGroup(true);
  if (name === "results" && app.answer) return showResults(true);
  go(emptyGallery() ? "empty" : "start", { walked: true });
  if (emptyGallery()) fillEmpty();
}

export const showResults = async (walked) => (await import("./results.js")).showResults(walked);
export const showGroup = async (walked) => (await import("./everyone.js")).showGroup(walked);
