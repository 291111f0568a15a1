"""Joins the pipeline's figures and the reference stacks' into one file and prints the ratios.

usage: merge.py OPEN.json CLASSIC.json PEERS.json RESULT.json
"""
import json
import sys

ours, classic, peers = (json.load(open(path)) for path in sys.argv[1:4])
ours["pipeline"] += classic["pipeline"]
ours["peers"] = peers
# The reference stacks store nothing.
whole = {
    (row["pack"], row["precision"]): sum(ms for step, ms in row["milliseconds"].items() if step != "store")
    for row in ours["pipeline"]
}


def ratio(pack, peer):
    taken = peers.get(peer, {}).get("cpuMilliseconds")
    mine = whole.get((pack, "f32"))
    return taken / mine if taken and mine else None


ours["ratios"] = {
    "open against onnxruntime with the same weights": ratio("open", "onnxruntime, pack open"),
    "classic against face_recognition, HOG": ratio("classic", "face_recognition, HOG"),
    "classic against face_recognition, CNN": ratio("classic", "face_recognition, CNN"),
}
json.dump(ours, open(sys.argv[4], "w"), indent=2, sort_keys=True)
for name, row in peers.items():
    print(f"{name}: " + (f"{row['cpuMilliseconds']:.1f} ms CPU a photo" if "cpuMilliseconds" in row else row["error"]))
for name, value in ours["ratios"].items():
    print(f"{name}: " + (f"{value:.2f} x faster" if value else "not measured"))
