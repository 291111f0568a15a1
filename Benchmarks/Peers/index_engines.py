"""The peers of the index benchmark, behind one interface.

An engine has a build, knobs and searches. A knob list rises in cost and recall; `variants` are other
settings that are tried beside it. Vectors are unit vectors, so every metric below orders alike.
"""
import ctypes
import os
import pickle
import shutil

import numpy as np


def use_openmp_threads(count):
    """Sets the threads of every OpenMP runtime a library of this process has brought along."""
    with open("/proc/self/maps") as maps:
        paths = {line.split()[-1] for line in maps if "libgomp" in line}
    for path in paths:
        ctypes.CDLL(path).omp_set_num_threads(count)


class Engine:
    """One way to build and search; subclasses fill in what differs."""

    name = ""
    package = ""
    build_parameters = {}
    variants = [{}]
    knob_name = "ef"
    knobs = sorted({round(10 * 1.12**i) for i in range(64)})
    exact = False
    #: Whether `many` spreads over the threads that were set.
    spreads = True
    #: Whether the library lets go of Python's lock while it searches: else two Python threads take turns.
    concurrent = True

    def __init__(self, rows, dimension):
        self.rows = rows
        self.dimension = dimension

    def build(self, vectors):
        raise NotImplementedError

    def save(self, folder):
        raise NotImplementedError

    def load(self, folder, vectors):
        raise NotImplementedError

    def set(self, knob, variant, threads):
        raise NotImplementedError

    def one(self, query, k):
        """Ids nearest to a query, a row of shape (1, dimension)."""
        return self.many(query, k)[0]

    def many(self, queries, k):
        raise NotImplementedError


class Hnswlib(Engine):
    name, package = "hnswlib", "hnswlib"
    build_parameters = {"M": 16, "efConstruction": 200}

    def fresh(self):
        import hnswlib

        return hnswlib.Index("ip", self.dimension)

    def build(self, vectors):
        self.index = self.fresh()
        self.index.init_index(
            self.rows, M=self.build_parameters["M"], ef_construction=self.build_parameters["efConstruction"]
        )
        self.index.set_num_threads(1)
        self.index.add_items(vectors)

    def save(self, folder):
        self.index.save_index(f"{folder}/index")

    def load(self, folder, vectors):
        self.index = self.fresh()
        self.index.load_index(f"{folder}/index")

    def set(self, knob, variant, threads):
        self.index.set_ef(knob)
        self.index.set_num_threads(threads)

    def many(self, queries, k):
        return self.index.knn_query(queries, k=k)[0]


class Faiss(Engine):
    package = "faiss-cpu"
    factory = ""

    def build(self, vectors):
        import faiss

        faiss.omp_set_num_threads(1)
        self.index = faiss.index_factory(self.dimension, self.spelled(), faiss.METRIC_INNER_PRODUCT)
        self.prepare(faiss.downcast_index(self.index))
        self.index.train(vectors[:: max(1, self.rows // 100_000)])
        self.index.add(vectors)

    def spelled(self):
        cells = 2 ** round(np.log2(np.sqrt(self.rows)))
        return self.factory.format(cells=cells, half=self.dimension // 2)

    def prepare(self, index):
        pass

    def save(self, folder):
        import faiss

        faiss.write_index(self.index, f"{folder}/index")

    def load(self, folder, vectors):
        import faiss

        self.index = faiss.read_index(f"{folder}/index")

    def many(self, queries, k):
        return self.index.search(queries, k)[1]

    def use(self, threads):
        import faiss

        faiss.omp_set_num_threads(threads)
        return faiss.downcast_index(self.index)


class FaissFlat(Faiss):
    name, factory, exact = "faiss-flat", "Flat", True
    knobs = [0]

    def set(self, knob, variant, threads):
        self.use(threads)


class FaissHNSW(Faiss):
    name, factory = "faiss-hnsw", "HNSW32,Flat"
    build_parameters = {"M": 32, "efConstruction": 200}

    def prepare(self, index):
        index.hnsw.efConstruction = self.build_parameters["efConstruction"]

    def set(self, knob, variant, threads):
        self.use(threads).hnsw.efSearch = knob


class FaissHNSWSQ8(FaissHNSW):
    name, factory = "faiss-hnsw-sq8", "HNSW32,SQ8"


class FaissCells(Faiss):
    """Inverted lists with codes, then a rerank of the best `factor * k`."""

    variants = [{"factor": factor} for factor in (4, 10, 30)]
    knob_name = "nprobe"
    knobs = sorted({round(2 * 1.15**i) for i in range(46)})

    def set(self, knob, variant, threads):
        import faiss

        index = self.use(threads)
        index.k_factor = variant["factor"]
        faiss.downcast_index(index.base_index).nprobe = knob


class FaissPQ(FaissCells):
    name, factory = "faiss-ivf-pqfs", "IVF{cells},PQ{half}x4fs,RFlat"


class FaissRaBitQ(FaissCells):
    name, factory = "faiss-ivf-rabitqfs", "IVF{cells},RaBitQfs,RFlat"
    variants = [{"factor": factor} for factor in (10, 30, 100)]


class FaissFlatRaBitQ(Faiss):
    name, factory = "faiss-rabitqfs", "RaBitQfs,RFlat"
    knob_name = "factor"
    knobs = sorted({round(2 * 1.2**i) for i in range(34)})

    def set(self, knob, variant, threads):
        self.use(threads).k_factor = knob


class Usearch(Engine):
    name, package, dtype = "usearch-bf16", "usearch", "bf16"
    build_parameters = {"M": 16, "efConstruction": 200}

    def fresh(self):
        from usearch.index import Index

        return Index(
            ndim=self.dimension,
            metric="ip",
            dtype=self.dtype,
            connectivity=self.build_parameters["M"],
            expansion_add=self.build_parameters["efConstruction"],
        )

    def build(self, vectors):
        self.index = self.fresh()
        self.index.add(np.arange(self.rows), vectors, threads=1)

    def save(self, folder):
        self.index.save(f"{folder}/index")

    def load(self, folder, vectors):
        self.index = self.fresh()
        self.index.load(f"{folder}/index")

    def set(self, knob, variant, threads):
        self.index.expansion_search = knob
        self.threads = threads

    def one(self, query, k):
        return self.index.search(query[0], k, threads=1).keys

    def many(self, queries, k):
        return self.index.search(queries, k, threads=self.threads).keys


class UsearchFloat(Usearch):
    name, dtype = "usearch-f32", "f32"


class Scann(Engine):
    """Partitions, 4-bit codes with anisotropic loss, rerank."""

    name, package = "scann", "scann"
    knob_name = "leaves"
    knobs = sorted({round(2 * 1.15**i) for i in range(46)})
    variants = [{"reorder": reorder} for reorder in (40, 80, 150, 300)]
    tree = True

    def builder(self, vectors):
        import scann

        builder = scann.scann_ops_pybind.builder(vectors, 10, "dot_product")
        if self.tree:
            leaves = int(np.sqrt(self.rows)) * 2
            builder = builder.tree(
                num_leaves=leaves, num_leaves_to_search=leaves, training_sample_size=min(self.rows, 250_000)
            )
        return builder.score_ah(2, anisotropic_quantization_threshold=0.2).reorder(100)

    def build(self, vectors):
        builder = self.builder(vectors)
        builder.set_n_training_threads(1)
        self.index = builder.build()

    def save(self, folder):
        self.index.serialize(folder)

    def load(self, folder, vectors):
        import scann

        self.index = scann.scann_ops_pybind.load_searcher(folder)

    def set(self, knob, variant, threads):
        self.arguments = {"leaves_to_search": knob, "pre_reorder_num_neighbors": variant["reorder"]}
        self.threads = threads
        if threads > 1:
            self.index.set_num_threads(threads)

    def one(self, query, k):
        return self.index.search(query[0], final_num_neighbors=k, **self.arguments)[0]

    def many(self, queries, k):
        search = self.index.search_batched_parallel if self.threads > 1 else self.index.search_batched
        return search(queries, final_num_neighbors=k, **self.arguments)[0]


class ScannFlat(Scann):
    name, tree = "scann-flat", False
    knob_name = "reorder"
    knobs = sorted({round(20 * 1.15**i) for i in range(36)})
    variants = [{}]

    def set(self, knob, variant, threads):
        super().set(None, {"reorder": knob}, threads)
        del self.arguments["leaves_to_search"]


class Voyager(Engine):
    name, package = "voyager", "voyager"
    concurrent = False
    build_parameters = {"M": 16, "efConstruction": 200}

    def build(self, vectors):
        import voyager

        self.index = voyager.Index(
            voyager.Space.InnerProduct,
            num_dimensions=self.dimension,
            M=self.build_parameters["M"],
            ef_construction=self.build_parameters["efConstruction"],
            max_elements=self.rows,
        )
        self.index.add_items(np.array(vectors), num_threads=1)

    def save(self, folder):
        self.index.save(f"{folder}/index")

    def load(self, folder, vectors):
        import voyager

        self.index = voyager.Index.load(f"{folder}/index")

    def set(self, knob, variant, threads):
        self.knob, self.threads = knob, threads

    def one(self, query, k):
        return self.index.query(query[0], k=k, query_ef=self.knob)[0]

    def many(self, queries, k):
        return self.index.query(queries, k=k, query_ef=self.knob, num_threads=self.threads)[0]


class Ngt(Engine):
    name, package = "ngt", "ngt"
    concurrent = False
    build_parameters = {"edges": 20}
    knob_name = "epsilon"
    knobs = [round(-0.02 + 0.015 * i, 3) for i in range(60)]

    def build(self, vectors):
        import ngtpy

        self.path = f"{self.scratch}/ngt"
        shutil.rmtree(self.path, ignore_errors=True)
        ngtpy.create(
            self.path,
            self.dimension,
            distance_type="Cosine",
            edge_size_for_creation=self.build_parameters["edges"],
            edge_size_for_search=0,
        )
        self.index = ngtpy.Index(self.path)
        self.index.batch_insert(vectors, num_threads=1)

    def save(self, folder):
        self.index.save()
        shutil.copytree(self.path, f"{folder}/index", dirs_exist_ok=True)

    def load(self, folder, vectors):
        import ngtpy

        self.index = ngtpy.Index(f"{folder}/index", read_only=True)

    def set(self, knob, variant, threads):
        self.knob = knob
        self.index.set(epsilon=knob)
        use_openmp_threads(threads)

    def one(self, query, k):
        return [row for row, _ in self.index.search(query[0], size=k, epsilon=self.knob)]

    def many(self, queries, k):
        import ngtpy

        found = ngtpy.BatchResults()
        self.index.batch_search(queries, found, k)
        return found.get_ids()


class Annoy(Engine):
    name, package = "annoy", "annoy"
    spreads = False
    build_parameters = {"trees": 100}
    knob_name = "searchK"
    knobs = sorted({round(500 * 1.2**i) for i in range(40)})

    def fresh(self):
        from annoy import AnnoyIndex

        return AnnoyIndex(self.dimension, "angular")

    def build(self, vectors):
        self.index = self.fresh()
        self.index.set_seed(1)
        for row in range(self.rows):
            self.index.add_item(row, vectors[row])
        self.index.build(self.build_parameters["trees"], n_jobs=1)

    def save(self, folder):
        self.index.save(f"{folder}/index")

    def load(self, folder, vectors):
        self.index = self.fresh()
        self.index.load(f"{folder}/index")

    def set(self, knob, variant, threads):
        self.knob = knob

    def one(self, query, k):
        return self.index.get_nns_by_vector(query[0], k, search_k=self.knob)

    def many(self, queries, k):
        return [self.one(queries[i : i + 1], k) for i in range(len(queries))]


class Nmslib(Engine):
    name, package = "nmslib", "nmslib"
    build_parameters = {"M": 16, "efConstruction": 200}

    def fresh(self):
        import nmslib

        return nmslib.init(method="hnsw", space="cosinesimil")

    def build(self, vectors):
        self.index = self.fresh()
        self.index.addDataPointBatch(vectors)
        self.index.createIndex({**self.build_parameters, "post": 0, "indexThreadQty": 1})

    def save(self, folder):
        self.index.saveIndex(f"{folder}/index", save_data=True)

    def load(self, folder, vectors):
        self.index = self.fresh()
        self.index.loadIndex(f"{folder}/index", load_data=True)

    def set(self, knob, variant, threads):
        self.index.setQueryTimeParams({"efSearch": knob})
        self.threads = threads

    def one(self, query, k):
        return self.index.knnQuery(query[0], k=k)[0]

    def many(self, queries, k):
        return [row for row, _ in self.index.knnQueryBatch(queries, k=k, num_threads=self.threads)]


class DiskANN(Engine):
    name, package = "diskann", "diskannpy"
    concurrent = False
    build_parameters = {"R": 64, "L": 128, "alpha": 1.2}
    knob_name = "L"

    def build(self, vectors):
        import diskannpy

        os.makedirs(f"{self.scratch}/diskann", exist_ok=True)
        diskannpy.build_memory_index(
            np.ascontiguousarray(vectors),
            distance_metric="cosine",
            index_directory=f"{self.scratch}/diskann",
            complexity=self.build_parameters["L"],
            graph_degree=self.build_parameters["R"],
            alpha=self.build_parameters["alpha"],
            num_threads=1,
        )
        self.open(f"{self.scratch}/diskann")

    def open(self, folder):
        import diskannpy

        # Room to work for two threads: with one, the second of a batch would wait for the first.
        self.folder, self.threads = folder, 1
        self.index = diskannpy.StaticMemoryIndex(folder, num_threads=2, initial_search_complexity=4_096)

    def save(self, folder):
        shutil.copytree(self.folder, f"{folder}/index", dirs_exist_ok=True)

    def load(self, folder, vectors):
        self.open(f"{folder}/index")

    def set(self, knob, variant, threads):
        self.knob, self.threads = knob, threads

    def one(self, query, k):
        return self.index.search(query[0], k, self.knob).identifiers

    def many(self, queries, k):
        return self.index.batch_search(queries, k, self.knob, self.threads).identifiers


class Tree(Engine):
    """scikit-learn's exact trees; on unit vectors the Euclidean order is that of the cosine."""

    package, exact, spreads = "scikit-learn", True, False
    knob_name, knobs = "", [0]

    def build(self, vectors):
        import sklearn.neighbors

        self.index = getattr(sklearn.neighbors, self.name)(vectors, leaf_size=40)

    def save(self, folder):
        with open(f"{folder}/index", "wb") as file:
            pickle.dump(self.index, file)

    def load(self, folder, vectors):
        with open(f"{folder}/index", "rb") as file:
            self.index = pickle.load(file)

    def set(self, knob, variant, threads):
        pass

    def many(self, queries, k):
        return self.index.query(queries, k=k, return_distance=False)


class BallTree(Tree):
    name = "BallTree"


class KDTree(Tree):
    name = "KDTree"


ENGINES = {
    engine.name: engine
    for engine in (
        Hnswlib, FaissFlat, FaissHNSW, FaissHNSWSQ8, FaissPQ, FaissRaBitQ, FaissFlatRaBitQ, Usearch,
        UsearchFloat, Scann, ScannFlat, Voyager, Ngt, Annoy, Nmslib, DiskANN, BallTree, KDTree,
    )
}  # fmt: skip
