// The requests of the page. Every failure becomes a Problem with a stable code.
const KEY = "semblance.key";
const DEADLINE = 60_000;
const SILENCE = 60_000;
const ANSWER_LIMIT = 32 * 1024 * 1024;

export class Problem extends Error {
  constructor(code, more = {}) {
    super(more.detail ?? code);
    Object.assign(this, more, { code });
  }
}

/// The key somebody typed; it lives in this tab only.
export const key = {
  get: () => { try { return sessionStorage.getItem(KEY); } catch { return key.held; } },
  set: (value) => { key.held = value; try { sessionStorage.setItem(KEY, value); } catch { /* this page only */ } },
  clear: () => { key.held = null; try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ } },
  held: null,
};

async function problemOf(response) {
  let told = {};
  try { told = await response.json(); } catch { /* not a problem document */ }
  const fallback = { 401: "unauthorized", 403: "forbidden", 413: "body_too_large", 415: "unsupported_media_type", 408: "body_too_slow", 429: "busy", 503: "busy" };
  const seconds = Number(response.headers.get("Retry-After"));
  return new Problem(told.code ?? fallback[response.status] ?? "internal", {
    ...told, status: response.status, requestId: told.requestId ?? response.headers.get("X-Request-Id"),
    retryAfter: Number.isFinite(seconds) && seconds > 0 ? seconds : told.retryAfter,
  });
}

/// One request; a stream has no deadline of its own.
export async function request(path, { signal, headers = {}, deadline = DEADLINE, ...rest } = {}) {
  const control = new AbortController();
  const stop = () => control.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  let late = false;
  const timer = deadline && setTimeout(() => { late = true; stop(); }, deadline);
  const mine = key.get();
  try {
    const response = await fetch(path, { credentials: "omit", cache: "no-store", ...rest, signal: control.signal, headers: { ...headers, ...(mine ? { Authorization: `Bearer ${mine}` } : {}) } });
    if (!response.ok) throw await problemOf(response);
    return response;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (signal?.aborted) throw new Problem("cancelled");
    throw new Problem(late ? "no_answer" : navigator.onLine === false ? "offline" : "unreachable");
  } finally {
    clearTimeout(timer);
  }
}

export async function json(path, options = {}) {
  const { send, ...rest } = options;
  if (send !== undefined) {
    rest.body = JSON.stringify(send);
    rest.headers = { "Content-Type": "application/json", ...rest.headers };
  }
  const response = await request(path, { ...rest, headers: { Accept: "application/json", ...rest.headers } });
  try { return response.status === 204 ? {} : await response.json(); } catch { throw new Problem("unreachable"); }
}

function within(limit, promise) {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Problem("no_answer")), limit); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/// The events of a server-sent stream, one after the other.
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { value, done } = await within(SILENCE, reader.read());
      if (value) text += value.replaceAll("\r\n", "\n");
      if (text.length > ANSWER_LIMIT) throw new Problem("internal");
      let end;
      while ((end = text.indexOf("\n\n")) >= 0) {
        const event = { event: "message", data: [] };
        for (const line of text.slice(0, end).split("\n")) {
          const [, field, content] = /^(event|data|retry): ?(.*)$/.exec(line) ?? [];
          if (field === "data") event.data.push(content); else if (field) event[field] = content;
        }
        text = text.slice(end + 2);
        if (event.data.length || event.retry) yield { ...event, data: event.data.join("\n") };
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/// The query of a search: how many, which faces, which people.
export function query({ k, faces, filter = {}, allow } = {}) {
  const q = new URLSearchParams();
  if (k) q.set("k", k);
  if (faces) q.set("faces", faces);
  for (const name of ["gender", "country", "occupation"]) for (const value of filter[name] ?? []) q.append(name, value);
  for (const name of ["born", "fame", "living"]) if (filter[name] != null) q.set(name, filter[name]);
  if (allow?.length) q.set("allow", allow.join(","));
  const text = q.toString();
  return text ? `?${text}` : "";
}

function bodyOf(photos, fields = {}) {
  if (photos.length === 1 && !Object.keys(fields).length) return { body: photos[0].blob, headers: { "Content-Type": "image/jpeg" } };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  photos.forEach((photo, index) => form.append("photo", photo.blob, `photo-${index + 1}.jpg`));
  return { body: form, headers: {} };
}

/// Searches with one or several photos of a person; `onStage` hears of each stage as the service begins it.
export async function search(photos, options, { signal, onStage } = {}) {
  const { body, headers } = bodyOf(photos);
  const run = async () => {
    const response = await request(`/v1/search${query(options)}`, { method: "POST", body, headers: { ...headers, Accept: "text/event-stream, application/json;q=0.5" }, signal });
    if (!(response.headers.get("Content-Type") ?? "").startsWith("text/event-stream")) return response.json();
    for await (const { event, data } of events(response)) {
      if (event === "stage") onStage?.(JSON.parse(data).stage);
      if (event === "answer") return JSON.parse(data);
      if (event === "problem") {
        const { code = "internal", ...told } = JSON.parse(data);
        throw new Problem(code, told);
      }
    }
    throw new Problem("unreachable");
  };
  try { return await run(); } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(signal?.aborted ? "cancelled" : navigator.onLine === false ? "offline" : "unreachable");
  }
}

export const status = (signal) => json("/v1/status", { signal, deadline: 15_000 });
export const detect = (photo, signal) => json("/v1/detect", { method: "POST", ...bodyOf([photo]), signal });
export const explain = (photo, face, number, signal) => json("/v1/explain", { method: "POST", ...bodyOf([photo], { face, ...(number ? { faces: number } : {}) }), signal });

const pictures = new Map();
const PICTURES = 400;
/// The address of a thumbnail; with a key the picture is fetched with it, since an image cannot send one.
export function thumbnail(path, edge = 256) {
  const address = `${path}?edge=${edge}`;
  if (!key.get()) return Promise.resolve(address);
  if (!pictures.has(address)) {
    if (pictures.size >= PICTURES) {
      const [oldest, held] = pictures.entries().next().value;
      pictures.delete(oldest);
      held.then(URL.revokeObjectURL, () => {});
    }
    pictures.set(address, request(address).then((r) => r.blob()).then(URL.createObjectURL));
    pictures.get(address).catch(() => pictures.delete(address));
  }
  return pictures.get(address);
}
