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


def rows_of(result, **wanted):
    return [row for row in result["rows"] if all(row.get(k) == v for k, v in wanted.items())]


def fastest(rows, recall, key):
    """The greatest `key` among rows that reach a recall, with the row."""
    reaching = [row for row in rows if row["recall"] >= recall and key in row]
    return max(reaching, key=lambda row: row[key], default=None)


def ratios(result, name, engine, recall, key):
    """Ours, hnswlib's and the best peer's speed, with the best peer's name."""
    rows = rows_of(result, set=name, mode="single")
    ours = fastest([row for row in rows if row["engine"] == engine], recall, key)
    hnswlib = fastest([row for row in rows if row["engine"] == "hnswlib"], recall, key)
    best = fastest([row for row in rows if row["engine"] not in OURS], recall, key)
    return ours, hnswlib, best



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
        cells = []
        for index in (1, 2):
            cells.append(f"{wall[0]['qps'] / wall[index]['qps']:.1f}")
            cells.append(f"{cpu[0]['cpuQps'] / cpu[index]['cpuQps']:.1f}")
        yield (
            f"| {name}, {engine} at {recall} | {wall[0]['qps']:,.0f} | {cells[0]} | {cells[1]} | {cells[2]} |"
            f" {cells[3]} | {wall[2]['engine']} | {goal[0]} / {goal[1]} |"
        )


def build_lines(result):
    yield "| set | hnswlib, M 16, efConstruction 200 | our graph, 32 links, width 200 | ratio (goal 5) | our scan |"
    yield "|---|---|---|---|---|"
    for name in SET_NAMES:
        seconds = {}
        for engine in ("hnswlib", "semblance-graph", "semblance"):
            rows = rows_of(result, set=name, engine=engine)
            if rows:
                seconds[engine] = rows[0]["buildSeconds"]
        if "hnswlib" in seconds and "semblance-graph" in seconds:
            yield (
                f"| {name} | {seconds['hnswlib']:.1f} s | {seconds['semblance-graph']:.1f} s |"
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
            cells.append(f"{found['qps']:,.0f}" if found else "-")
        at = fastest(single, 0.99, "qps")
        cells.append(f"{at['p50ms']:.3f} / {at['p99ms']:.3f}" if at else "-")
        for mode in ("threads", "batch"):
            found = fastest([row for row in own if row["mode"] == mode], 0.99, "qps")
            cells.append(f"{found['qps']:,.0f}" if found else "-")
        cells += [f"{own[0]['buildSeconds']:,.1f}", f"{own[0]['bytesPerVector']:,.0f}"]
        yield f"| {engine} | " + " | ".join(cells) + " |"


def report(result):
    machine = result["machine"]
    yield "# The vector index beside its peers"
    yield ""
    yield (
        f"Written by `make bench-index` on {result['date']}: {machine['processor']}, {machine['cores']} cores,"
        f" {machine['system']}. Every engine runs in a process of its own and they take turns; one thread,"
        " one query at a time, unless a column says otherwise. Queries a second by the clock on the wall, the"
        " fastest round of several; all ask for 10 answers, with the smallest knob that reaches the recall."
        " Peers are called from Python, ours from Swift: what a call from Python costs is in the peers' figures"
        " and was not measured; it weighs most on the smallest set. Build times are CPU"
        " seconds on one thread. `Benchmarks/Results/index.json` has every row and the versions."
    )
    yield ""
    yield "## Goals"
    yield ""
    yield from goal_lines(result)
    yield ""
    if result.get("note"):
        yield result["note"]
        yield ""
    yield "The CPU columns count processor time instead of the clock: other work on the machine disturbs them less."
    yield ""
    yield "## Build at equal efConstruction"
    yield ""
    yield from build_lines(result)
    for name, title in SET_NAMES.items():
        if not rows_of(result, set=name):
            continue
        yield ""
        yield f"## {name}"
        yield ""
        yield f"![recall against queries a second](../Benchmarks/Results/index-{name}.svg)"
        yield ""
        yield from engine_lines(result, name)
        for engine, reason in result["absent"].get(name, {}).items():
            yield ""
            yield f"{engine} is missing: {reason}"


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
