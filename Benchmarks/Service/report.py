"""Joins the figures of a bench of the service into one file and prints them.

usage: report.py WORK-FOLDER RESULT.json

Takes RUN.json (wrk), RUN.memory (kB before and after) for each run named in WORK-FOLDER/runs, and
status.json, first.txt and slow-clients.json.
"""
import datetime
import json
import os
import platform
import sys

work, result = sys.argv[1:3]


def load(name):
    with open(os.path.join(work, name)) as file:
        return json.load(file)


def text(name):
    with open(os.path.join(work, name)) as file:
        return file.read().split()


def processor():
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


status = load("status.json")
report = {
    "machine": {
        "cores": os.cpu_count(),
        "date": datetime.date.today().isoformat(),
        "processor": processor(),
        "system": platform.freedesktop_os_release()["PRETTY_NAME"],
    },
    "gallery": {key: status.get("gallery", {}).get(key) for key in ("faces", "people", "photos")},
    "pack": status.get("pack", {}).get("name"),
    "photoBytes": int(text("photo-bytes")[0]),
    "firstRequestMilliseconds": float(text("first.txt")[0]) * 1000,
    "runs": [],
    "slowClients": load("slow-clients.json"),
}
for name in text("runs"):
    run = load(f"{name}.json")
    before, after = (int(value) / 1024 for value in text(f"{name}.memory"))
    run.update(name=name, megabytesBefore=round(before, 1), megabytesAfter=round(after, 1))
    report["runs"].append(run)
    print(f"{name:>22}: {run['searchesPerSecond']:7.1f} searches/s, p50 {run['p50']:.1f} ms, "
          f"p95 {run['p95']:.1f}, p99 {run['p99']:.1f}; refused {run['refused']}, broken "
          f"{run['broken']}; {before:.0f} -> {after:.0f} MB")
print(f"{'first request':>22}: {report['firstRequestMilliseconds']:.1f} ms")
print(f"{'slow clients':>22}: {report['slowClients']}")
with open(result, "w") as file:
    json.dump(report, file, indent=2, sort_keys=True)
    file.write("\n")
