// The few things every module does with elements.
export const $ = (selector, root = document) => root.querySelector(selector);

export function el(tag, attributes = {}, ...content) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else if (name === "text") e.textContent = value;
    else e.setAttribute(name === "cls" ? "class" : name, value === true ? "" : value);
  }
  e.append(...content.filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/// The text of a sentence with **strong** parts, as nodes.
export const strong = (text) => text.split("**").map((part, i) => (i % 2 ? el("b", { text: part }) : part));

/// A canvas of a size, with a label or hidden from readers.
export function canvas(width, height, label) {
  const c = el("canvas", label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" });
  c.width = width; c.height = height;
  return c;
}

/// Opens a dialog at its beginning: the heading has the focus, not the first button, which may stand far below it.
export function reveal(dialog) {
  dialog.showModal();
  const heading = $("h2", dialog);
  heading.tabIndex = -1; heading.focus({ preventScroll: true });
  for (const part of [dialog, ...dialog.children]) part.scrollTop = 0;
}

/// A link to an address that came with an answer, if it is one of the web.
export function link(address, text) {
  let url;
  try { url = new URL(address); } catch { return text; }
  if (url.protocol !== "https:" && url.protocol !== "http:") return text;
  return el("a", { href: url.href, rel: "noreferrer noopener", target: "_blank", text });
}

/// Lets the arrow keys walk through the buttons of a list.
export function arrows(list) {
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll("button:not([hidden])")], at = all.indexOf(document.activeElement);
    const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
    const step = { ArrowRight: rtl, ArrowLeft: -rtl, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step && at >= 0 ? at + step : -1;
    if (!all[next]) return;
    event.preventDefault(); all[next].focus();
  });
}

/// Buttons that copy the text of an element.
export function copying(said) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try { await navigator.clipboard.writeText(source.textContent); } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      const selection = getSelection();
      selection.removeAllRanges(); selection.addRange(range);
      return;
    }
    const before = button.textContent;
    button.textContent = said(); setTimeout(() => { button.textContent = before; }, 1500);
  });
}
