"""Rewrites a small OpenVINO IR graph as ONNX, so that another engine can run the same weights.

Covers the operations of face-reidentification-retail-0095 and mobilefacenet-y1, nothing more; an
operation it does not know stops it.
"""
import xml.etree.ElementTree as ET

import numpy as np
from onnx import TensorProto, helper, numpy_helper

TYPES = {"f32": np.float32, "f16": np.float16, "i64": np.int64, "i32": np.int32}


def numbers(text):
    return [int(part) for part in text.replace(" ", "").split(",") if part]


class Conversion:
    def __init__(self, xml_path, bin_path):
        root = ET.parse(xml_path).getroot()
        self.weights = open(bin_path, "rb").read()
        self.layers = {layer.get("id"): layer for layer in root.find("layers")}
        self.sources = {}
        for edge in root.find("edges"):
            key = (edge.get("to-layer"), int(edge.get("to-port")))
            self.sources[key] = edge.get("from-layer")
        self.nodes, self.constants, self.values = [], [], {}

    def inputs(self, layer):
        ports = sorted(int(port.get("id")) for port in layer.find("input"))
        return [self.value(self.sources[(layer.get("id"), port)]) for port in ports]

    def constant(self, name, array):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def array(self, name):
        return next(numpy_helper.to_array(c) for c in self.constants if c.name == name)

    def emit(self, operation, inputs, name, **attributes):
        self.nodes.append(helper.make_node(operation, inputs, [name], **attributes))
        return name

    def value(self, identifier):
        if identifier not in self.values:
            self.values[identifier] = self.convert(self.layers[identifier])
        return self.values[identifier]

    def convert(self, layer):
        kind, name = layer.get("type"), "v" + layer.get("id")
        data = layer.find("data").attrib if layer.find("data") is not None else {}
        if kind == "Parameter":
            return "input"
        if kind == "Const":
            start = int(data["offset"])
            raw = self.weights[start : start + int(data["size"])]
            array = np.frombuffer(raw, TYPES[data["element_type"]])
            return self.constant(name, array.reshape(numbers(data["shape"])))
        inputs = self.inputs(layer)
        if kind == "Convert":
            return self.constant(name, self.array(inputs[0]).astype(TYPES[data["destination_type"]]))
        if kind in ("Convolution", "GroupConvolution"):
            group, weights = 1, self.array(inputs[1])
            if kind == "GroupConvolution":
                group = weights.shape[0]
                weights = weights.reshape((-1,) + weights.shape[2:])
            kernel = self.constant(name + "_w", weights)
            return self.emit(
                "Conv", [inputs[0], kernel], name, group=group, strides=numbers(data["strides"]),
                pads=numbers(data["pads_begin"]) + numbers(data["pads_end"]),
                kernel_shape=list(weights.shape[2:]))
        if kind == "PReLU":
            slope = self.array(inputs[1])
            shape = (1,) if slope.size == 1 else (slope.size, 1, 1)
            return self.emit("PRelu", [inputs[0], self.constant(name + "_s", slope.reshape(shape))], name)
        if kind == "AvgPool":
            return self.emit("AveragePool", inputs, name, kernel_shape=numbers(data["kernel"]),
                             strides=numbers(data["strides"]))
        if kind == "MatMul":
            if data.get("transpose_b") == "true":
                inputs[1] = self.constant(name + "_t", self.array(inputs[1]).T)
            return self.emit("MatMul", inputs, name)
        if kind == "Result":
            return inputs[0]
        direct = {"Add": "Add", "Multiply": "Mul", "Sigmoid": "Sigmoid", "Reshape": "Reshape"}
        return self.emit(direct[kind], inputs[:2], name)


def convert(xml_path, bin_path, onnx_path, edge):
    work = Conversion(xml_path, bin_path)
    result = next(layer for layer in work.layers.values() if layer.get("type") == "Result")
    output = work.value(result.get("id"))
    graph = helper.make_graph(
        work.nodes, "face", [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, edge, edge])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)], work.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    open(onnx_path, "wb").write(model.SerializeToString())
