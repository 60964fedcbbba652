"""Runs models that people install from PyPI through onnxruntime and writes what came out.

usage: make-reference.py MODELS.json WHEELS OUT

MODELS.json lists models: the package that carries each, its file there, and its inputs by formula. WHEELS holds the
downloaded packages. OUT becomes a folder that `tilewright validate models` reads: onnx_files/NAME.onnx,
reference/NAME.json and models.csv with the noise floor (largest difference between onnxruntime with and without graph
optimisation, divided by the largest absolute output).

Outputs come from runs without graph optimisation: the optimised 8-bit path saturates on processors without VNNI.
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
import onnxruntime


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


def session(path, optimised):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_ENABLE_ALL if optimised else levels.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


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
    if flat.size <= 2000:
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
            if "skip" in model:
                print(f"{model['model']}: skipped: {model['skip']}", flush=True)
                continue
            package = model["package"].split("==")[0].replace("-", "_").lower()
            path = f"{out}/onnx_files/{model['model']}.onnx"
            with open(path, "wb") as target:
                target.write(archives[package].read(model["file"]))
            inputs = {i["name"]: filled(i["fill"], i["shape"], i["dtype"]) for i in model["inputs"]}
            plain = session(path, optimised=False)
            names = [output.name for output in plain.get_outputs()]
            results = plain.run(names, inputs)
            optimised = session(path, optimised=True).run(names, inputs)
            noise = 0.0
            for exact, other in zip(results, optimised):
                largest = numpy.abs(exact.astype(numpy.float64)).max(initial=0)
                difference = numpy.abs(exact.astype(numpy.float64) - other.astype(numpy.float64)).max(initial=0)
                noise = max(noise, difference / largest if largest else 0.0)
            with open(f"{out}/reference/{model['model']}.json", "w") as target:
                document = {
                    "model": model["model"],
                    "runtime": f"onnxruntime {onnxruntime.__version__}, one thread, graph optimisation off",
                    "inputs": model["inputs"],
                    "outputs": [summary(name, values) for name, values in zip(names, results)],
                }
                json.dump(document, target, indent=1)
            table.writerow([model["model"], model["package"], model["file"], f"{noise:.3g}"])
            print(f"{model['model']}: {len(results)} outputs, noise floor {noise:.3g}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
