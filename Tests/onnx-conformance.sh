#!/usr/bin/env bash
# Runs the standard's own test suites (ONNX backend tests) and holds the number of passes against the floors below,
# which only ever rise. The suites come with the onnx package; 1.18.0 is the last to carry the node tests.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A floors=([node]=1396 [simple]=21 [pytorch-converted]=82 [pytorch-operator]=35 [light]=9)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m pip download -q --no-deps --only-binary :all: -d "$scratch" onnx==1.18.0
python3 -m zipfile -e "$scratch"/onnx-1.18.0-*.whl "$scratch/onnx"
suites=$scratch/onnx/onnx/backend/test/data

for suite in node simple pytorch-converted pytorch-operator light; do
  printf '\n-- %s\n' "$suite"
  .build/release/tilewright conformance "$suites/$suite" --floor "${floors[$suite]}"
done
