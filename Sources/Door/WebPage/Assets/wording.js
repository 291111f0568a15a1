// An answer in words: every sentence of the results, from its figures.
import { country, has, number, percent, t } from "./i18n.js";

const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
export const similarity = (value) => number(value, two);
export const seconds = (milliseconds) => (milliseconds < 950 ? number(Math.max(1, Math.round(milliseconds)), { style: "unit", unit: "millisecond" }) : number(milliseconds / 1000, { style: "unit", unit: "second", maximumFractionDigits: 1 }));
export const nameOf = (match) => match.person?.name || match.person?.key || t("unnamed", { number: match.face.id });

/// The word of a match; the name where there is none.
export const word = (match) => (match.score?.word ? t(`word.${match.score.word}`) : nameOf(match));

/// What the score says; `**` marks the figure.
export function claim(match, needed) {
  const { score } = match;
  if (score?.percent > 0) return t("claim", { count: score.percent });
  if (score?.percent === 0) return t("claim.zero");
  const key = `withheld.${score?.withheld}`;
  return has(key) ? t(key, { needed }) : (score?.sentence ?? "");
}

/// From how many of a hundred on a figure is worth a tag on a portrait.
export const TOLD_FROM = 10;
export const short = (match) => (match.score?.percent !== undefined ? t("tag", { count: match.score.percent }) : similarity(match.similarity));

/// What was changed in a photo, and what other rights are in it.
export const change = (text) => (text === "cropped to the face" ? t("credit.cropped") : text);
export const rights = (text) => text && t("credit.rights", { rights: text.split("|").join(", ") });

/// The parts of a credit in the order in which they may be dropped last: licence and source before all.
export function credits({ credit: c = {}, creditLine }) {
  const parts = [c.licence, c.source?.replace(/^https?:\/\//, ""), c.author, change(c.change), rights(c.restrictions)].filter(Boolean);
  return parts.length || !creditLine ? parts : [creditLine];
}

/// Life and work, as far as the gallery knows it.
export function life({ metadata = {} } = {}) {
  const { birthYear, deathYear, country: from, occupations = [] } = metadata;
  const year = (value) => String(value);
  const lived = birthYear && deathYear ? t("life.both", { year: year(birthYear), born: year(birthYear), died: year(deathYear) }) : birthYear ? t("life.born", { year: year(birthYear) }) : "";
  return [occupations.slice(0, 2).join(", "), from && country(from), lived].filter(Boolean).join(" · ");
}

export function agreement({ agreement: a } = {}) {
  if (!a) return "";
  return a.of === 1 ? t("agreement.one") : t("agreement", { agreeing: a.agreeing, count: a.of });
}

/// What stands under "What does this mean?": pairs of a heading and a text.
export function meaning(match, answer, needed) {
  const rows = [], { score, pairs } = match, from = answer.samePersonFrom;
  if (score?.percent !== undefined) {
    rows.push([t("meaning.score"), t("meaning.scoreText", { count: score.percent })], [t("meaning.words"), t("meaning.wordsText")]);
  } else rows.push([t("meaning.none"), claim(match, needed)]);
  if (pairs?.oneIn) {
    const chance = pairs.among > 1 ? (pairs.expected < 1 ? t("pairs.few", { among: pairs.among }) : t("pairs.expected", { expected: rounded(pairs.expected), among: pairs.among })) : "";
    rows.push([t("meaning.pairs"), [t(`pairs.${pairs.bound ?? "exact"}`, { oneIn: pairs.oneIn }), chance].filter(Boolean).join(" ")]);
  }
  if (from) rows.push([t("meaning.same"), t("meaning.sameText", { from: similarity(from.similarity), share: percent(from.strangersWithHit) })]);
  if (match.agreement) rows.push([t("meaning.photos"), agreement(match)]);
  rows.push([t("meaning.raw"), t("meaning.rawText", { similarity: similarity(match.similarity) })]);
  return rows;
}

const rounded = (value) => Number(Number(value).toPrecision(2));
