// The words of the page. A table a language; a value is a text, or texts by plural category.
const LANGUAGES = ["en", "de", "fr", "ar"];
// Areas whose English words stand in the document itself.
const WRITTEN = new Set(["privacy"]);
const root = document.documentElement;
const english = new WeakMap();
let table = {};
let rules = new Intl.PluralRules("en");

export const language = () => (LANGUAGES.includes(root.lang) ? root.lang : "en");

/// The text of a key with its {places} filled; `count` chooses the plural and fills {count}.
export function t(key, values = {}) {
  let text = table[key];
  if (text && typeof text === "object") text = text[rules.select(values.count ?? 0)] ?? text.other;
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : apart(value ?? "");
  });
}

/// In a text that runs from right to left, a value keeps to itself.
export const apart = (value) => (root.dir === "rtl" && value ? `\u2068${value}\u2069` : value);

export const has = (key) => key in table;
export const number = (value, options) => new Intl.NumberFormat(language(), options).format(value);
export const percent = (share) => number(share, { style: "percent", maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 });
export const list = (words) => new Intl.ListFormat(language(), { type: "conjunction" }).format(words);
export const bytes = (count) => {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let step = 0;
  while (count >= 1000 && step < units.length - 1) { count /= 1000; step += 1; }
  return number(count, { style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: count < 10 && step ? 1 : 0 });
};

/// The name of a country from its code, in the language of the page; anything else as it is.
export function country(code) {
  try { return /^[A-Za-z]{2}$/.test(code) ? new Intl.DisplayNames([language()], { type: "region" }).of(code.toUpperCase()) : code; } catch { return code; }
}

/// Puts the words into everything below `node` that names a key.
export function translate(node) {
  for (const e of node.querySelectorAll("[data-t]")) {
    if (!english.has(e)) english.set(e, e.textContent);
    e.textContent = table[e.dataset.t] ?? english.get(e);
  }
  for (const e of node.querySelectorAll("[data-t-label]")) {
    if (table[e.dataset.tLabel]) e.setAttribute("aria-label", table[e.dataset.tLabel]);
  }
}

/// A copy of a template with its words.
export function stamp(id) {
  const piece = document.getElementById(id).content.cloneNode(true);
  translate(piece);
  return piece;
}

const tables = new Map();
const fetched = (name) => {
  if (!tables.has(name)) tables.set(name, import(`./${name}.js`).then((m) => m.default, () => { tables.delete(name); return {}; }));
  return tables.get(name);
};

/// Loads the tables of a language; `areas` are further tables (`admin`, `privacy`) a document needs.
export async function load(areas = [], wanted = language()) {
  const parts = await Promise.all(["strings", ...areas.filter((area) => wanted !== "en" || !WRITTEN.has(area))].map((area) => fetched(`${area}.${wanted}`)));
  table = Object.assign({}, ...parts);
  rules = new Intl.PluralRules(wanted);
  root.lang = wanted;
  root.dir = wanted === "ar" ? "rtl" : "ltr";
  translate(document);
  root.removeAttribute("data-translating");
}

/// What somebody chose for this device: the language and the scheme, nothing else.
export function remember(change) {
  try { localStorage.setItem("semblance.look", JSON.stringify({ ...JSON.parse(localStorage.getItem("semblance.look") ?? "{}"), ...change })); } catch { /* not kept then */ }
}
