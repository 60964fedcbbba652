#!/usr/bin/env bash
# Reads the event files of `--tensorboard` with the tensorboard package: every scalar of every operator and design point,
# and the parameters of the HParams page, must be what the JSON and the CSV say.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tilewright=${TILEWRIGHT:-.build/release/tilewright}
python3 -m venv "$scratch/python"
# Its plugins import pkg_resources, which newer setuptools have given up.
"$scratch/python/bin/pip" install -q tensorboard==2.21.0 setuptools==80.9.0

"$tilewright" run edge-npu digits-cnn --tensorboard "$scratch/run" --json "$scratch/run.json" --quiet
"$tilewright" sweep results/first-sweep/study.json --csv "$scratch/sweep.csv" --tensorboard "$scratch/sweep"
"$scratch/python/bin/python" Tests/TensorBoard/read-events.py "$scratch"
