// The faces of a group photo: boxes on the picture, and the same faces as a strip for small screens and keyboards.
import { portrait } from "./compare.js";
import { $, arrows, canvas, el } from "./dom.js";
import { has, number as figure, t } from "./i18n.js";

export const codesOf = (face) => (face.codes ?? face.quality?.codes ?? []).map((c) => (typeof c === "string" ? { code: c, refuses: true } : c));
export const refused = (face) => codesOf(face).find((c) => c.refuses !== false && c.code !== "several_faces");
export const reason = (code) => (has(`code.${code}`) ? t(`code.${code}`) : code);

/// Shows the picker; `onPick` hears the number of a face.
export function pick(photo, faces, onPick) {
  const group = $("#group"), sheet = $("#group-photo"), strip = $("#strip");
  sheet.width = photo.width; sheet.height = photo.height;
  sheet.getContext("2d").drawImage(photo.picture, 0, 0);
  group.style.setProperty("--shape", String(photo.width / photo.height));
  $("#pick-title").textContent = t("pick.title", { count: faces.length });
  faces.forEach((face) => {
    const { number, shown } = face, unfit = refused(face);
    const label = unfit ? t("pick.unfit", { number: shown, reason: reason(unfit.code) }) : t("pick.one", { number: shown });
    const box = el("button", { cls: "box", "data-face": number, "aria-label": label, disabled: !!unfit, onclick: () => onPick(number) }, el("i", {}, el("span", { text: figure(shown) })));
    const { x, y, width, height } = face.box;
    const place = { "--x": x / photo.width, "--y": y / photo.height, "--w": width / photo.width, "--h": height / photo.height };
    for (const [name, value] of Object.entries(place)) box.style.setProperty(name, String(Math.max(0, Math.min(1, value))));
    group.append(box);
    const crop = canvas(152, 190);
    portrait(crop, photo.picture, face.box, 1.35);
    strip.append(el("li", {}, el("button", { cls: "crop", "data-face": number, "aria-label": label, disabled: !!unfit, onclick: () => onPick(number) }, crop, el("span", { text: t("face", { number: shown }) }), unfit && el("small", { text: reason(unfit.code) }))));
  });
  arrows(strip);
}
