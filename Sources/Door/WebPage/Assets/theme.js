// Runs before the first paint: the scheme and the language somebody chose, so that nothing flashes; and the words are asked
// for at once, not when the modules have come.
(() => {
  const root = document.documentElement;
  const languages = ["en", "de", "fr", "ar"];
  let chosen = {};
  try { chosen = JSON.parse(localStorage.getItem("semblance.look") ?? "{}"); } catch { /* storage is refused: the defaults hold */ }
  if (chosen.scheme === "light" || chosen.scheme === "dark") root.dataset.scheme = chosen.scheme;
  const wished = [chosen.language, ...(navigator.languages ?? [])].map((tag) => String(tag ?? "").slice(0, 2).toLowerCase());
  const language = wished.find((tag) => languages.includes(tag)) ?? "en";
  for (const name of ["i18n", "dom", "frame", `strings.${language}`]) {
    const ahead = document.createElement("link");
    ahead.rel = "modulepreload";
    ahead.href = new URL(`${name}.js`, document.currentScript.src).href;
    document.head.append(ahead);
  }
  if (language === "en") return;
  root.lang = language;
  root.dir = language === "ar" ? "rtl" : "ltr";
  root.dataset.translating = "";
  // The words come with the modules; should those fail, the English ones show all the same.
  setTimeout(() => root.removeAttribute("data-translating"), 2500);
})();
