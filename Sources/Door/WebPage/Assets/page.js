// The documents that only say something: the language and the scheme.
import { copying } from "./dom.js";
import { frame } from "./frame.js";
import { load, t } from "./i18n.js";

const areas = document.documentElement.dataset.words ? [document.documentElement.dataset.words] : [];
await load(areas);
frame({ areas });
copying(() => t("copied"));
document.documentElement.dataset.ready = "";
