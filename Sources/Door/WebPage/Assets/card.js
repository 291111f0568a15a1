// The share card: a picture made on this device with the credits in it. No server has it.
import { t } from "./i18n.js";

const WIDE = 1080, HIGH = 1350, EDGE = 60;
const INK = "#f4f2f7", SOFT = "#b0abba", YOU = "#a59dff", TWIN = "#ff9b76", PAPER = "#141317";
const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
const rtl = () => document.documentElement.dir === "rtl";

function sheet() {
  const canvas = new OffscreenCanvas(WIDE, HIGH), g = canvas.getContext("2d");
  g.fillStyle = PAPER; g.fillRect(0, 0, WIDE, HIGH);
  g.textBaseline = "alphabetic"; g.direction = rtl() ? "rtl" : "ltr"; g.textAlign = "start";
  return [canvas, g];
}

function tile(g, picture, x, y, w, h, radius, edge) {
  g.save(); g.beginPath(); g.roundRect(x, y, w, h, radius); g.clip();
  const a = Math.max(w / picture.width, h / picture.height);
  g.drawImage(picture, x + (w - picture.width * a) / 2, y + (h - picture.height * a) * 0.4, picture.width * a, picture.height * a);
  g.restore();
  if (edge) { g.strokeStyle = edge; g.lineWidth = 6; g.beginPath(); g.roundRect(x + 3, y + 3, w - 6, h - 6, radius - 3); g.stroke(); }
}

/// Writes a text in lines no wider than `width`; gives the height after it.
function write(g, text, y, { size, weight = 400, colour = INK, width = WIDE - 2 * EDGE, lines = 3, x = EDGE }) {
  g.font = `${weight} ${size}px ${FONT}`; g.fillStyle = colour;
  const words = String(text).split(/\s+/), rows = [];
  for (const word of words) {
    const row = rows.length ? `${rows.at(-1)} ${word}` : word;
    if (rows.length && g.measureText(row).width <= width) rows[rows.length - 1] = row; else rows.push(word);
  }
  const kept = rows.slice(0, lines);
  if (rows.length > lines) kept[lines - 1] += " …";
  kept.forEach((row, i) => g.fillText(row, rtl() ? x + width : x, y + i * size * 1.3, width));
  return y + kept.length * size * 1.3;
}

function mark(g) {
  const x = rtl() ? EDGE : WIDE - EDGE - 92;
  for (const [at, colour] of [[x + 30, "rgb(143 134 255 / .9)"], [x + 62, "rgb(255 138 99 / .85)"]]) { g.fillStyle = colour; g.beginPath(); g.arc(at, HIGH - 78, 30, 0, 7); g.fill(); }
  write(g, t("card.made"), HIGH - 66, { size: 32, colour: SOFT, width: WIDE - 2 * EDGE - 130, x: rtl() ? EDGE + 130 : EDGE, lines: 1 });
}

/// One hundred dots, as many lit as people whose best look-alike is less close.
function hundred(g, count, y) {
  const pitch = (WIDE - 2 * EDGE) / 50;
  for (let i = 0; i < 100; i++) {
    const column = Math.floor(i / 2), share = column / 49;
    g.fillStyle = i < count ? `rgb(${165 + 90 * share} ${157 - 2 * share} ${255 - 137 * share})` : "#35323c";
    const x = EDGE + (column + 0.5) * pitch;
    g.beginPath(); g.arc(rtl() ? WIDE - x : x, y + (i % 2) * pitch, 6.4, 0, 7); g.fill();
  }
}

/// The card of one pair: two drawn frames, word, claim, name and credit.
export function single({ you, twin, word, claim, name, credit, percent }) {
  const [canvas, g] = sheet();
  const w = (WIDE - 2 * EDGE - 20) / 2, h = 588, first = rtl() ? EDGE + w + 20 : EDGE;
  tile(g, you, first, EDGE, w, h, 36, YOU);
  tile(g, twin, rtl() ? EDGE : EDGE + w + 20, EDGE, w, h, 36, TWIN);
  let y = write(g, word, 768, { size: word.length > 16 ? 78 : 104, weight: 650, lines: 1 });
  if (percent !== undefined) { hundred(g, percent, y - 62); y += 38; }
  y = write(g, claim.replaceAll("**", ""), y + (percent === undefined ? -20 : 6), { size: 40, weight: 500, colour: TWIN, lines: 3 });
  y = write(g, name, y + 26, { size: 44, weight: 600, lines: 1 });
  write(g, t("card.photo", { credit }), Math.min(y + 2, HIGH - 190), { size: 28, colour: SOFT, lines: 2 });
  mark(g);
  return canvas.convertToBlob({ type: "image/png" });
}

const PAIRS = 6;
/// The card of a group: a pair a person, at most six, and how many more there are.
export function group(pairs) {
  const [canvas, g] = sheet(), shown = pairs.slice(0, PAIRS);
  const columns = shown.length > 3 ? 2 : 1, gap = 28, top = write(g, t("group.title"), 140, { size: 72, weight: 650, lines: 1 }) - 20;
  const rows = Math.ceil(shown.length / columns), w = (WIDE - 2 * EDGE - gap * (columns - 1)) / columns;
  const h = Math.min((HIGH - 200 - top) / rows - 20, columns > 1 ? (w / 2) * 1.25 + 116 : 460), tall = h - 116;
  shown.forEach(({ you, twin, word, name, credit }, i) => {
    const column = i % columns, x = EDGE + (rtl() ? columns - 1 - column : column) * (w + gap), y = top + Math.floor(i / columns) * (h + 20);
    const half = Math.min((w - 8) / 2, tall * 1.1);
    tile(g, you, rtl() ? x + w - half : x, y, half, tall, 20, YOU);
    tile(g, twin, rtl() ? x + w - 2 * half - 8 : x + half + 8, y, half, tall, 20, TWIN);
    write(g, `${name} · ${word}`, y + tall + 40, { size: 28, weight: 600, width: w, x, lines: 1 });
    write(g, t("card.photo", { credit }), y + tall + 74, { size: 19, colour: SOFT, width: w, x, lines: 2 });
  });
  if (pairs.length > shown.length) write(g, t("card.more", { count: pairs.length - shown.length }), HIGH - 120, { size: 28, colour: SOFT, lines: 1 });
  mark(g);
  return canvas.convertToBlob({ type: "image/png" });
}

/// Hands a card over: to the share sheet of a phone, else as a download.
export async function hand(blob, name) {
  const file = new File([blob], name, { type: "image/png" });
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    try { return void (await navigator.share({ files: [file] })); } catch (error) { if (error.name === "AbortError") return; }
  }
  const address = URL.createObjectURL(blob), link = document.createElement("a");
  link.href = address; link.download = name; link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
