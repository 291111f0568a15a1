// A twin for everyone in a group photo.
import { portrait } from "./compare.js";
import { $, arrows, canvas, el } from "./dom.js";
import { codesOf, reason } from "./faces.js";
import { showPick } from "./flow.js";
import { t } from "./i18n.js";
import { credit, showResults, twinFace } from "./results.js";
import { app, go, say } from "./state.js";
import * as words from "./wording.js";

export async function showGroup(walked) {
  go("group", { walked });
  const { answers, milliseconds } = app.response, [photo] = app.photos, faces = app.faces ?? [];
  $("#group-text").textContent = t("group.text", { count: answers.length, seconds: words.seconds(milliseconds?.total ?? 0) });
  const answered = new Map(answers.map((a) => [a.face, a])), pairs = [];
  for (const face of faces.length ? faces : answers.map((a) => ({ number: a.face, box: a.probe.photos[0].box }))) {
    const answer = answered.get(face.number), best = answer?.samePerson[0] ?? answer?.lookAlikes[0];
    const mine = canvas(300, 380, t("face", { number: face.shown ?? face.number }));
    portrait(mine, photo.picture, face.box, 1.5);
    if (!best) {
      const code = codesOf(face)[0]?.code;
      $("#pairs").append(el("li", { cls: "duo unfit" }, el("div", { cls: "two" }, mine, el("i", { cls: "nopicture" })), el("p", { cls: "line" }, el("span", { cls: "muted", text: code ? t("group.unfit", { reason: reason(code) }) : answer ? t("group.nobody") : t("group.notCompared", { count: answers.length }) }))));
      continue;
    }
    const same = best === answer.samePerson[0], name = words.nameOf(best), theirs = canvas(300, 380);
    const pair = { you: mine, twin: theirs, name, credit: words.credits(best.face), word: same ? t("rank.same") : best.score?.word ? words.word(best) : t("alike") };
    pairs.push(pair);
    twinFace(best, 256).then((twin) => twin ? portrait(theirs, twin.picture, twin.box, 1.5) : theirs.classList.add("nopicture"), () => theirs.classList.add("nopicture"));
    const open = () => { app.answer = answer; app.index = 0; app.measured = new Map(); showResults(); };
    $("#pairs").append(el("li", { cls: "duo" },
      el("button", { cls: "two", type: "button", "data-face": face.number, "aria-label": t("group.open", { number: face.shown ?? face.number, name }), onclick: open }, mine, theirs),
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
