"""One peer in a process of its own: reads commands as lines of JSON, answers each with one.

usage: index_worker.py ENGINE SET FOLDER CACHE. Commands: build, recall, run, quit.
"""
import json
import os
import sys
import threading
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np

import index_sets
from index_engines import ENGINES

K = 10
#: Queries of the smallest batch.
BATCH_MIN = 20


def own_memory():
    """Bytes of this process that belong to no file."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("RssAnon"):
                return int(line.split()[1]) * 1024
    return 0


def asked(rows, seconds, least):
    """The rows one after the other for so long; a list that is over sooner than the least begins again."""
    start = time.perf_counter()
    while True:
        for row in rows:
            yield row
            if time.perf_counter() - start > seconds:
                return
        if time.perf_counter() - start > least:
            return


def percentiles(times):
    return {
        "p50ms": float(np.quantile(times, 0.5)) * 1e3,
        "p99ms": float(np.quantile(times, 0.99)) * 1e3,
    }


class Worker:
    def __init__(self, engine, name, folder, cache):
        read = lambda part: np.load(index_sets.path(folder, name, part), mmap_mode="r")
        self.vectors = read("vectors")
        self.queries = np.array(read("queries"))
        self.truth = np.ascontiguousarray(read("truth")[:, :K])
        self.rows = [self.queries[i : i + 1] for i in range(len(self.queries))]
        self.engine = ENGINES[engine](*self.vectors.shape)
        self.cache = os.path.join(cache, f"{name}-{engine}")
        self.engine.scratch = self.cache
        self.recalls = {}
        self.speeds = {}

    def build(self, anew=False):
        """Builds, or loads what an earlier run built; the figures are always the build's."""
        record = f"{self.cache}/build.json"
        if os.path.exists(record) and not anew:
            self.engine.load(self.cache, self.vectors)
            with open(record) as file:
                return json.load(file)
        os.makedirs(self.cache, exist_ok=True)
        load = os.getloadavg()[0]
        memory, wall, cpu = own_memory(), time.perf_counter(), time.process_time()
        self.engine.build(self.vectors)
        built = {
            "buildSeconds": time.process_time() - cpu,
            "buildWallSeconds": time.perf_counter() - wall,
            "bytesPerVector": (own_memory() - memory) / len(self.vectors),
            "buildLoad": (load + os.getloadavg()[0]) / 2,
        }
        self.engine.save(self.cache)
        with open(record, "w") as file:
            json.dump(built, file)
        return built

    def describe(self):
        engine = self.engine
        return {
            "knobs": engine.knobs,
            "variants": engine.variants,
            "exact": engine.exact,
            "knobName": engine.knob_name,
            "buildParameters": engine.build_parameters,
        }

    def recall(self, knob, variant):
        key = (knob, json.dumps(variant))
        if key not in self.recalls:
            self.engine.set(knob, variant, 1)
            count = min(len(self.queries), 50 if self.engine.exact else len(self.queries))
            found = self.engine.many(self.queries[:count], K)
            hits = sum(len(set(map(int, a)) & set(map(int, b))) for a, b in zip(found, self.truth))
            self.recalls[key] = hits / (count * K)
        return {"recall": self.recalls[key]}

    def run(self, knob, variant, mode, seconds, least):
        """Asks queries for so long, the whole list once unless that takes less than the least."""
        self.point = (knob, json.dumps(variant))
        self.engine.set(knob, variant, 2 if mode == "threads" else 1)
        return getattr(self, "run_" + mode)(seconds, least)

    def run_single(self, seconds, least):
        one, times = self.engine.one, []
        for row in self.rows[:5]:
            one(row, K)
        cpu = time.process_time()
        for row in asked(self.rows, seconds, least):
            start = time.perf_counter()
            one(row, K)
            times.append(time.perf_counter() - start)
        cpu = time.process_time() - cpu
        qps = len(times) / sum(times)
        self.speeds[self.point] = max(qps, self.speeds.get(self.point, 0))
        return {"qps": qps, "cpuQps": len(times) / cpu, **percentiles(times)}

    def run_batch(self, seconds, least):
        """Calls with as many queries as one query at a time would get through in the time, all at most."""
        fitting = int(self.speeds.get(self.point, 0) * seconds)
        count = min(len(self.queries), max(BATCH_MIN, fitting))
        calls, cpu, start = 0, time.process_time(), time.perf_counter()
        while True:
            self.engine.many(self.queries[:count], K)
            calls += 1
            wall = time.perf_counter() - start
            if wall > least:
                break
        cpu = time.process_time() - cpu
        return {
            "qps": calls * count / wall,
            "cpuQps": calls * count / cpu,
            "batchQueries": count,
            "batchMs": wall / calls * 1e3,
        }

    def run_threads(self, seconds, least):
        """Two threads in every way the library offers; the faster counts."""
        ways = []
        if self.engine.spreads:
            ways.append({"how": "one call over two threads", **self.run_batch(seconds / 2, least / 2)})
        if self.engine.concurrent:
            ways.append({"how": "one query at a time on each", **self.run_pair(seconds / 2, least / 2)})
        return max(ways, key=lambda way: way["qps"])

    def run_pair(self, seconds, least):
        """Two Python threads, each asking its half of the queries one at a time."""
        one, times = self.engine.one, ([], [])
        ready = threading.Barrier(3)

        def ask(part):
            ready.wait()
            for row in asked(self.rows[part::2], seconds, least):
                start = time.perf_counter()
                one(row, K)
                times[part].append(time.perf_counter() - start)

        threads = [threading.Thread(target=ask, args=(part,)) for part in (0, 1)]
        for thread in threads:
            thread.start()
        ready.wait()
        cpu, start = time.process_time(), time.perf_counter()
        for thread in threads:
            thread.join()
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        count = sum(map(len, times))
        return {"qps": count / wall, "cpuQps": count / cpu, **percentiles(times[0] + times[1])}


def main(engine, name, folder, cache):
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Libraries that talk on standard output must not talk into the answers.
    worker = Worker(engine, name, folder, cache)
    for line in sys.stdin:
        command = json.loads(line)
        what = command.pop("do")
        if what == "quit":
            break
        try:
            answer = getattr(worker, what)(**command)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
