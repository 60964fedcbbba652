#!/usr/bin/env bash
# Holds every operator on 8-bit integers against whole-number arithmetic in numpy, over the whole range of the codes, in the
# reference executor and in lockstep on a chip. (onnxruntime is no truth here: see Tests/OnnxRuntime/integer-cases.py.)
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/python"
"$scratch/python/bin/pip" install -q numpy==2.4.6 onnx==1.23.2
"$scratch/python/bin/python" Tests/OnnxRuntime/integer-cases.py "$scratch/cases"
.build/release/tilewright conformance "$scratch/cases" --chip edge-npu --failures
