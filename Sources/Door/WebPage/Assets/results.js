// An answer: the pair, what is known of it, the two shelves, and what can be asked on.
import * as api from "./api.js";
import { portrait, Viewer } from "./compare.js";
import { $, arrows, canvas, el, link, reveal, still, strong } from "./dom.js";
import { compare, showGroup, showPick } from "./flow.js";
import { has, language, percent, t } from "./i18n.js";
import { app, go, HOW_MANY, main, say } from "./state.js";
import * as words from "./wording.js";

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
export async function twinFace(match, edge = 512) {
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

export async function showResults(walked) {
  const { answer } = app;
  go("results", { walked });
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
  const { nameOf, short, word } = words, list = $(`${id}-list`);
  list.hidden = !matches.length;
  $(id).classList.toggle("none", !matches.length);
  matches.forEach((match, i) => {
    const scored = match.score?.percent !== undefined;
    const tag = scored && match.score.percent < words.TOLD_FROM ? null : el("span", { cls: "tag", text: short(match) });
    const name = nameOf(match);
    const said = [name, scored ? t("claim.short", { count: match.score.percent }) : words.similarity(match.similarity), match.score?.word && word(match)].filter(Boolean).join(", ");
    const image = match.face.thumbnail?.path ? el("img", { alt: "", width: 256, height: 256, loading: "lazy", decoding: "async" }) : el("i", { cls: "nopicture" });
    if (image.tagName === "IMG") api.thumbnail(match.face.thumbnail.path).then((address) => { image.src = address; }, () => image.replaceWith(el("i", { cls: "nopicture" })));
    image.addEventListener("error", () => image.replaceWith(el("i", { cls: "nopicture" })));
    const button = el("button", { cls: "card", type: "button", "aria-label": said, "data-index": offset + i, "data-person": match.person?.id, onclick: () => select(offset + i, { show: true }) }, image, tag, el("span", { cls: "nm", text: name }));
    list.append(el("li", {}, button, el("p", { cls: "cr" }, ...credit(match))));
  });
  arrows(list);
}

export function credit(match) {
  const c = match.face.credit ?? {}, line = match.face.creditLine;
  if (!line && !c.author && !c.licence) return [t("credit.none")];
  const parts = [c.author, c.licence && (c.licenceAddress ? link(c.licenceAddress, c.licence) : c.licence), c.source && (/^https?:/.test(c.source) ? link(c.source, t("credit.source")) : c.source), c.change && words.change(c.change), words.rights(c.restrictions)].filter(Boolean);
  return parts.length ? parts.flatMap((p, i) => (i ? [" · ", p] : [p])) : [line];
}

async function select(index, { quiet = false, show = false } = {}) {
  const { match, same } = app.matches[index], { answer, viewer } = app;
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
  // A long name in letters of full size would push everything else from the first view.
  $("#word").dataset.long = $("#word").textContent.length > 34 ? "very" : $("#word").textContent.length > 17 ? "yes" : "no";
  $("#name").textContent = name; $("#name").hidden = $("#word").textContent === name;
  const claim = same ? t("same.claim", { from: words.similarity(answer.samePersonFrom.similarity), similarity: words.similarity(match.similarity) }) : words.claim(match, needed());
  $("#claim").replaceChildren(...strong(claim));
  $("#hundred").classList.toggle("off", same || !points);
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
  $("#stability-photos").replaceChildren(...app.photos.map((photo, i) => {
    const small = canvas(152, 190, t("photo", { number: i + 1 }));
    portrait(small, photo.picture, app.response.photos?.[i]?.faces?.[0]?.box);
    const cohesion = stability.cohesion?.[i];
    return el("li", { cls: `crop${odd.has(i) ? " odd" : ""}` }, small, el("span", { text: odd.has(i) ? t("stability.oddMark") : cohesion === undefined ? "" : words.similarity(cohesion) }));
  }));
}

async function controls() {
  const { answer } = app;
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
    reveal($("#meaning"));
  });
}

export async function refilter() {
  const { ask } = await import("./filters.js");
  const chosen = await ask(app.status?.filters, app.filter);
  if (!chosen) return;
  app.filter = chosen;
  // The answer before it is no longer held, so Back must not seem to lead to it.
  await compare(app.asked ?? {}, { instead: main.dataset.state === "results" });
}

async function saveCard() {
  const card = await import("./card.js"), { match, same } = app.matches[app.index];
  const points = same ? undefined : match.score?.percent;
  const blob = await card.single({ you: $("#you"), twin: $("#twin"), word: $("#word").textContent, claim: $("#claim").textContent, name: $("#name").hidden ? words.life(match.person) : words.nameOf(match), credit: words.credits(match.face), percent: points });
  await card.hand(blob, "semblance.png");
  say(t("card.saved"));
}

function raw() {
  const { query } = api;
  const what = app.photos.length > 1 ? app.photos.map((_, i) => `-F photo=@photo-${i + 1}.jpg`).join(" ") : "-H 'Content-Type: image/jpeg' --data-binary @photo.jpg";
  const access = api.key.get() ? " -H 'Authorization: Bearer $SEMBLANCE_KEY'".replaceAll("'", '"') : "";
  $("#curl").textContent = `curl${access} ${what} \\\n  '${location.origin}/v1/search${query({ k: HOW_MANY, filter: app.filter, ...app.asked })}'`;
  $("#json").textContent = JSON.stringify(app.response, null, 2);
  reveal($("#raw"));
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
