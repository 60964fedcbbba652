#!/usr/bin/env bash
# Runs results/plot.py as its own text says, and looks at what it draws.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/python"
"$scratch/python/bin/pip" install -q matplotlib==3.11.2
python="$scratch/python/bin/python"

"$python" results/plot.py results/first-sweep/results.csv --x 'cores[*].matrix.rows' --y elapsed_ns --lines run.batch \
  --out "$scratch/rows.svg"
"$python" results/plot.py results/first-sweep/results.csv --x elapsed_ns --y utilisation --log --out "$scratch/log.png"
python3 Tests/Browser/see-picture.py "$scratch/log.png"
# Matplotlib names the line of each value of run.batch in a comment beside its shapes.
for wanted in "run.batch 1" "run.batch 8" "cores\[\*\].matrix.rows" "elapsed_ns"; do
  grep -q "<!-- $wanted -->" "$scratch/rows.svg" || { echo "the plot does not say: $wanted" >&2; exit 1; }
done
if "$python" results/plot.py results/first-sweep/results.csv --x nothing --y elapsed_ns 2> "$scratch/message"; then
  echo "a column that is not there was drawn" >&2
  exit 1
fi
grep -q "has no column" "$scratch/message"
echo "results/plot.py draws what it should"
