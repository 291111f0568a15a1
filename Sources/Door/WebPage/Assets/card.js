// The share card: a picture made on this device with the credits in it. No server has it.
import { apart, t } from "./i18n.js";

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

/// A text broken into rows no wider than `width`; a word wider than that (an address) is broken inside.
function rowsOf(g, text, size, weight, width) {
  g.font = `${weight} ${size}px ${FONT}`;
  const rows = [], fits = (row) => g.measureText(row).width <= width;
  // A no-break space keeps the dot between two parts at the end of the first.
  for (let word of String(text).split(/ +/)) {
    if (rows.length && fits(`${rows.at(-1)} ${word}`)) { rows[rows.length - 1] += ` ${word}`; continue; }
    while (word.length > 1 && !fits(word)) {
      let count = word.length - 1;
      while (count > 1 && !fits(word.slice(0, count))) count -= 1;
      rows.push(word.slice(0, count)); word = word.slice(count);
    }
    rows.push(word);
  }
  return rows;
}

const LEADING = 1.3;

/// Writes a text in lines no wider than `width`, smaller (down to `least`) until it takes no more than `lines` of them; what
/// even then does not fit is cut. Gives the height after it.
function write(g, text, y, { size, least = size, weight = 400, colour = INK, width = WIDE - 2 * EDGE, lines = 3, x = EDGE }) {
  let rows = rowsOf(g, text, size, weight, width);
  while (rows.length > lines && size > least) { size -= 2; rows = rowsOf(g, text, size, weight, width); }
  if (rows.length > lines) { rows.length = Math.max(1, lines); rows[rows.length - 1] += " …"; }
  g.fillStyle = colour;
  let open = false;
  rows.forEach((row, i) => {
    // A value that runs the other way keeps doing so on its next row.
    const part = (open ? "\u2068" : "") + row;
    open = part.lastIndexOf("\u2068") > part.lastIndexOf("\u2069");
    g.fillText(part, rtl() ? x + width : x, y + i * size * LEADING, width);
  });
  return y + rows.length * size * LEADING;
}

/// A credit as high as what is left for it: first in smaller letters, then without its last parts. Licence and source come
/// first and are never left out. Tells whether all of it found room.
const KEPT = 2;
function writeCredit(g, parts, y, height, { size, least, x = EDGE, width = WIDE - 2 * EDGE }) {
  const line = (count) => (parts.length ? t("card.photo", { credit: "\u0000" }).replace(/\u2068?\u0000\u2069?/, () => parts.slice(0, count).map(apart).join("\u00a0· ")) : t("credit.none"));
  const rows = (count, letters) => rowsOf(g, line(count), letters, 400, width).length;
  const room = (letters) => Math.max(1, Math.floor(height / (letters * LEADING)));
  let letters = size, count = parts.length;
  while (letters > least && rows(count, letters) > room(letters)) letters -= 1;
  while (count > KEPT && rows(count, letters) > room(letters)) count -= 1;
  write(g, line(count), y, { size: letters, colour: SOFT, width, x, lines: Math.max(room(letters), rows(count, letters)) });
  return count === parts.length && rows(count, letters) <= room(letters);
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

const FOOT = HIGH - 110;

const HEIGHTS = [588, 500, 420];

/// The card of one pair: two drawn frames, word, claim, name and credit; the frames make room where the words need it.
export function single({ you, twin, word, claim, name, credit, percent }) {
  const [canvas, g] = sheet(), w = (WIDE - 2 * EDGE - 20) / 2, first = rtl() ? EDGE + w + 20 : EDGE;
  for (const h of HEIGHTS) {
    g.fillStyle = PAPER; g.fillRect(0, 0, WIDE, HIGH);
    tile(g, you, first, EDGE, w, h, 36, YOU);
    tile(g, twin, rtl() ? EDGE : EDGE + w + 20, EDGE, w, h, 36, TWIN);
    const short = rowsOf(g, word, 68, 650, WIDE - 2 * EDGE).length < 2;
    let y = write(g, word, EDGE + h + (short ? 118 : 80), { size: short ? 104 : 62, least: short ? 62 : 36, weight: 650, lines: short ? 1 : 2 });
    if (percent !== undefined) { hundred(g, percent, y - (short ? 62 : 30)); y += short ? 38 : 60; }
    y = write(g, claim.replaceAll("**", ""), y + (percent === undefined ? -20 : 6), { size: 40, least: 32, weight: 500, colour: TWIN, lines: 3 });
    if (name) y = write(g, name, y + 22, { size: 44, least: 34, weight: 600, lines: 2 });
    if (writeCredit(g, credit, y + 2, FOOT - y, { size: 28, least: 20 })) break;
  }
  mark(g);
  return canvas.convertToBlob({ type: "image/png" });
}

const PAIRS = 6;
const PORTRAIT = 30 / 38;
/// The card of a group: a pair a person, at most six, and how many more there are. Two or three stand in rows, with their words
/// beside them; more in columns, with their words below. A picture keeps the shape of a portrait, so that no chin is cut.
export function group(pairs) {
  const [canvas, g] = sheet(), shown = pairs.slice(0, PAIRS), gap = 28;
  const top = write(g, t("group.title"), 140, { size: 72, least: 48, weight: 650, lines: 1 }) - 28, more = pairs.length > shown.length;
  const beside = shown.length > 1 && shown.length < 4, columns = shown.length < 4 ? 1 : shown.length > 4 ? 3 : 2, rows = Math.ceil(shown.length / columns);
  const w = (WIDE - 2 * EDGE - gap * (columns - 1)) / columns, pitch = (FOOT - (more ? 40 : 0) - top) / rows, h = pitch - 24;
  const tall = beside ? Math.min(h, 390) : Math.min((w - 8) / 2 / PORTRAIT, h * (columns === 2 ? 0.56 : 0.72)), half = tall * PORTRAIT;
  shown.forEach(({ you, twin, word, name, credit }, i) => {
    const column = i % columns, x = EDGE + (rtl() ? columns - 1 - column : column) * (w + gap), y = top + Math.floor(i / columns) * pitch;
    tile(g, you, rtl() ? x + w - half : x, y, half, tall, 20, YOU);
    tile(g, twin, rtl() ? x + w - 2 * half - 8 : x + half + 8, y, half, tall, 20, TWIN);
    const aside = beside ? 2 * half + 8 + gap : 0, width = w - aside, from = rtl() ? x : x + aside;
    const words = beside ? { size: 34, least: 24 } : { size: columns > 2 ? 24 : columns > 1 ? 28 : 44, least: 20 };
    let at = beside ? y + 34 : y + tall + 12 + words.size;
    at = write(g, name, at, { ...words, weight: 600, width, x: from, lines: beside ? 3 : 2 });
    at = write(g, word, at, { ...words, size: words.size - 4, colour: TWIN, width, x: from, lines: 2 }) + 2;
    writeCredit(g, credit, at, y + h - at, { size: beside ? 22 : columns > 1 ? 19 : 26, least: 13, width, x: from });
  });
  if (more) write(g, t("card.more", { count: pairs.length - shown.length }), FOOT + 10, { size: 28, colour: SOFT, lines: 1 });
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
