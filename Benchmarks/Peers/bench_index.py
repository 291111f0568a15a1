"""Times vector indexes side by side and writes Benchmarks/Results/index.json.

usage: bench_index.py INDEX_BENCH WORK_FOLDER RESULT [--sets a,b] [--engines a,b] [--rounds N]
       [--seconds S] [--extend] [--prepare] [--minutes M]

With --prepare peers are built and their knobs found, and nothing is timed: that may be done on a busy
machine, the timing afterwards on a quiet one. A peer that takes longer than --minutes for it on one set is
ended, and named with that reason from then on.

Every engine is a process of its own that waits while the others run; engines take turns within each
round, so that what disturbs the machine disturbs all. For every engine and every recall wanted, the
smallest value of its knob that reaches it is found by bisection; then that is timed, one query at a
time on one thread, then on two threads, then as one batch. The fastest round counts.
"""
import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import threading

import index_sets
from index_engines import ENGINES

TARGETS = (0.90, 0.95, 0.99, 0.999)
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
        return self.ask("build")

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
        return self.ask("run", knob=knob, variant=variant, mode=mode, seconds=self.options.seconds)

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
        self.recalls = {}

    def build(self):
        known = self.shared[self.set_name]
        if "load" not in known:
            path = lambda part: index_sets.path(self.options.work, self.set_name, part)
            known["load"] = self.process.ask(f"load {path('vectors')} {path('people')}")
            self.process.ask(f"queries {path('queries')} {path('truth')}")
        load = known["load"]
        if "error" in load:
            return load
        built = {
            "buildSeconds": load["insertSeconds"] + load["compactSeconds"],
            "bytesPerVector": load["bytesPerVector"],
            "bytesPerVectorTouched": load["codeBytesPerRow"],
        }
        if self.name == "semblance-graph":
            if "graph" not in known:
                known["graph"] = self.process.ask("graph 1 200")
            built["buildSeconds"] += known["graph"]["graphSeconds"]
            built["bytesPerVector"] += known["graph"]["bytesPerVector"]
        return built

    def recall(self, knob, variant):
        if knob not in self.recalls:
            answer = self.process.ask(f"run {self.name} recall={knob}")
            self.recalls[knob] = answer.get("recall", 0)
        return self.recalls[knob]

    def run(self, knob, variant, mode):
        threads = 2 if mode == "threads" else 1
        return self.process.ask(
            f"run {self.name} recall={knob} threads={threads} seconds={self.options.seconds}"
        )

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
    known = os.path.join(engine.folder, "points.json")
    if os.path.exists(known):
        with open(known) as file:
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
    with open(known, "w") as file:
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
    """The better of two runs of the same thing: each figure at its best."""
    if not old:
        return new
    merged = dict(new)
    for key in ("qps", "cpuQps"):
        merged[key] = max(old.get(key, 0), new.get(key, 0))
    for key in ("p50ms", "p99ms"):
        if key in old and key in new:
            merged[key] = min(old[key], new[key])
    return merged


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
            points = [] if "error" in built else choose(engine)
            print(f"{set_name} {name}: {built} {[(t, k) for t, k, _ in points]}", flush=True)
        except EngineFailed as reason:
            print(f"{set_name} {name}: {reason}", flush=True)
        end.cancel()
        if late.is_set():
            engine.fail(f"more than {options.minutes:g} minutes to build it and to find its knobs")
        engine.end()


def measure(set_name, options, log):
    rows, absent, engines = [], {}, []
    for name in options.engines:
        engine = (Semblance if name in SEMBLANCE else Peer)(name, set_name, options, log)
        built = engine.build()
        if "error" in built:
            absent[name] = built["error"]
            print(f"{set_name} {name}: {built['error']}", flush=True)
            if name not in SEMBLANCE:
                engine.end()
            continue
        points = choose(engine)
        print(f"{set_name} {name}: {[(t, k) for t, k, _ in points]}", flush=True)
        engines.append((engine, built, points))
    best = {}
    for round_number in range(options.rounds):
        modes = ("single", "threads", "batch") if round_number < 2 else ("single",)
        for engine, _, points in engines:
            for mode in modes:
                for target, knob, variant in points:
                    if mode != "single" and target not in (0.99, 1.0):
                        continue
                    if mode == "batch" and isinstance(engine, Semblance):
                        continue
                    key = (engine.name, mode, target)
                    best[key] = better(best.get(key), engine.run(knob, variant, mode))
    for engine, built, points in engines:
        for target, knob, variant in points:
            for mode in ("single", "threads", "batch"):
                run = best.get((engine.name, mode, target))
                if not run or "error" in run:
                    continue
                rows.append(
                    {
                        "set": set_name,
                        "engine": engine.name,
                        "parameters": engine.parameters(knob, variant),
                        "wanted": target,
                        "recall": engine.recall(knob, variant),
                        "mode": mode,
                        "threads": 2 if mode == "threads" else 1,
                        **{k: round(run[k], 5) for k in ("qps", "cpuQps", "p50ms", "p99ms") if k in run},
                        **{k: round(v, 2) for k, v in built.items() if k != "buildWallSeconds"},
                    }
                )
        engine.end()
    return rows, absent


def machine():
    model = flags = ""
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
            if line.startswith("flags"):
                flags = [f for f in line.split() if f.startswith(("avx", "fma", "vnni"))]
    return {"processor": model, "cores": os.cpu_count(), "vectorUnits": flags,
            "system": f"{platform.system()} {platform.machine()}"}  # fmt: skip


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
    parser.add_argument("--minutes", type=float, default=60, help="of a peer on a set, for --prepare")
    options = parser.parse_args()
    options.engines = options.engines.split(",")
    # ScaNN keeps the path of what it saves.
    options.work = os.path.abspath(options.work)
    result = {"rows": [], "absent": {}}
    if options.extend and os.path.exists(options.result):
        with open(options.result) as file:
            result = json.load(file)
    os.makedirs(os.path.join(options.work, "cache"), exist_ok=True)
    with open(os.path.join(options.work, "log"), "a") as log:
        for set_name in options.sets.split(","):
            index_sets.make(options.work, set_name, options.gallery)
            if options.prepare:
                prepare(set_name, options, log)
                continue
            rows, absent = measure(set_name, options, log)
            result["rows"] = [
                row
                for row in result["rows"]
                if row["set"] != set_name or row["engine"] not in options.engines
            ] + rows
            # What was timed in an earlier run stays; what failed is named.
            named = result["absent"].get(set_name, {})
            timed = {row["engine"] for row in result["rows"] if row["set"] == set_name}
            result["absent"][set_name] = {
                engine: reason for engine, reason in {**named, **absent}.items() if engine not in timed
            }
            result["machine"], result["versions"] = machine(), versions()
            result["date"] = datetime.date.today().isoformat()
            with open(options.result, "w") as file:
                json.dump(result, file, indent=1)


if __name__ == "__main__":
    main()
