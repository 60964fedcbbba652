#!/bin/sh
# Reads a million mutated ONNX models, and imports a hundred thousand: each must be refused with a message, or be a model
# that is written and read again unchanged. Nothing may crash, take a second or a gigabyte.
#
#   Tests/fuzz-onnx.sh [SEED [COUNT]]
#
# An input that kills the program is kept in the package's folder; mend the fault, and add its bytes to
# Tests/OnnxTests/Reading/MalformedModelTests.swift, where every test run reads them again.
set -eu
seed=${1:-1}
count=${2:-1000000}
cd "$(dirname "$0")/.."
swift build -c release --product OnnxFuzz
fuzz="$(swift build -c release --show-bin-path)/OnnxFuzz"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

run() {
  if ! "$fuzz" "$@" "$folder"; then
    failed=$(cat "$folder/at")
    "$fuzz" write "$seed" "$failed" 1 "$folder"
    mv "$folder/$seed-$failed.onnx" "fuzz-$seed-$failed.onnx"
    echo "input $failed is kept as fuzz-$seed-$failed.onnx" >&2
    exit 1
  fi
}

run read "$seed" 0 "$count"
run import "$seed" 0 $((count / 10))
