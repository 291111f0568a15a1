// A face morph on a plain 2D canvas: points are moved between the two faces, each triangle is drawn by an affine map, and
// the two pictures are cross-faded. Points are [x, y] in the frame; both pictures are as large as the frame.

/// Delaunay triangles of a few dozen points (Bowyer 1981, Watson 1981).
export function triangulate(points) {
  const big = 1e5, p = [...points, [-big, -big], [big, -big], [0, big]], n = points.length;
  const circle = (t) => {
    const [a, b, c] = t.map((i) => p[i]);
    const d = 2 * (a[0] * (b[1] - c[1]) + b[0] * (c[1] - a[1]) + c[0] * (a[1] - b[1]));
    const s = (q) => q[0] * q[0] + q[1] * q[1];
    const x = (s(a) * (b[1] - c[1]) + s(b) * (c[1] - a[1]) + s(c) * (a[1] - b[1])) / d;
    const y = (s(a) * (c[0] - b[0]) + s(b) * (a[0] - c[0]) + s(c) * (b[0] - a[0])) / d;
    return { t, x, y, r: (a[0] - x) ** 2 + (a[1] - y) ** 2 };
  };
  let all = [circle([n, n + 1, n + 2])];
  for (let i = 0; i < n; i++) {
    const edges = [];
    all = all.filter((c) => {
      if ((p[i][0] - c.x) ** 2 + (p[i][1] - c.y) ** 2 >= c.r) return true;
      for (let k = 0; k < 3; k++) edges.push([c.t[k], c.t[(k + 1) % 3]]);
      return false;
    });
    for (const [a, b] of edges) if (!edges.some(([c, d]) => c === b && d === a)) all.push(circle([a, b, i]));
  }
  return all.map((c) => c.t).filter((t) => t.every((i) => i < n));
}

function piece(g, image, from, to) {
  const [[x0, y0], [x1, y1], [x2, y2]] = from, [[u0, v0], [u1, v1], [u2, v2]] = to;
  const d = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  if (!d) return;
  const a = ((u1 - u0) * (y2 - y0) - (u2 - u0) * (y1 - y0)) / d, c = ((u2 - u0) * (x1 - x0) - (u1 - u0) * (x2 - x0)) / d;
  const b = ((v1 - v0) * (y2 - y0) - (v2 - v0) * (y1 - y0)) / d, e = ((v2 - v0) * (x1 - x0) - (v1 - v0) * (x2 - x0)) / d;
  const mx = (u0 + u1 + u2) / 3, my = (v0 + v1 + v2) / 3;
  g.save(); g.beginPath();
  // A hair wider than the triangle, or its edges would show.
  for (const [u, v] of to) { const l = Math.hypot(u - mx, v - my) || 1; g.lineTo(u + ((u - mx) / l) * 0.8, v + ((v - my) / l) * 0.8); }
  g.clip(); g.setTransform(a, b, c, e, u0 - a * x0 - c * y0, v0 - b * x0 - e * y0); g.drawImage(image, 0, 0); g.restore();
}

/// Draws the blend of A and B, t = 0...1 of B.
export function morph(canvas, A, B, t) {
  const { width: w, height: h } = canvas, g = canvas.getContext("2d");
  const inside = ([x, y]) => [Math.min(w - 1, Math.max(1, x)), Math.min(h - 1, Math.max(1, y))];
  const frame = [[0, 0], [w / 2, 0], [w, 0], [w, h / 2], [w, h], [w / 2, h], [0, h], [0, h / 2]];
  const pa = [...A.points.map(inside), ...frame], pb = [...B.points.map(inside), ...frame];
  const to = pa.map((q, i) => [q[0] + (pb[i][0] - q[0]) * t, q[1] + (pb[i][1] - q[1]) * t]);
  const triangles = triangulate(pa.map((q, i) => [(q[0] + pb[i][0]) / 2, (q[1] + pb[i][1]) / 2]));
  // Each picture is warped whole before the fade: fading piece by piece would show every seam.
  const warped = [[A, pa], [B, pb]].map(([face, p]) => {
    const c = new OffscreenCanvas(w, h), o = c.getContext("2d");
    o.drawImage(face.image, 0, 0);
    for (const k of triangles) piece(o, face.image, k.map((i) => p[i]), k.map((i) => to[i]));
    return c;
  });
  g.globalAlpha = 1; g.clearRect(0, 0, w, h); g.drawImage(warped[0], 0, 0);
  g.globalAlpha = t; g.drawImage(warped[1], 0, 0); g.globalAlpha = 1;
}
