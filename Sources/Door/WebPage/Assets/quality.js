// What can be said of a picture without a face detector: light, sharpness, stillness. Everything stays on this device.
//
// The measures are the service's own, taken where the frame asks for the face to be: at a scale that makes it as large as
// the service's aligned crop. So a tip here and a refusal there say the same (see CameraTipTests).
const WIDE = 126, HIGH = 147, REACH = 2;
const PATCH = { left: 25, top: 22, right: 101, bottom: 113 };
const CRISP = 0.376, WHITE = 250;
export const LIMITS = { dark: 44, glare: 208, backlit: 62, sharp: 0.56, moving: 13 };
const board = new OffscreenCanvas(WIDE, HIGH);
const brush = board.getContext("2d", { willReadFrequently: true });
brush.imageSmoothingQuality = "high";

/// Luma of a picture's middle, the size the measures work on. `source` is a video, bitmap or canvas of w x h.
function lumaOf(source, w, h) {
  const side = Math.min(w, h * (WIDE / HIGH)), tall = side * (HIGH / WIDE);
  brush.drawImage(source, (w - side) / 2, (h - tall) / 2, side, tall, 0, 0, WIDE, HIGH);
  const { data } = brush.getImageData(0, 0, WIDE, HIGH), luma = new Float32Array(WIDE * HIGH);
  for (let i = 0; i < luma.length; i++) luma[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  return luma;
}

const inPatch = (x, y) => x >= PATCH.left && x < PATCH.right && y >= PATCH.top && y < PATCH.bottom;

/// A box blur along one axis; what lies beyond the picture counts as its edge.
function blurred(luma, step, count, across, lines) {
  const out = new Float32Array(luma.length);
  for (let line = 0; line < lines; line++) {
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let d = -REACH; d <= REACH; d++) sum += luma[line * across + Math.min(count - 1, Math.max(0, k + d)) * step];
      out[line * across + k * step] = sum / (2 * REACH + 1);
    }
  }
  return out;
}

/// The share of the steps between neighbours that a blur takes away, 1 for a crisp photo (Crete et al., "The Blur Effect", 2007).
function sharpness(luma) {
  const soft = blurred(blurred(luma, 1, WIDE, WIDE, HIGH), WIDE, HIGH, 1, WIDE);
  const shares = [1, WIDE].map((step) => {
    let steps = 0, lost = 0;
    for (let y = PATCH.top + 1; y < PATCH.bottom; y++) {
      for (let x = PATCH.left + 1; x < PATCH.right; x++) {
        const i = y * WIDE + x, was = Math.abs(luma[i] - luma[i - step]);
        steps += was; lost += Math.max(0, was - Math.abs(soft[i] - soft[i - step]));
      }
    }
    return steps ? lost / steps : 0;
  });
  return (shares[0] + shares[1]) / 2 / CRISP;
}

/// Light, glare (1 more for every hundredth that is all but white), back light, sharpness, and motion since `last`.
export function measure(source, w, h, last) {
  const luma = lumaOf(source, w, h);
  let light = 0, inside = 0, around = 0, white = 0, motion = 0;
  for (let y = 0; y < HIGH; y++) {
    for (let x = 0; x < WIDE; x++) {
      const i = y * WIDE + x, v = luma[i];
      if (last) motion += Math.abs(v - last.luma[i]);
      if (!inPatch(x, y)) { around += v; continue; }
      light += v; inside += 1; if (v > WHITE) white += 1;
    }
  }
  light /= inside; around /= luma.length - inside;
  return { luma, light, around, glare: light + 100 * white / inside, sharp: sharpness(luma), motion: last ? motion / luma.length : 0 };
}

/// The one thing to say now, the most important first.
export function judge(m) {
  const dark = m.light < LIMITS.dark, bright = m.glare > LIMITS.glare;
  // Why it is dark: a face that is light enough may stand before any background.
  const backlit = dark && m.around - m.light > LIMITS.backlit, moving = m.motion > LIMITS.moving, blurred = m.sharp < LIMITS.sharp;
  const tip = backlit ? "backlit" : dark ? "tooDark" : bright ? "tooBright" : moving ? "moving" : blurred ? "blurred" : "good";
  return { tip, light: !dark && !bright, sharp: !blurred && !dark, still: !moving };
}
