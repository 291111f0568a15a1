// The filter: who to compare with, from what the gallery knows about its people.
import { $, el, reveal } from "./dom.js";
import { country, t } from "./i18n.js";

const YEARS = 400;
const decade = (year) => Math.floor(year / 10) * 10;
const offered = (filters = {}) => ({
  genders: filters.genders ?? [], countries: filters.countries ?? [], occupations: filters.occupations ?? [],
  // One slip of a year among the people must not make thousands of decades to choose from.
  born: filters.born?.length === 2 && filters.born[0] < filters.born[1] ? [Math.max(filters.born[0], filters.born[1] - YEARS), filters.born[1]] : null,
  fame: filters.fame?.length === 2 && filters.fame[0] < filters.fame[1] ? filters.fame : null,
});

/// Whether the gallery knows anything to choose by.
export function useful(filters) {
  const o = offered(filters);
  return o.genders.length > 1 || o.countries.length > 1 || o.occupations.length > 1 || !!o.born || !!o.fame;
}

export const count = (filter) => Object.keys(filter).length;

const gender = (name) => (t(`gender.${name}`) === `gender.${name}` ? name : t(`gender.${name}`));
const field = (label, control) => el("label", { cls: "field" }, el("span", { text: label }), control);
const choice = (name, values, held, text = String) => el("select", { name }, el("option", { value: "", text: t("filter.any") }), ...values.map((v) => el("option", { value: v, selected: String(held ?? "") === String(v), text: text(v) })));

/// Opens the dialog; resolves to the filter chosen, or to nothing when it was closed.
export function ask(filters, held) {
  const o = offered(filters), dialog = $("#filters"), fields = $("#filter-fields");
  const [bornFrom, bornTo] = (held.born ?? "..").split("..");
  const rows = [];
  if (o.genders.length > 1) rows.push(el("fieldset", { cls: "field" }, el("legend", { text: t("filter.gender") }), el("div", { cls: "ticks" }, ...o.genders.map((g) => el("label", { cls: "tick" }, el("input", { type: "checkbox", name: "gender", value: g, checked: held.gender?.includes(g) }), el("span", { text: gender(g) }))))));
  if (o.born) {
    const decades = [];
    for (let year = decade(o.born[0]); year <= o.born[1]; year += 10) decades.push(year);
    rows.push(el("div", { cls: "two-fields" }, field(`${t("filter.born")} ${t("filter.bornFrom")}`, choice("bornFrom", decades, bornFrom)), field(`${t("filter.born")} ${t("filter.bornTo")}`, choice("bornTo", decades.map((d) => d + 9), bornTo))));
  }
  if (o.countries.length > 1) rows.push(field(t("filter.country"), choice("country", [...o.countries].sort((a, b) => country(a).localeCompare(country(b))), held.country?.[0], country)));
  if (o.occupations.length > 1) rows.push(field(t("filter.occupation"), choice("occupation", o.occupations, held.occupation?.[0])));
  rows.push(field(t("filter.living"), choice("living", ["true", "false"], held.living, (v) => t(`filter.living.${v}`))));
  if (o.fame) {
    const said = el("output", { text: t("filter.fameNow", { count: Number(held.fame ?? o.fame[0]) }) });
    rows.push(field(t("filter.fame"), el("span", { cls: "ranged" }, el("input", { type: "range", name: "fame", min: o.fame[0], max: o.fame[1], value: held.fame ?? o.fame[0], oninput: (e) => { said.textContent = t("filter.fameNow", { count: Number(e.target.value) }); } }), said)));
  }
  fields.replaceChildren(...rows);
  dialog.returnValue = "";
  reveal(dialog);
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "clear") return done({});
      if (dialog.returnValue !== "apply") return done(null);
      done(read(new FormData($("#filter-form")), o));
    }, { once: true });
  });
}

function read(data, o) {
  const filter = {}, value = (name) => data.get(name) || null;
  if (data.getAll("gender").length) filter.gender = data.getAll("gender");
  if (value("bornFrom") || value("bornTo")) {
    let [from, to] = [value("bornFrom") ?? "", value("bornTo") ?? ""];
    // From 1980 to 1939 is meant the other way round: the decades change places, each whole.
    if (from && to && Number(from) > Number(to)) [from, to] = [decade(Number(to)), Number(from) + 9];
    filter.born = `${from}..${to}`;
  }
  if (value("country")) filter.country = [value("country")];
  if (value("occupation")) filter.occupation = [value("occupation")];
  if (value("living")) filter.living = value("living");
  if (value("fame") && Number(value("fame")) > o.fame[0]) filter.fame = value("fame");
  return filter;
}

export const says = (filter) => (count(filter) ? t("filter.on", { count: count(filter) }) : t("filter.open"));
