// What can be said of a picture without a face detector: light, sharpness, stillness. Everything stays on this device.
const WIDE = 96, HIGH = 112;
export const LIMITS = { dark: 62, bright: 208, glare: 0.28, backlit: 62, sharp: 38, moving: 13 };
const board = new OffscreenCanvas(WIDE, HIGH);
const brush = board.getContext("2d", { willReadFrequently: true });

/// Luma of a picture's middle, the size the measures work on. `source` is a video, bitmap or canvas of w x h.
function lumaOf(source, w, h) {
  const side = Math.min(w, h * (WIDE / HIGH)), tall = side * (HIGH / WIDE);
  brush.drawImage(source, (w - side) / 2, (h - tall) / 2, side, tall, 0, 0, WIDE, HIGH);
  const { data } = brush.getImageData(0, 0, WIDE, HIGH), luma = new Float32Array(WIDE * HIGH);
  for (let i = 0; i < luma.length; i++) luma[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  return luma;
}

const inOval = (x, y) => ((x - WIDE / 2) / (WIDE * 0.33)) ** 2 + ((y - HIGH * 0.45) / (HIGH * 0.36)) ** 2 < 1;

/// Light, glare, back light, sharpness (variance of the Laplacian) and motion since `last`.
export function measure(source, w, h, last) {
  const luma = lumaOf(source, w, h);
  let light = 0, inside = 0, around = 0, outside = 0, glare = 0, sum = 0, squares = 0, count = 0, motion = 0;
  for (let y = 0; y < HIGH; y++) {
    for (let x = 0; x < WIDE; x++) {
      const i = y * WIDE + x, v = luma[i];
      if (last) motion += Math.abs(v - last.luma[i]);
      if (!inOval(x, y)) { around += v; outside += 1; continue; }
      light += v; inside += 1; if (v > 246) glare += 1;
      if (x && y && x < WIDE - 1 && y < HIGH - 1) {
        const edge = 4 * v - luma[i - 1] - luma[i + 1] - luma[i - WIDE] - luma[i + WIDE];
        sum += edge; squares += edge * edge; count += 1;
      }
    }
  }
  light /= inside; around /= outside;
  return { luma, light, around, glare: glare / inside, sharp: squares / count - (sum / count) ** 2, motion: last ? motion / luma.length : 0 };
}

/// The one thing to say now, the most important first.
export function judge(m) {
  const dark = m.light < LIMITS.dark, bright = m.light > LIMITS.bright || m.glare > LIMITS.glare;
  const backlit = m.around - m.light > LIMITS.backlit, moving = m.motion > LIMITS.moving, blurred = m.sharp < LIMITS.sharp;
  const tip = backlit ? "backlit" : dark ? "tooDark" : bright ? "tooBright" : moving ? "moving" : blurred ? "blurred" : "good";
  return { tip, light: !dark && !bright && !backlit, sharp: !blurred && !dark, still: !moving };
}
