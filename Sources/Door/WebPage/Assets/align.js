// Where faces lie in a frame. Points are [x, y]; landmarks come as the service names them.
const NAMES = ["leftEye", "rightEye", "nose", "leftMouth", "rightMouth"];

/// The five points of a face, or nothing when one is missing.
export function five(landmarks) {
  const points = NAMES.map((name) => landmarks?.[name]).filter(Boolean).map(({ x, y }) => [x, y]);
  return points.length === NAMES.length ? points : null;
}

const mean = (points) => [0, 1].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);

/// The similarity (least squares) that takes `from` to `to`; without `turn` it only scales and moves.
export function fit(from, to, turn = true) {
  const [fx, fy] = mean(from), [tx, ty] = mean(to);
  let size = 0, dot = 0, cross = 0;
  from.forEach(([x, y], i) => {
    const u = x - fx, v = y - fy, p = to[i][0] - tx, q = to[i][1] - ty;
    size += u * u + v * v; dot += u * p + v * q; cross += u * q - v * p;
  });
  const a = size ? (turn ? dot : Math.hypot(dot, cross)) / size : 1, b = size && turn ? cross / size : 0;
  return { a, b, x: tx - a * fx + b * fy, y: ty - b * fx - a * fy };
}

export const map = (m, [x, y]) => [m.a * x - m.b * y + m.x, m.b * x + m.a * y + m.y];
export const set = (g, m) => g.setTransform(m.a, m.b, -m.b, m.a, m.x, m.y);

/// Scale and place that make a picture of w x h cover a frame, as near to a focus point as it can.
export function cover(w, h, W, H, focus = [w / 2, h / 2], at = [0.5, 0.46]) {
  const a = Math.max(W / w, H / h);
  const place = (size, frame, point, share) => Math.min(0, Math.max(frame - size * a, frame * share - point * a));
  return { a, b: 0, x: place(w, W, focus[0], at[0]), y: place(h, H, focus[1], at[1]) };
}

/// Where the five points of an aligned 112-pixel crop lie in it, 0...1 (the template of ArcFace and its kin).
export const TEMPLATE = [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]].map((p) => p.map((v) => v / 112));

/// The corners of a box.
export const corners = ({ x, y, width, height }) => [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
