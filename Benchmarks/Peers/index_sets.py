"""The data sets of the index benchmark: face-like vectors by recipe, and real faces.

Recipe: identity centres are Gaussian with a spectrum that decays as (i + i0)^-1.6, in 24 groups;
an image is its centre plus noise of a flatter spectrum and log-normal strength; all are unit vectors.
People have a geometric number of images (mean 5, 40 at most). Queries are held-out images, half of
people in the set, half of people who are not. Seeds are fixed: everybody makes the same sets.
"""
import os
import sqlite3
import sys

import numpy as np

SPECTRA = {128: dict(offset=16.0, noise=0.40), 512: dict(offset=40.0, noise=0.42)}
DECAY = 1.6
NOISE_DEVIATION = 0.45
GROUPS = 24
GROUP_SHARE = 0.06
IMAGES_MAX = 40
TRUTH_DEPTH = 100

# name: (vectors generated, dimension, vectors kept, queries)
SYNTHETIC = {
    "a100k128": (100_000, 128, 100_000, 1_000),
    "e40k512": (200_000, 512, 40_000, 1_000),
    "b200k512": (200_000, 512, 200_000, 1_000),
    "c1m128": (1_000_000, 128, 1_000_000, 1_000),
    "d1m512": (1_000_000, 512, 1_000_000, 1_000),
}
REAL = "r12k128"
REAL_QUERIES = 1_000


def unit(rows):
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


class FaceLike:
    """The recipe for one dimension and seed."""

    def __init__(self, dimension, seed):
        self.random = np.random.default_rng(seed)
        self.dimension = dimension
        self.noise = SPECTRA[dimension]["noise"]
        spectrum = (np.arange(dimension) + SPECTRA[dimension]["offset"]) ** -DECAY
        spectrum /= spectrum.sum()
        turn = np.linalg.qr(self.normal((dimension, dimension), np.float64))[0].astype(np.float32)
        flatter = np.sqrt(spectrum) / np.sqrt(spectrum).sum()
        self.people = (np.sqrt(spectrum)[:, None] * turn).astype(np.float32)
        self.images = (np.sqrt(flatter)[:, None] * turn).astype(np.float32)
        self.groups = unit(self.normal((GROUPS, dimension)) @ self.people)

    def normal(self, shape, kind=np.float32):
        return self.random.standard_normal(shape).astype(kind)

    def centres(self, count):
        own = unit(self.normal((count, self.dimension)) @ self.people)
        shares = self.random.dirichlet(np.ones(GROUPS) * 2)
        group = self.random.choice(GROUPS, count, p=shares)
        mixed = np.sqrt(1 - GROUP_SHARE) * own + np.sqrt(GROUP_SHARE) * self.groups[group]
        return unit(mixed).astype(np.float32)

    def photographs(self, centres):
        made = np.empty_like(centres)
        for start in range(0, len(centres), 100_000):
            part = centres[start : start + 100_000]
            noise = unit(self.normal(part.shape) @ self.images)
            spread = NOISE_DEVIATION * self.random.standard_normal(len(part)) - NOISE_DEVIATION**2 / 2
            strength = np.sqrt(self.noise * np.exp(spread)).astype(np.float32)
            made[start : start + 100_000] = unit(part + strength[:, None] * noise)
        return made

    def generate(self, count, queries):
        images = np.minimum(self.random.geometric(0.2, size=count), IMAGES_MAX)
        people = np.searchsorted(np.cumsum(images), count) + 1
        person = np.repeat(np.arange(people), images[:people])[:count]
        centres = self.centres(people)
        vectors = self.photographs(centres[person])
        order = self.random.permutation(count)
        vectors, person = vectors[order], person[order]
        known = self.random.choice(people, queries // 2, replace=False)
        asked = np.concatenate(
            [
                self.photographs(centres[known]),
                self.photographs(self.centres(queries - queries // 2)),
            ]
        )
        return vectors, person, asked[self.random.permutation(queries)]


def real_faces(gallery):
    """Embeddings of a gallery's faces and their people, some set aside as queries."""
    rows = sqlite3.connect(f"file:{gallery}?mode=ro", uri=True).execute(
        "SELECT vector, coalesce(person, -face) FROM embedding JOIN face ON face.id = embedding.face"
        " ORDER BY face.id"
    )
    pairs = rows.fetchall()
    vectors = unit(np.array([np.frombuffer(vector, "<f4") for vector, _ in pairs]))
    person = np.unique([person for _, person in pairs], return_inverse=True)[1]
    order = np.random.default_rng(12).permutation(len(pairs))
    asked, kept = order[:REAL_QUERIES], order[REAL_QUERIES:]
    return vectors[kept], person[kept], vectors[asked]


def nearest(vectors, queries, depth=TRUTH_DEPTH):
    """The rows with the greatest products, greatest first."""
    found = np.empty((len(queries), depth), np.int32)
    for start in range(0, len(queries), 50):
        products = queries[start : start + 50] @ vectors.T
        rows = np.argpartition(-products, depth, axis=1)[:, :depth]
        order = np.argsort(-np.take_along_axis(products, rows, 1), axis=1, kind="stable")
        found[start : start + 50] = np.take_along_axis(rows, order, 1)
    return found


def path(folder, name, part):
    return os.path.join(folder, f"{name}.{part}.npy")


def make(folder, name, gallery=None):
    """Writes a set unless it is there: vectors, people, queries, truth."""
    if os.path.exists(path(folder, name, "truth")):
        return
    if name == REAL:
        if not gallery:
            raise SystemExit(f"{name} needs a gallery of real faces")
        vectors, person, queries = real_faces(gallery)
    else:
        generated, dimension, kept, count = SYNTHETIC[name]
        recipe = FaceLike(dimension, generated // 1000 + dimension)
        vectors, person, queries = recipe.generate(generated, count)
        vectors, person = vectors[:kept], person[:kept]
    np.save(path(folder, name, "vectors"), np.ascontiguousarray(vectors, np.float32))
    np.save(path(folder, name, "people"), person.astype(np.int32))
    np.save(path(folder, name, "queries"), np.ascontiguousarray(queries, np.float32))
    np.save(path(folder, name, "truth"), nearest(vectors, queries))
    print(f"{name}: {vectors.shape[0]} vectors of {vectors.shape[1]} components", flush=True)


if __name__ == "__main__":
    for wanted in sys.argv[3:]:
        make(sys.argv[1], wanted, sys.argv[2] or None)
