// The camera: a mirrored preview with one tip at a time, a photo that is not mirrored. Nothing is sent from here.
import { Problem } from "./api.js";
import { sampleLive } from "./clip.js";
import { t } from "./i18n.js";
import { photoOf } from "./intake.js";
import { judge, measure } from "./quality.js";

const LOOK_EVERY = 180;
const SAY_EVERY = 900;
const SPEAK_EVERY = 4000;
const REASONS = { NotAllowedError: "camera_refused", SecurityError: "camera_refused", NotFoundError: "camera_absent", OverconstrainedError: "camera_absent", NotReadableError: "camera_in_use", AbortError: "camera_in_use" };

export class Camera {
  constructor(root, { onPhoto, onClip, onProblem, speak }) {
    Object.assign(this, { onPhoto, onClip, onProblem, speak, facing: "user" });
    this.find = (selector) => root.querySelector(selector);
    this.feed = this.find("#feed");
    this.find("#snap").addEventListener("click", () => this.snap());
    this.find("#clip").addEventListener("click", () => this.record());
    this.find("#turn").addEventListener("click", () => this.turn());
    this.say("starting");
  }

  async start() {
    try {
      if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new Problem("camera_insecure");
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: this.facing, width: { ideal: 1280 }, height: { ideal: 960 } } });
      if (this.stopped) return stream.getTracks().forEach((track) => track.stop());
      this.stream = stream;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => { if (!this.stopped) this.fail("camera_in_use"); });
      this.feed.srcObject = stream;
      this.find("#cam").dataset.facing = this.facing;
      await new Promise((ready) => { if (this.feed.readyState >= 2) ready(); else this.feed.addEventListener("loadeddata", ready, { once: true }); });
      if (this.stopped) return;
      await this.feed.play().catch(() => {});
      this.find("#snap").disabled = false; this.find("#clip").disabled = false;
      this.look();
      const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
      if (this.find("#turn")) this.find("#turn").hidden = devices.filter((d) => d.kind === "videoinput").length < 2;
    } catch (error) {
      this.fail(error instanceof Problem ? error.code : (REASONS[error.name] ?? "camera_absent"));
    }
  }

  fail(code) {
    if (this.stopped) return;
    this.stop(); this.onProblem(new Problem(code));
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.feed.srcObject = null;
  }

  async turn() {
    this.facing = this.facing === "user" ? "environment" : "user";
    this.stream?.getTracks().forEach((track) => track.stop());
    clearTimeout(this.timer); this.say("starting");
    await this.start();
  }

  look() {
    if (this.stopped) return;
    const { videoWidth: w, videoHeight: h } = this.feed;
    if (w && !document.hidden) {
      this.last = measure(this.feed, w, h, this.last);
      const verdict = judge(this.last);
      for (const name of ["light", "sharp", "still"]) this.find(`[data-check=${name}]`).classList.toggle("ok", verdict[name]);
      if (!this.recording) this.say(verdict.tip);
    }
    this.timer = setTimeout(() => this.look(), LOOK_EVERY);
  }

  /// Shows a tip; a new one waits until the last could be read, and is spoken more seldom still.
  say(name) {
    const now = performance.now();
    if (name === this.said || now - (this.saidAt ?? -SAY_EVERY) < SAY_EVERY) return;
    this.said = name; this.saidAt = now;
    const tip = this.find("#tip");
    tip.textContent = t(`tip.${name}`); tip.dataset.tip = name;
    this.find("#cam").classList.toggle("good", name === "good");
    if (now - (this.spokeAt ?? -SPEAK_EVERY) >= SPEAK_EVERY) { this.spokeAt = now; this.speak(t(`tip.${name}`)); }
  }

  async snap() {
    const { videoWidth: w, videoHeight: h } = this.feed;
    if (!w || this.recording) return;
    this.find("#snap").disabled = true;
    const photo = await photoOf(this.feed, w, h);
    this.stop(); this.onPhoto(photo);
  }

  async record() {
    if (this.recording) return;
    this.recording = true;
    this.find("#snap").disabled = true; this.find("#clip").disabled = true;
    const clock = this.find("#clock");
    clock.hidden = false; this.saidAt = undefined; this.say("clip");
    const photos = await sampleLive(this.feed, (left) => { clock.textContent = `${left}`; }, () => this.stopped);
    if (this.stopped) return;
    this.stop(); this.onClip(photos);
  }
}
