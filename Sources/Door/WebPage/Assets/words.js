// The words of the first view, as soon as their table is here: they do not wait for what the page can do.
import { load } from "./i18n.js";

load();
