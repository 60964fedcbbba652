"""Runs models that people install from PyPI through onnxruntime and writes what came out.

usage: make-reference.py MODELS.json WHEELS OUT

MODELS.json lists models: the package that carries each, its file there, and its inputs by formula. WHEELS holds the
downloaded packages. OUT becomes a folder that `tilewright validate models` reads: onnx_files/NAME.onnx,
reference/NAME.json and models.csv with the noise floor (largest difference between onnxruntime with and without graph
optimisation, divided by the largest absolute output).

Outputs come from runs without graph optimisation: the optimised 8-bit path saturates on processors without VNNI. So does
every product of unsigned data and signed weights, whatever the optimisation; such a model is run with unsigned weights
instead, which stand for the same numbers and whose sums are exact (see `unsigned`).
"""

import csv
import glob
import json
import math
import os
import re
import sys
import zipfile

import numpy
import onnx
import onnxruntime
from onnx import numpy_helper

# Operators that multiply by 8-bit weights: for each, the inputs that are weights and their zero points.
INTEGER_WEIGHTS = {
    "ConvInteger": [(1, 3)],
    "DynamicQuantizeLSTM": [(1, 9), (2, 11)],
    "MatMulInteger": [(1, 3)],
    "QLinearConv": [(3, 5)],
    "QLinearMatMul": [(3, 5)],
}


def finalised(seed, count):
    """The finaliser of MurmurHash3 over the flat index, shifted by the seed; the upper 24 bits."""
    h = (numpy.arange(count, dtype=numpy.uint64) + (seed * 0x9E3779B9) % 2**32) % 2**32
    h ^= h >> 16
    h = h * 0x85EBCA6B % 2**32
    h ^= h >> 13
    h = h * 0xC2B2AE35 % 2**32
    h ^= h >> 16
    return h >> 8


def filled(fill, shape, dtype):
    """A tensor by its formula, each step rounded to fp32."""
    count = math.prod(shape)
    arguments = {name: float(value) for name, value in re.findall(r"(\w+)=([-0-9.e]+)", fill)}
    if fill.startswith("sym"):
        u = finalised(int(arguments["seed"]), count).astype(numpy.float64)
        unit = ((u - 2**23) / 2**23).astype(numpy.float32)
        values = numpy.float32(arguments.get("scale", 1)) * unit + numpy.float32(arguments.get("offset", 0))
    elif fill.startswith("ints"):
        values = int(arguments.get("lo", 0)) + finalised(int(arguments["seed"]), count).astype(numpy.int64) % int(
            arguments["mod"]
        )
    elif fill.startswith("const"):
        values = numpy.full(count, float(fill.split()[1]))
    elif fill.startswith("ones"):
        values = numpy.ones(count)
    else:
        raise SystemExit(f"unknown formula {fill}")
    return values.astype(dtype).reshape(shape)


def unsigned(model):
    """A model whose signed 8-bit weights became unsigned ones, 128 above, with zero points 128 above: the same numbers.

    Without VNNI, onnxruntime multiplies u8 by s8 with an instruction that adds pairs of products in saturating 16 bits.
    u8 by u8 it widens first, so all its sums are exact.
    """
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    count = 0
    for node in model.graph.node:
        for place, zero_place in INTEGER_WEIGHTS.get(node.op_type, []):
            tensor = weights.get(node.input[place])
            if tensor is None or tensor.data_type != onnx.TensorProto.INT8:
                continue
            while len(node.input) <= zero_place:
                node.input.append("")
            zero = node.input[zero_place]
            zeros = numpy_helper.to_array(weights[zero]) if zero else numpy.zeros((), numpy.int8)
            for input_place, values in ((place, numpy_helper.to_array(tensor)), (zero_place, zeros)):
                count += 1
                name = f"unsigned.{count}"
                shifted = (values.astype(numpy.int16) + 128).astype(numpy.uint8)
                model.graph.initializer.append(numpy_helper.from_array(shifted, name))
                node.input[input_place] = name
    return model if count else None


def session(model, optimised):
    """Of a file, or of a model in memory."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_ENABLE_ALL if optimised else levels.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def difference(results, others):
    """The largest between two runs, of the largest absolute value of each output."""
    worst = 0.0
    for result, other in zip(results, others):
        result, other = result.astype(numpy.float64), other.astype(numpy.float64)
        largest = numpy.abs(result).max(initial=0)
        if largest:
            worst = max(worst, numpy.abs(result - other).max(initial=0) / largest)
    return worst


def summary(name, values):
    """Statistics and samples, as reference/NAME.json holds them."""
    flat = values.astype(numpy.float64).ravel()
    entry = {
        "name": name,
        "shape": "x".join(str(length) for length in values.shape),
        "dtype": str(values.dtype),
        "l2": float(numpy.sqrt((flat**2).sum())),
        "min": float(flat.min()) if flat.size else 0.0,
        "max": float(flat.max()) if flat.size else 0.0,
        "wsum": f"{(flat * numpy.cos(0.1 * numpy.arange(flat.size))).sum():.9g}",
    }
    if flat.size <= 200_000:
        entry["values"] = [float(f"{value:.9g}") for value in flat]
    else:
        stride = flat.size // 64
        entry["sample_stride"] = stride
        entry["sample64"] = [float(f"{value:.9g}") for value in flat[::stride][:64]]
    return entry


def main(models_path, wheels, out):
    os.makedirs(f"{out}/onnx_files", exist_ok=True)
    os.makedirs(f"{out}/reference", exist_ok=True)
    archives = {}
    for path in glob.glob(f"{wheels}/*.whl"):
        archives[os.path.basename(path).split("-")[0].lower()] = zipfile.ZipFile(path)
    with open(f"{out}/models.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["model", "source", "file", "ort_opt_vs_noopt_maxrel"])
        for model in json.load(open(models_path)):
            package = model["package"].split("==")[0].replace("-", "_").lower()
            path = f"{out}/onnx_files/{model['model']}.onnx"
            with open(path, "wb") as target:
                target.write(archives[package].read(model["file"]))
            inputs = {i["name"]: filled(i["fill"], i["shape"], i["dtype"]) for i in model["inputs"]}
            exact = unsigned(onnx.load(path))
            source = exact.SerializeToString() if exact else path
            plain = session(source, optimised=False)
            names = [output.name for output in plain.get_outputs()]
            results = plain.run(names, inputs)
            noise = difference(results, session(source, optimised=True).run(names, inputs))
            note = ""
            if exact:
                own = difference(results, session(path, optimised=False).run(names, inputs))
                note = f", with exact sums; with its signed weights onnxruntime itself is {own:.3g} off"
            with open(f"{out}/reference/{model['model']}.json", "w") as target:
                document = {
                    "model": model["model"],
                    "runtime": f"onnxruntime {onnxruntime.__version__}, one thread, graph optimisation off",
                    "inputs": model["inputs"],
                    "outputs": [summary(name, values) for name, values in zip(names, results)],
                }
                json.dump(document, target, indent=1)
            table.writerow([model["model"], model["package"], model["file"], f"{noise:.3g}"])
            print(f"{model['model']}: {len(results)} outputs, noise floor {noise:.3g}{note}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
