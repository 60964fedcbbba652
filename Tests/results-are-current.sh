#!/usr/bin/env bash
# Makes the results of every study again, by the commands in its README, and compares them with the committed ones.
# Exit 1 when any byte differs: look at the difference, and commit it when it is meant.
set -euo pipefail
cd "$(dirname "$0")/.."

swift build -c release --product tilewright >&2
for study in results/*/README.md; do
  .ci/readme "$study"
done
if ! git diff --stat --exit-code -- results; then
  echo "results/ is not what tilewright gives now; the files above are new" >&2
  exit 1
fi
