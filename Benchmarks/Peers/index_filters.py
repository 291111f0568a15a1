"""Measures filtered searches at every selectivity: recall, and cost beside the unfiltered search.

usage: index_filters.py INDEX_BENCH WORK_FOLDER RESULT_JSON TABLE_MD SET...

Two kinds of filter: `random` admits single vectors, `identity` whole people, so that the people who look
most like the query are often filtered away with all their photos. Costs are processor time; every filtered
run stands between two unfiltered ones. The first use of a filter, which works out the rows it admits, is
timed by the clock, with a single query and a filter nobody has used before.
"""
import datetime
import json
import subprocess
import sys

import index_sets

SHARES = (1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0001)
QUERIES = 200
REPEATS = 3
RECALL = 0.99


def measure(bench, work, name):
    process = subprocess.Popen([bench], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(line):
        process.stdin.write(line + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    path = lambda part: index_sets.path(work, name, part)
    ask(f"load {path('vectors')} {path('people')}")
    ask(f"queries {path('queries')} {path('truth')}")
    run = f"run semblance recall={RECALL} queries={QUERIES}"
    for kind in ("random", "identity"):
        for share in SHARES:
            away = f"away={int(kind == 'identity')}"
            filtered = f"{run} selectivity={share} {away}"
            firsts = []
            for number in range(REPEATS):
                # Another share by so little that it admits the same rows, so that the filter is a new one.
                new = share * (1 + 1e-9 * (number + 1))
                ask(run)
                asked = f"run semblance recall={RECALL} queries=1 selectivity={new:.15f} {away}"
                firsts.append(ask(asked)["p50ms"])
            answer = ask(filtered)
            recall = answer["recall"]
            ratios, speeds = [], []
            for _ in range(REPEATS):
                before, own, after = ask(run), ask(filtered), ask(run)
                plain = (1 / before["cpuQps"] + 1 / after["cpuQps"]) / 2
                ratios.append(1 / own["cpuQps"] / plain)
                speeds.append(own["cpuQps"])
            yield {
                "set": name,
                "filter": kind,
                "admitted": share,
                "recall": None if recall < 0 else round(recall, 5),
                "cpuQps": max(speeds),
                "costRatio": round(sorted(ratios)[REPEATS // 2], 3),
                "firstUseMs": round(sorted(firsts)[REPEATS // 2], 4),
                **({"admittedVectors": answer["admitted"]} if "admitted" in answer else {}),
                "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
            }
    process.stdin.write("quit\n")
    process.stdin.close()
    process.wait()


def recall_cell(row):
    if row["recall"] is None:
        return "**none admitted**"
    spelled = f"{row['recall']:.4f}"
    return spelled if row["recall"] >= RECALL else f"**{spelled}, below {RECALL:g}**"


def first_cell(row):
    return f"{row['firstUseMs']:.2f} ms" if "firstUseMs" in row else "-"


def table(rows):
    yield "# Filtered searches"
    yield ""
    dates = sorted({row.get("date", "an earlier day") for row in rows})
    yield (
        f"Recall@10 of {QUERIES} queries against an exact filtered search, and processor time beside the"
        " unfiltered search of the same run, when recall .99 is asked for. `random` filters admit single vectors;"
        " `identity` filters admit or remove whole people. Rows a filter admits are worked out once a segment and"
        " remembered by the filter: the first search with a new filter pays for that, all its time is in the"
        " column `first use`, by the clock, and the column `cost` has the searches after it. Recalls below .99 are"
        f" marked. Timed on {', '.join(dates)}. Written by `make bench-index`; rows in"
        " `Benchmarks/Results/index-filters.json`."
    )
    for name in dict.fromkeys(row["set"] for row in rows):
        yield ""
        yield f"## {name}"
        yield ""
        yield "| admitted | random: recall | cost | first use | identity: recall | cost | first use |"
        yield "|---|---|---|---|---|---|---|"
        own = {(row["filter"], row["admitted"]): row for row in rows if row["set"] == name}
        for share in SHARES:
            cells = []
            for kind in ("random", "identity"):
                row = own[(kind, share)]
                cells += [recall_cell(row), f"{row['costRatio']:.2f} x", first_cell(row)]
            yield f"| {share:.2%} | " + " | ".join(cells) + " |"
        empty = [f"{kind} {share:.2%}" for (kind, share), row in own.items() if row["recall"] is None]
        if empty:
            yield ""
            yield (
                f"`none admitted` ({', '.join(empty)}): the filter let nobody through, there was nothing to find,"
                " and so recall was not tested there."
            )
        low = sum(row["recall"] is not None and row["recall"] < RECALL for row in own.values())
        if low:
            yield ""
            yield (
                f"{low} of {len(own)} cells are below .99; one answer missed moves a cell by"
                f" {1 / (10 * QUERIES):.4f}."
            )


def main(bench, work, result, path, *sets):
    rows = []
    for name in sets:
        for row in measure(bench, work, name):
            rows.append(row)
            bound = 2 if row["admitted"] >= 0.01 else 1
            kept = (row["recall"] is None or row["recall"] >= 0.99) and row["costRatio"] <= bound
            print(row, "" if kept else "<- bound missed", flush=True)
    with open(result, "w") as file:
        json.dump({"rows": rows}, file, indent=1)
    with open(path, "w") as file:
        file.write("\n".join(table(rows)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
