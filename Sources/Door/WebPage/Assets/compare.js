// The viewer: two faces of one size in two frames, side by side, under a slider, or blended.
import { corners, cover, fit, five, map, set } from "./align.js";

const FRAME = { width: 640, height: 800 };

const FEATHER = 0.07;

/// Draws a picture into a canvas; where it ends inside the frame it fades into a soft copy of itself.
export function paint(canvas, picture, place) {
  const g = canvas.getContext("2d"), { width: W, height: H } = canvas, { width: w, height: h } = picture;
  const left = place.x, top = place.y, right = W - (place.x + w * place.a), bottom = H - (place.y + h * place.a);
  const whole = left <= 1 && top <= 1 && right <= 1 && bottom <= 1;
  g.resetTransform(); g.globalCompositeOperation = "source-over"; g.imageSmoothingEnabled = true; g.imageSmoothingQuality = "high";
  if (whole) { set(g, place); g.drawImage(picture, 0, 0); g.resetTransform(); return; }
  const tiny = new OffscreenCanvas(12, 15), s = tiny.getContext("2d");
  set(s, cover(w, h, 12, 15)); s.drawImage(picture, 0, 0);
  g.drawImage(tiny, 0, 0, W, H);
  const layer = new OffscreenCanvas(W, H), o = layer.getContext("2d");
  o.imageSmoothingQuality = "high";
  set(o, place); o.drawImage(picture, 0, 0); o.resetTransform();
  o.globalCompositeOperation = "destination-in";
  const fade = (x0, y0, x1, y1) => {
    const ramp = o.createLinearGradient(x0, y0, x1, y1);
    ramp.addColorStop(0, "rgb(0 0 0 / 0)"); ramp.addColorStop(1, "#000");
    o.fillStyle = ramp; o.fillRect(0, 0, W, H);
  };
  if (left > 1) fade(left, 0, left + W * FEATHER, 0);
  if (top > 1) fade(0, top, 0, top + H * FEATHER);
  if (right > 1) fade(W - right, 0, W - right - W * FEATHER, 0);
  if (bottom > 1) fade(0, H - bottom, 0, H - bottom - H * FEATHER);
  g.drawImage(layer, 0, 0);
}

/// A face of a photo in a canvas of any shape: the face in the middle, with some air around it.
export function portrait(canvas, picture, box, air = 1.7) {
  const { width: W, height: H } = canvas;
  if (!box) return paint(canvas, picture, cover(picture.width, picture.height, W, H, [picture.width / 2, picture.height * 0.2], [0.5, 0.4]));
  const a = Math.max(W / (box.width * air), H / (box.height * air), Math.max(W / picture.width, H / picture.height));
  const x = box.x + box.width / 2, y = box.y + box.height * 0.46;
  const place = (size, frame, point, share) => Math.min(0, Math.max(frame - size * a, frame * share - point * a));
  paint(canvas, picture, { a, b: 0, x: place(picture.width, W, x, 0.5), y: place(picture.height, H, y, 0.48) });
}

/// The extra points a morph needs, from the box of a face: brow, chin and cheeks.
function outline({ x, y, width: w, height: h }, eyes) {
  const level = (eyes[0][1] + eyes[1][1]) / 2;
  return [[x + w / 2, y], [x + w / 2, y + h], [x, level], [x + w, level], [x + w * 0.1, y + h * 0.75], [x + w * 0.9, y + h * 0.75]];
}

export class Viewer {
  constructor(root) {
    this.root = root;
    this.you = root.querySelector("#you"); this.twin = root.querySelector("#twin"); this.mix = root.querySelector("#mix");
    this.wipe = root.querySelector("#wipe"); this.amount = root.querySelector("#amount");
    this.wipe.addEventListener("input", () => this.slide());
    this.amount.addEventListener("input", () => this.blend());
    for (const choice of root.querySelectorAll("[name=mode]")) choice.addEventListener("change", () => this.mode(choice.value));
    this.slide();
  }

  mode(name) {
    this.root.dataset.mode = name;
    this.clearRegions();
    if (name === "morph") this.blend();
  }

  slide() { this.root.style.setProperty("--at", String(this.wipe.value / 100)); }

  /// Shows a pair. A face is `{picture, box, landmarks}` in the picture's own pixels; the twin's decides where both lie.
  show(you, twin) {
    const { width: W, height: H } = FRAME;
    const theirs = five(twin.landmarks), mine = five(you.landmarks);
    const focus = twin.box ? [twin.box.x + twin.box.width / 2, twin.box.y + twin.box.height * 0.46] : undefined;
    const there = cover(twin.picture.width, twin.picture.height, W, H, focus);
    paint(this.twin, twin.picture, there);
    let here = null;
    if (theirs && mine) {
      here = fit(mine, theirs.map((p) => map(there, p)), false);
      paint(this.you, you.picture, here);
    } else portrait(this.you, you.picture, you.box);
    const frame = (face, points, m) => ({ five: points.map((p) => map(m, p)), outline: outline(...((box) => [box, points.map((p) => map(m, p))])(boxIn(face.box, m, points))) });
    this.points = here ? { you: frame(you, mine, here), twin: frame(twin, theirs, there) } : null;
    this.root.querySelector("[value=morph]").disabled = !this.points;
    this.shown = true;
    if (!this.points && this.root.dataset.mode === "morph") this.root.querySelector("[value=side]").click();
    if (this.root.dataset.mode === "morph") this.blend();
  }

  blend() {
    if (!this.points || this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(async () => {
      const { morph } = await import("./morph.js");
      this.waiting = false;
      const face = (canvas, { five, outline }) => ({ image: canvas, points: [...five, ...outline] });
      morph(this.mix, face(this.you, this.points.you), face(this.twin, this.points.twin), this.amount.value / 100);
    });
  }

  /// Draws measured regions softly over both faces; `areas` are template-relative boxes with a share 0...1.
  regions(areas, template) {
    this.clearRegions();
    if (!this.points || this.root.dataset.mode !== "side") return;
    const most = Math.max(...areas.map((r) => r.share), 0.01);
    for (const [canvas, points] of [[this.you, this.points.you.five], [this.twin, this.points.twin.five]]) {
      const over = document.createElement("canvas");
      over.width = FRAME.width; over.height = FRAME.height; over.className = "over"; over.setAttribute("aria-hidden", "true");
      const g = over.getContext("2d"), to = fit(template, points);
      for (const { area, share } of areas) {
        if (!(share > 0) || !area) continue;
        const [x, y] = map(to, [area.x + area.width / 2, area.y + area.height / 2]);
        const size = Math.hypot(to.a, to.b);
        g.save(); g.translate(x, y); g.rotate(Math.atan2(to.b, to.a)); g.scale(area.width * size * 0.62, area.height * size * 0.62);
        const glow = g.createRadialGradient(0, 0, 0, 0, 0, 1), strength = share / most;
        glow.addColorStop(0, `rgb(232 74 20 / ${0.62 * strength})`); glow.addColorStop(0.55, `rgb(232 74 20 / ${0.36 * strength})`); glow.addColorStop(1, "rgb(232 74 20 / 0)");
        g.fillStyle = glow; g.fillRect(-1, -1, 2, 2); g.restore();
      }
      canvas.after(over);
    }
  }

  clearRegions() { for (const over of this.root.querySelectorAll(".over")) over.remove(); }
}

function boxIn(box, m, points) {
  if (!box) {
    const all = points.map((p) => map(m, p)), xs = all.map((p) => p[0]), ys = all.map((p) => p[1]);
    const w = (Math.max(...xs) - Math.min(...xs)) * 2, h = (Math.max(...ys) - Math.min(...ys)) * 2.4;
    return { x: (Math.max(...xs) + Math.min(...xs) - w) / 2, y: Math.min(...ys) - h * 0.4, width: w, height: h };
  }
  const [a, , c] = corners(box).map((p) => map(m, p));
  return { x: a[0], y: a[1], width: c[0] - a[0], height: c[1] - a[1] };
}
