"""Times the reference stacks on the photos the pipeline benchmark used, one thread each.

usage: pipeline_peers.py PHOTO_FOLDER MODEL_FOLDER > peers.json

- face_recognition: dlib's HOG detector (and its CNN on fewer photos), 5 points, ResNet.
- onnxruntime: the weights of pack `open`, OpenCV for decoding, resizing and warping.
"""
import json
import os
import pathlib
import sys
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np


def timed(function, photos):
    function(photos[0])
    wall, cpu, found = time.perf_counter(), time.process_time(), 0
    for photo in photos:
        found += bool(function(photo))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"photos": len(photos), "found": found,
            "wallMilliseconds": 1000 * wall / len(photos), "cpuMilliseconds": 1000 * cpu / len(photos)}


def face_recognition_stack(model):
    import face_recognition

    def run(path):
        image = face_recognition.load_image_file(path)
        boxes = face_recognition.face_locations(image, model=model)
        return len(face_recognition.face_encodings(image, boxes, model="small"))

    return run


TEMPLATE = 128 * np.array([(.31556875, .46157411), (.68262292, .46157411), (.5002625, .64053553),
                           (.34947188, .82469196), (.65343645, .82469196)], np.float32)


def onnxruntime_stack(models):
    import cv2
    import onnxruntime

    from ir_to_onnx import convert

    cv2.setNumThreads(1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    embedder_path = os.path.join(tempfile.mkdtemp(), "0095.onnx")
    stem = os.path.join(models, "face-reidentification-retail-0095")
    convert(stem + ".xml", stem + ".bin", embedder_path, 128)
    session = lambda path: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    detector, embedder = session(os.path.join(models, "yunet_n_dynamic.onnx")), session(embedder_path)
    feed = detector.get_inputs()[0].name
    names = [output.name for output in detector.get_outputs()]

    def detect(image):
        scale = 320 / max(image.shape[:2])
        small = cv2.resize(image, None, fx=scale, fy=scale) if scale < 1 else image
        scale = small.shape[1] / image.shape[1]
        high, wide = (-(-side // 32) * 32 for side in small.shape[:2])
        canvas = np.zeros((1, 3, high, wide), np.float32)
        canvas[0, :, : small.shape[0], : small.shape[1]] = small.transpose(2, 0, 1)
        outputs = dict(zip(names, detector.run(None, {feed: canvas})))
        best = (0.6, None)
        for stride in (8, 16, 32):
            score = np.sqrt(np.clip(outputs[f"cls_{stride}"], 0, 1) * np.clip(outputs[f"obj_{stride}"], 0, 1)).ravel()
            cell = int(score.argmax())
            if score[cell] > best[0]:
                offsets = np.array([cell % (wide // stride), cell // (wide // stride)])
                points = outputs[f"kps_{stride}"].reshape(-1, 5, 2)[cell]
                best = (score[cell], (points + offsets) * stride / scale)
        return best[1]

    def run(path):
        image = cv2.imread(str(path))
        points = detect(image)
        if points is None:
            return 0
        centred, target = points - points.mean(0), TEMPLATE - TEMPLATE.mean(0)
        norm = (centred ** 2).sum()
        a = (centred * target).sum() / norm
        b = (centred[:, 0] * target[:, 1] - centred[:, 1] * target[:, 0]).sum() / norm
        rotation = np.array([[a, -b], [b, a]])
        shift = TEMPLATE.mean(0) - rotation @ points.mean(0)
        crop = cv2.warpAffine(image, np.hstack([rotation, shift[:, None]]), (128, 128))
        vector = embedder.run(None, {"input": crop.transpose(2, 0, 1)[None].astype(np.float32)})[0].ravel()
        return int(np.isfinite(vector / np.linalg.norm(vector)).all())

    return run


def main():
    photos = sorted(pathlib.Path(sys.argv[1]).rglob("*.jpg"))
    results = {}
    stacks = [("face_recognition, HOG", lambda: face_recognition_stack("hog"), 60),
              ("face_recognition, CNN", lambda: face_recognition_stack("cnn"), 5),
              ("onnxruntime, pack open", lambda: onnxruntime_stack(sys.argv[2]), 200)]
    for name, make, count in stacks:
        try:
            results[name] = timed(make(), photos[:count])
        except Exception as error:  # a stack that can't run is named with its reason
            results[name] = {"error": f"{type(error).__name__}: {error}"}
    json.dump(results, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
