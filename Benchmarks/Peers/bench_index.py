"""Times vector indexes side by side and writes Benchmarks/Results/index.json.

usage: bench_index.py INDEX_BENCH WORK_FOLDER RESULT [--sets a,b] [--engines a,b] [--rounds N]
       [--seconds S] [--extend] [--prepare] [--rebuild] [--minutes M]

With --prepare peers are built and their knobs found, and nothing is timed: that may be done on a busy
machine, the timing afterwards, without it, on a quiet one. Only peers that were prepared are timed. A peer that takes longer than --minutes for it on one set is
ended, and named with that reason from then on. Processor seconds of a build grow when others use the caches:
`buildLoad` tells how busy the machine was, and --prepare --rebuild builds once more when it is quiet.

Every engine is a process of its own that waits while the others run; engines take turns within each
round, so that what disturbs the machine disturbs all. For every engine and every recall wanted, the
smallest value of its knob that reaches it is found by bisection; then that is timed in every round, one
query at a time on one thread, and for recall .99 also on two threads and as batches on one. All figures of
a row are those of one round, the one with the most queries a second by the clock on the wall.

A row of `mode` single has the percentiles of single queries. On two threads a peer is asked in every way its
library offers, and `how` names the faster: percentiles exist where each thread asked one query at a time,
and are null where one call was spread over two threads. A batch has no single queries, so that its
percentiles are null: `batchMs` is what a whole call took on average, `batchQueries` how many it asked.
Every row names its `run`; `runs` has the date, the machine and the versions of each.
"""
import argparse
import datetime
import importlib.metadata
import json
import math
import os
import platform
import subprocess
import sys
import threading

import index_sets
from index_engines import ENGINES

TARGETS = (0.90, 0.95, 0.99, 0.999)
#: Share of the time given after which a list of queries is not begun again.
LEAST = 0.2
#: The recall at which two threads and batches are timed.
MODES_RECALL = 0.99
SEMBLANCE = ("semblance", "semblance-scan", "semblance-graph")
#: Asked recalls, as the knob of our own engine.
ASKED = [0.5, 0.6, 0.7, 0.75, 0.8, 0.84, 0.87, 0.89, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.955, 0.96, 0.965,
         0.97, 0.975, 0.98, 0.983, 0.986, 0.988, 0.99, 0.991, 0.992, 0.993, 0.994, 0.995, 0.996, 0.997, 0.998,
         0.999, 0.9993, 0.9996, 0.9998, 0.9999]  # fmt: skip


class Process:
    """A process that answers lines."""

    def __init__(self, command, log):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
        )

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        return json.loads(answer) if answer else {"error": "the process died"}

    def end(self):
        self.process.kill()
        self.process.wait()


class EngineFailed(Exception):
    """An engine that cannot go on; the text is the reason the report gives."""


class Peer:
    """An engine of another project, in its worker."""

    def __init__(self, name, set_name, options, log):
        self.name, self.options, self.set_name = name, options, set_name
        worker = os.path.join(os.path.dirname(__file__), "index_worker.py")
        cache = os.path.join(options.work, "cache")
        self.folder = os.path.join(cache, f"{set_name}-{name}")
        self.points = os.path.join(self.folder, "points.json")
        self.process = Process(
            [sys.executable, worker, name, set_name, options.work, cache], log
        )
        self.about = self.ask("describe")
        self.recalls = {}

    def ask(self, what, **arguments):
        return self.process.ask(json.dumps({"do": what, **arguments}))

    def build(self):
        failed = os.path.join(self.folder, "failed.json")
        if os.path.exists(failed):
            with open(failed) as file:
                return json.load(file)
        if not self.options.prepare and not os.path.exists(self.points):
            return {"error": "not prepared: there was no machine time to build it and find its knobs"}
        return self.ask("build", anew=self.options.rebuild)

    def fail(self, reason):
        """Remembers why this peer is left out of this set."""
        os.makedirs(self.folder, exist_ok=True)
        with open(os.path.join(self.folder, "failed.json"), "w") as file:
            json.dump({"error": reason}, file)

    @property
    def knobs(self):
        return self.about["knobs"]

    @property
    def variants(self):
        return self.about["variants"]

    @property
    def exact(self):
        return self.about["exact"]

    def recall(self, knob, variant):
        key = (knob, json.dumps(variant))
        if key not in self.recalls:
            answer = self.ask("recall", knob=knob, variant=variant)
            if "error" in answer:
                raise EngineFailed(answer["error"])
            self.recalls[key] = answer["recall"]
        return self.recalls[key]

    def run(self, knob, variant, mode):
        seconds = self.options.seconds
        return self.ask(
            "run", knob=knob, variant=variant, mode=mode, seconds=seconds, least=LEAST * seconds
        )

    def parameters(self, knob, variant):
        chosen = {**self.about["buildParameters"], **variant}
        if self.about["knobName"]:
            chosen[self.about["knobName"]] = knob
        return chosen

    def end(self):
        self.process.end()


class Semblance:
    """Our own engine; the three ways to ask share one process."""

    exact = False
    knobs = ASKED
    variants = [{}]
    shared = {}

    def __init__(self, name, set_name, options, log):
        self.name, self.options = name, options
        self.set_name = set_name
        if set_name not in self.shared:
            self.shared.clear()
            self.shared[set_name] = {"process": Process([options.index_bench], log)}
        self.process = self.shared[set_name]["process"]
        self.recalls, self.speeds = {}, {}

    def build(self):
        known = self.shared[self.set_name]
        if "load" not in known:
            path = lambda part: index_sets.path(self.options.work, self.set_name, part)
            known["load"] = self.process.ask(f"load {path('vectors')} {path('people')}")
            if "error" in known["load"]:
                return known["load"]
            known["queries"] = self.process.ask(f"queries {path('queries')} {path('truth')}")["queries"]
        load = known["load"]
        if "error" in load:
            return load
        self.queries = known["queries"]
        built = {
            "buildSeconds": load["insertSeconds"] + load["compactSeconds"],
            "bytesPerVector": load["bytesPerVector"],
            "bytesPerVectorTouched": load["codeBytesPerRow"],
        }
        if self.name == "semblance-graph":
            if "graph" not in known:
                known["graph"] = self.process.ask("graph 1 200")
            if "error" in known["graph"]:
                return known["graph"]
            built["buildSeconds"] += known["graph"]["graphSeconds"]
            built["bytesPerVector"] += known["graph"]["bytesPerVector"]
        return built

    def recall(self, knob, variant):
        if knob not in self.recalls:
            answer = self.process.ask(f"run {self.name} recall={knob}")
            if "error" in answer:
                raise EngineFailed(answer["error"])
            self.recalls[knob] = answer["recall"]
            self.speeds[knob] = answer["qps"]
        return self.recalls[knob]

    def run(self, knob, variant, mode):
        seconds = self.options.seconds
        asked = f"run {self.name} recall={knob}"
        if mode == "single":
            # A short list of queries again while little of the time is gone, as the peers' worker does.
            repeat = math.ceil(LEAST * seconds * self.speeds.get(knob, 0) / self.queries) or 1
            return self.process.ask(f"{asked} seconds={seconds} repeat={repeat}")
        # Whole passes over the queries until so much time is gone.
        asked += f" seconds={LEAST * seconds}"
        if mode == "threads":
            answer = self.process.ask(asked + " threads=2")
            return answer if "error" in answer else {**answer, "how": "one query at a time on each"}
        answer = self.process.ask(asked + " batch=1")
        if "batchSeconds" not in answer:
            return {"error": answer.get("error", "no batches")}
        return {**answer, "batchQueries": self.queries, "batchMs": answer["batchSeconds"] * 1e3}

    def parameters(self, knob, variant):
        return {"recall": knob, **({"M": 32, "efConstruction": 200} if self.name == "semblance-graph" else {})}

    def end(self):
        self.process.end()


#: Knobs skipped at a time while the recall wanted is not reached.
STRIDE = 4
#: Recall two strides must add together, or a peer has reached what its codes allow.
GAIN_MIN = 0.0004


def smallest(engine, variant, target):
    """The first knob that reaches a recall, or None."""
    knobs = engine.knobs
    low, high = 0, 0
    reached = []
    # Upwards first: the dearest knobs take a slow engine minutes, and few recalls need them.
    while engine.recall(knobs[high], variant) < target:
        reached.append(engine.recall(knobs[high], variant))
        # Asked recalls, our own knob, may mean the same search for a while and then a wider one.
        level = isinstance(engine, Peer) and len(reached) > 2 and reached[-1] - reached[-3] < GAIN_MIN
        if high == len(knobs) - 1 or (level and reached[-1] > TARGETS[0]):
            return None
        low, high = high + 1, min(high + STRIDE, len(knobs) - 1)
    while low < high:
        middle = (low + high) // 2
        if engine.recall(knobs[middle], variant) >= target:
            high = middle
        else:
            low = middle + 1
    return knobs[low]


def choose(engine):
    """For every target the knob and variant that reach it fastest."""
    if not isinstance(engine, Peer):
        return bisect(engine)
    if os.path.exists(engine.points):
        with open(engine.points) as file:
            points = json.load(file)
        for point in points:
            if "recall" in point:
                engine.recalls[(point["knob"], json.dumps(point["variant"]))] = point["recall"]
        chosen = [(point["target"], point["knob"], point["variant"]) for point in points]
    else:
        chosen = bisect(engine)
    points = [
        {"target": target, "knob": knob, "variant": variant, "recall": engine.recall(knob, variant)}
        for target, knob, variant in chosen
    ]
    with open(engine.points, "w") as file:
        json.dump(points, file)
    return chosen


def bisect(engine):
    chosen = []
    for target in (1.0,) if engine.exact else TARGETS:
        found = []
        for variant in engine.variants:
            knob = engine.knobs[0] if engine.exact else smallest(engine, variant, target)
            if knob is not None:
                found.append((knob, variant))
        if len(found) > 1:
            speed = lambda pair: max(engine.run(*pair, "single").get("cpuQps", 0) for _ in range(2))
            found.sort(key=speed, reverse=True)
        if found and all(found[0] != (knob, variant) for _, knob, variant in chosen):
            chosen.append((target, *found[0]))
    return chosen


def better(old, new):
    """The faster of two runs of the same thing, with all its figures."""
    if not old or "error" in old:
        return new
    return new if new.get("qps", 0) > old["qps"] else old


def prepare(set_name, options, log):
    """Builds peers and finds their knobs, one after the other."""
    for name in options.engines:
        if name in SEMBLANCE:
            continue
        engine = Peer(name, set_name, options, log)
        late = threading.Event()
        end = threading.Timer(options.minutes * 60, lambda: (late.set(), engine.end()))
        end.start()
        try:
            built = engine.build()
            if "error" in built:
                raise EngineFailed(built["error"])
            points = choose(engine)
            print(f"{set_name} {name}: {built} {[(t, k) for t, k, _ in points]}", flush=True)
        except EngineFailed as reason:
            print(f"{set_name} {name}: {reason}", flush=True)
            engine.fail(str(reason))
        end.cancel()
        if late.is_set():
            engine.fail(f"more than {options.minutes:g} minutes to build it and to find its knobs")
        engine.end()


def measure(set_name, options, log):
    rows, absent, engines = [], {}, []
    for name in options.engines:
        engine = (Semblance if name in SEMBLANCE else Peer)(name, set_name, options, log)
        try:
            built = engine.build()
            if "error" in built:
                raise EngineFailed(built["error"])
            points = choose(engine)
        except EngineFailed as reason:
            absent[name] = str(reason)
            print(f"{set_name} {name}: {reason}", flush=True)
            if name not in SEMBLANCE:
                engine.end()
            continue
        print(f"{set_name} {name}: {[(t, k) for t, k, _ in points]}", flush=True)
        engines.append((engine, built, points))
    best = {}
    for _ in range(options.rounds):
        for engine, _, points in engines:
            for mode, target, knob, variant in timed(engine, points):
                key = (engine.name, mode, target)
                best[key] = better(best.get(key), engine.run(knob, variant, mode))
    for engine, built, points in engines:
        own = []
        for mode, target, knob, variant in timed(engine, points):
            run = best[(engine.name, mode, target)]
            if "error" not in run:
                own.append(
                    {
                        "set": set_name,
                        "engine": engine.name,
                        "parameters": engine.parameters(knob, variant),
                        "wanted": target,
                        "recall": engine.recall(knob, variant),
                        "mode": mode,
                        "threads": 2 if mode == "threads" else 1,
                        **{key: rounded(run.get(key)) for key in ("qps", "cpuQps", "p50ms", "p99ms")},
                        **{key: rounded(run[key]) for key in ("how", "batchQueries", "batchMs") if key in run},
                        **{k: round(v, 2) for k, v in built.items() if k != "buildWallSeconds"},
                        "run": options.run,
                        "date": options.run[:10],
                    }
                )
            elif mode == "single":
                absent[engine.name] = run["error"]
        rows += own
        engine.end()
    return rows, absent


def timed(engine, points):
    """What is timed of an engine: mode, recall wanted, knob and variant."""
    found = [("single", *point) for point in points]
    modes = next((point for point in points if engine.recall(*point[1:]) >= MODES_RECALL), None)
    if modes:
        found += [("threads", *modes), ("batch", *modes)]
    return found


def rounded(value):
    return round(value, 5) if isinstance(value, float) else value


def machine():
    model = flags = ""
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
            if line.startswith("flags"):
                flags = [f for f in line.split() if f.startswith(("avx", "fma", "vnni"))]
    return {"processor": model, "cores": os.cpu_count(), "vectorUnits": flags,
            "system": f"{platform.system()} {platform.machine()}",
            "memoryGB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)}  # fmt: skip


def versions():
    found = {"python": platform.python_version()}
    for package in sorted({engine.package for engine in ENGINES.values()} | {"numpy"}):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = None
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("index_bench")
    parser.add_argument("work")
    parser.add_argument("result")
    parser.add_argument("--sets", default="r12k128,a100k128,e40k512")
    parser.add_argument("--engines", default=",".join([*SEMBLANCE, *ENGINES]))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--gallery", help="catalogue with embeddings of real faces")
    parser.add_argument("--extend", action="store_true", help="keep rows of other sets and engines")
    parser.add_argument("--prepare", action="store_true", help="build peers, time nothing")
    parser.add_argument("--rebuild", action="store_true", help="with --prepare: build again, keep knobs")
    parser.add_argument("--minutes", type=float, default=60, help="of a peer on a set, for --prepare")
    options = parser.parse_args()
    options.engines = options.engines.split(",")
    # ScaNN keeps the path of what it saves.
    options.work = os.path.abspath(options.work)
    options.run = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    result = {"rows": [], "absent": {}, "runs": []}
    if options.extend and os.path.exists(options.result):
        with open(options.result) as file:
            result = json.load(file)
    os.makedirs(os.path.join(options.work, "cache"), exist_ok=True)
    run = {
        "run": options.run,
        "date": options.run[:10],
        "machine": machine(),
        "versions": versions(),
        "rounds": options.rounds,
        "seconds": options.seconds,
    }
    with open(os.path.join(options.work, "log"), "a") as log:
        for set_name in options.sets.split(","):
            index_sets.make(options.work, set_name, options.gallery)
            if options.prepare:
                prepare(set_name, options, log)
                continue
            before = os.getloadavg()[0]
            rows, absent = measure(set_name, options, log)
            # Our own run keeps one processor busy: what is above 1 was somebody else's.
            run["load"] = {**run.get("load", {}), set_name: [round(before, 2), round(os.getloadavg()[0], 2)]}
            merge(result, run, set_name, rows, absent)
            with open(options.result, "w") as file:
                json.dump(result, file, indent=1)


def merge(result, run, set_name, rows, absent):
    """Puts the rows of one set into the result; what an earlier run timed of other engines stays."""
    replaced = {row["engine"] for row in rows}
    others = [row for row in result["rows"] if row["set"] != set_name]
    own = [row for row in result["rows"] if row["set"] == set_name and row["engine"] not in replaced] + rows
    order = [*SEMBLANCE, *ENGINES]
    result["rows"] = others + sorted(own, key=lambda row: order.index(row["engine"]))
    kept = {row["engine"] for row in own}
    named = {**result["absent"].get(set_name, {}), **absent}
    result["absent"][set_name] = {
        engine: named.get(engine, "left out of the runs") for engine in order if engine not in kept
    }
    # A run is listed as long as a row is of it.
    used = {row["run"] for row in result["rows"]}
    runs = {known["run"]: known for known in [*result["runs"], run]}
    result["runs"] = [known for name, known in sorted(runs.items()) if name in used]


if __name__ == "__main__":
    main()
