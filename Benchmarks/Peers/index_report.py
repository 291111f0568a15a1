"""Prints how we stand against the goals, and draws recall against queries a second.

usage: index_report.py RESULT_JSON PLOT_FOLDER TABLE_MD
"""
import json
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "semblance"
import matplotlib.pyplot as pyplot

OURS = ("semblance", "semblance-scan", "semblance-graph")
# set: (times hnswlib, times the best peer)
GOALS = {"e40k512": (24, 3), "b200k512": (10, 2), "a100k128": (7, 1.75), "r12k128": (10, 2.5)}
SET_NAMES = {
    "r12k128": "real faces, {rows} x 128",
    "a100k128": "100,000 x 128",
    "e40k512": "40,000 x 512",
    "b200k512": "200,000 x 512",
    "c1m128": "1,000,000 x 128",
    "d1m512": "1,000,000 x 512",
}


#: Less of a processor than this, by the clock, and a row counts as disturbed: of one thread, and of two.
SHARES_MIN = {1: 0.8, 2: 1.5}
DISTURBED = "†"
OTHER_RUN = "*"


def rows_of(result, **wanted):
    return [row for row in result["rows"] if all(row.get(k) == v for k, v in wanted.items())]


def fastest(rows, recall, key):
    """The greatest `key` among rows that reach a recall, with the row."""
    reaching = [row for row in rows if row["recall"] >= recall and row.get(key)]
    return max(reaching, key=lambda row: row[key], default=None)


def ratios(result, name, engine, recall, key):
    """Ours, hnswlib's and the best peer's speed, with the best peer's name."""
    rows = rows_of(result, set=name, mode="single")
    ours = fastest([row for row in rows if row["engine"] == engine], recall, key)
    hnswlib = fastest([row for row in rows if row["engine"] == "hnswlib"], recall, key)
    best = fastest([row for row in rows if row["engine"] not in OURS], recall, key)
    return ours, hnswlib, best


def disturbed(row):
    """Whether a row's processes had far less of the processor than they could use."""
    return row["qps"] < SHARES_MIN[row["threads"]] * row["cpuQps"]


def speed(row):
    """Queries a second by the clock, marked if something held them up."""
    return f"{row['qps']:,.0f}" + (DISTURBED if disturbed(row) else "")


def goal_lines(result):
    yield "| set | queries a second | x hnswlib: wall | CPU | x best peer: wall | CPU | best peer | goals |"
    yield "|---|---|---|---|---|---|---|---|"
    wanted = [(name, "semblance", 0.99, goal) for name, goal in GOALS.items()]
    wanted.append(("b200k512", "semblance-graph", 0.95, (10, 2.2)))
    for name, engine, recall, goal in wanted:
        wall = ratios(result, name, engine, recall, "qps")
        cpu = ratios(result, name, engine, recall, "cpuQps")
        if not all(wall) or not all(cpu):
            yield f"| {name}, {engine} at {recall} | not measured | | | | | | {goal[0]} / {goal[1]} |"
            continue
        cells = [speed(wall[0])]
        for index in (1, 2):
            for found, key in ((wall, "qps"), (cpu, "cpuQps")):
                mark = "" if found[0]["run"] == found[index]["run"] else OTHER_RUN
                cells.append(f"{found[0][key] / found[index][key]:.1f}{mark}")
        cells += [f"{wall[2]['engine']}", f"{goal[0]} / {goal[1]}"]
        yield f"| {name}, {engine} at {recall} | " + " | ".join(cells) + " |"


def build_lines(result):
    yield (
        "| set | hnswlib, M 16, efConstruction 200 | load meanwhile | our graph, 32 links, width 200 | ratio (goal 5)"
        " | our scan |"
    )
    yield "|---|---|---|---|---|---|"
    for name in SET_NAMES:
        seconds, load = {}, "not recorded"
        for engine in ("hnswlib", "semblance-graph", "semblance"):
            rows = rows_of(result, set=name, engine=engine)
            if rows:
                seconds[engine] = rows[0]["buildSeconds"]
                if engine == "hnswlib" and "buildLoad" in rows[0]:
                    load = f"{rows[0]['buildLoad']:.1f}"
        if "hnswlib" in seconds and "semblance-graph" in seconds:
            yield (
                f"| {name} | {seconds['hnswlib']:.1f} s | {load} | {seconds['semblance-graph']:.1f} s |"
                f" {seconds['hnswlib'] / seconds['semblance-graph']:.1f} | {seconds['semblance']:.2f} s |"
            )


def engine_lines(result, name):
    yield "| engine | .90 | .95 | .99 | .999 | p50 / p99 ms at .99 | two threads | batch | build, s | bytes a vector |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    rows = rows_of(result, set=name)
    engines = list(dict.fromkeys(row["engine"] for row in rows))
    for engine in engines:
        own = [row for row in rows if row["engine"] == engine]
        single = [row for row in own if row["mode"] == "single"]
        cells = []
        for recall in (0.9, 0.95, 0.99, 0.999):
            found = fastest(single, recall, "qps")
            cells.append(speed(found) if found else "-")
        at = fastest(single, 0.99, "qps")
        cells.append(f"{at['p50ms']:.3f} / {at['p99ms']:.3f}" if at else "-")
        for mode in ("threads", "batch"):
            found = fastest([row for row in own if row["mode"] == mode], 0.99, "qps")
            cells.append(speed(found) if found else "-")
        cells += [f"{own[0]['buildSeconds']:,.1f}", f"{own[0]['bytesPerVector']:,.0f}"]
        yield f"| {engine} | " + " | ".join(cells) + " |"


def run_lines(result):
    """The runs the rows are of, with machine and versions."""
    yield "| run | sets | machine | rounds of seconds | others' load before, after | |"
    yield "|---|---|---|---|---|---|"
    for run in result["runs"]:
        sets = dict.fromkeys(row["set"] for row in rows_of(result, run=run["run"]))
        machine = run["machine"]
        # While a set is timed one processor is ours.
        load = (
            f"{name} {before:.1f}, {max(0, after - 1):.1f}" for name, (before, after) in run.get("load", {}).items()
        )
        cells = (
            run["run"],
            ", ".join(sets),
            f"{machine['processor']}, {machine['cores']} cores, {machine['system']}",
            f"{run['rounds']} of {run['seconds']:g}",
            "; ".join(load) or "not recorded",
            run.get("note", ""),
        )
        yield "| " + " | ".join(cells) + " |"
    yield ""
    groups = {}
    for run in result["runs"]:
        spelled = ", ".join(f"{name} {version}" for name, version in run["versions"].items() if version)
        groups.setdefault(spelled, []).append(run["run"])
    for spelled, runs in groups.items():
        yield f"Versions{'' if len(groups) == 1 else ' of ' + ', '.join(runs)}: {spelled}."


def origin_line(result, name):
    """Which rows of a set come from which run."""
    engines = {}
    for row in rows_of(result, set=name):
        engines.setdefault(row["run"], {})[row["engine"]] = None
    if len(engines) == 1:
        return f"All rows are of run {next(iter(engines))}."
    spelled = "; ".join(f"of run {run} {', '.join(own)}" for run, own in sorted(engines.items()))
    return f"O{spelled[1:]}."


def missing_line(result, name):
    """Who is missing in a set, grouped by the reason; nothing if everybody is there."""
    reasons = {}
    for engine, reason in result["absent"].get(name, {}).items():
        reasons.setdefault(reason, []).append(engine)
    if reasons:
        named = "; ".join(f"{', '.join(engines)} ({reason})" for reason, engines in reasons.items())
        yield ""
        yield f"Missing: {named}."


def report(result):
    yield "# The vector index beside its peers"
    yield ""
    yield (
        "Written by `make bench-index`. Every engine runs in a process of its own and within a run they take"
        " turns; one thread, one query at a time, unless a column says otherwise. Queries a second by the clock"
        " on the wall; all ask for 10 answers, with the smallest knob that reaches the recall. All figures of a"
        " row are those of one round, the one with the most queries a second. On two threads a peer is asked in"
        " every way its library offers, two threads that ask one query at a time or one call over two threads,"
        " and the faster is shown; a batch is one call on one thread with all queries that fit the time, and"
        " for our engine, which has no such call, a loop over them. Percentiles exist for single queries only:"
        " rows of batches, and of calls over two threads, have none and say what a whole call took (`batchMs`)."
        " Peers are called from Python, ours from Swift: what a call from Python costs is in the peers' figures"
        " and was not measured; it weighs most on the smallest set. Build times are CPU seconds on one thread."
        " `Benchmarks/Results/index.json` has every row with its run, and the runs."
    )
    yield ""
    if any(disturbed(row) for row in result["rows"]):
        yield (
            f"{DISTURBED} Disturbed: the row had less than {SHARES_MIN[1]:g} of a processor (on two threads less"
            f" than {SHARES_MIN[2]:g}), because other programs took it or because threads waited for each other,"
            " so that its figure by the clock is far below the one by processor time (`cpuQps`) and says little"
            " about the engine."
        )
        yield ""
    yield "## Runs"
    yield ""
    yield from run_lines(result)
    yield ""
    yield "## Goals"
    yield ""
    yield from goal_lines(result)
    yield ""
    if result.get("note"):
        yield result["note"]
        yield ""
    yield (
        "The CPU columns count processor time instead of the clock: other work on the machine disturbs them less."
        f" {OTHER_RUN} marks a ratio of figures of two different runs."
    )
    yield ""
    yield "## Build at equal efConstruction"
    yield ""
    yield from build_lines(result)
    yield ""
    yield (
        "CPU seconds on one thread. Peers are built beforehand, ours when it is timed; a build on a busy machine"
        " takes more CPU seconds than on a quiet one (load 1 is the build itself)."
    )
    for name, title in SET_NAMES.items():
        if not rows_of(result, set=name):
            continue
        yield ""
        yield f"## {name}"
        yield ""
        yield f"![recall against queries a second](../Benchmarks/Results/index-{name}.svg)"
        yield ""
        yield from engine_lines(result, name)
        yield ""
        yield origin_line(result, name)
        yield from missing_line(result, name)


def draw(result, name, folder):
    figure, axes = pyplot.subplots(figsize=(9, 6))
    rows = rows_of(result, set=name, mode="single")
    for engine in dict.fromkeys(row["engine"] for row in rows):
        own = sorted((r["recall"], r["qps"]) for r in rows if r["engine"] == engine)
        style = dict(linewidth=2.5, marker="o") if engine in OURS else dict(linewidth=1, marker=".")
        axes.plot([1 - r for r, _ in own], [q for _, q in own], label=engine, **style)
    axes.set_xscale("symlog", linthresh=1e-4)
    axes.set_yscale("log")
    axes.invert_xaxis()
    axes.set_xticks([0.1, 0.05, 0.01, 0.001, 0], [".90", ".95", ".99", ".999", "1"])
    axes.set_xlabel("recall@10")
    axes.set_ylabel("queries a second, one thread")
    axes.set_title(name)
    axes.grid(True, alpha=0.3)
    axes.legend(fontsize=7, ncols=2)
    figure.savefig(f"{folder}/index-{name}.svg", metadata={"Date": None})
    pyplot.close(figure)


def main(path, folder, table):
    with open(path) as file:
        result = json.load(file)
    for name in dict.fromkeys(row["set"] for row in result["rows"]):
        draw(result, name, folder)
    text = "\n".join(report(result)) + "\n"
    with open(table, "w") as file:
        file.write(text)
    print("\n".join([*goal_lines(result), "", *build_lines(result)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
