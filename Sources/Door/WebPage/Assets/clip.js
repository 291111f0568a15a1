// A clip as several photos: pictures are taken from it here, the sharpest of each part are kept and sent as photos. No clip
// ever leaves this device.
import { Problem } from "./api.js";
import { photoOf } from "./intake.js";
import { measure } from "./quality.js";

const SECONDS = 3;
const PARTS = 5;
const LOOKS_A_PART = 5;
const LONGEST_FILE = 60;
const SEEK_LIMIT = 4000;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function keep(best, video, last) {
  const m = measure(video, video.videoWidth, video.videoHeight, last);
  const worth = m.sharp / (1 + m.motion / 6);
  if (best && best.worth >= worth) return [best, m];
  return [{ worth, photo: await photoOf(video, video.videoWidth, video.videoHeight) }, m];
}

/// A picture nobody chose: should the service refuse it, the others do without it.
const frame = ({ photo }) => Object.assign(photo, { ofClip: true });

/// Three seconds of a live video, as the sharpest picture of each part.
export async function sampleLive(video, tick, stopped) {
  const kept = [], step = (SECONDS * 1000) / (PARTS * LOOKS_A_PART), from = performance.now();
  let last;
  for (let part = 0; part < PARTS; part++) {
    let best;
    for (let look = 0; look < LOOKS_A_PART && !stopped(); look++) {
      tick(Math.max(1, Math.ceil(SECONDS - (performance.now() - from) / 1000)));
      [best, last] = await keep(best, video, last);
      const due = from + step * (part * LOOKS_A_PART + look + 1) - performance.now();
      if (due > 0) await pause(due);
    }
    if (best) kept.push(frame(best));
  }
  return kept;
}

const once = (target, name) => new Promise((done, fail) => {
  const timer = setTimeout(() => fail(new Problem("clip_failed")), SEEK_LIMIT);
  target.addEventListener(name, () => { clearTimeout(timer); done(); }, { once: true });
  target.addEventListener("error", () => { clearTimeout(timer); fail(new Problem("clip_failed")); }, { once: true });
});

/// The sharpest pictures of a clip somebody chose; of a long one, of its first minute.
export async function sampleFile(file) {
  const video = document.createElement("video"), address = URL.createObjectURL(file);
  video.muted = true; video.playsInline = true; video.preload = "auto"; video.src = address;
  try {
    await once(video, "loadeddata");
    const long = Math.min(Number.isFinite(video.duration) ? video.duration : SECONDS, LONGEST_FILE), kept = [];
    for (let part = 0; part < PARTS; part++) {
      let best;
      for (let look = 0; look < 3; look++) {
        const moved = once(video, "seeked");
        video.currentTime = Math.min(long * ((part + (look + 0.5) / 3) / PARTS), Math.max(0, long - 0.05));
        await moved;
        [best] = await keep(best, video);
      }
      kept.push(frame(best));
    }
    return kept;
  } finally {
    video.removeAttribute("src"); video.load(); URL.revokeObjectURL(address);
  }
}
