#!/usr/bin/env bash
# Our arrays in SystemVerilog (Tests/RTL), run by Verilator, beside both levels of the model: first and last output,
# total cycles, every tile's words, operand words and every sum must be equal. Exit 1 when one is not.
#
#   Tests/rtl-equivalence.sh [ROWSxCOLUMNS...]    a sweep per size of array (4x3)
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v verilator > /dev/null || ! command -v g++ > /dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq verilator g++ make > /dev/null
fi
tilewright=${TILEWRIGHT:-}
if [[ -z $tilewright ]]; then
  swift build -c release --product tilewright >&2
  tilewright="$(swift build -c release --show-bin-path)/tilewright"
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# trim M K N seed: around one, two and three tiles; long and short reductions; shapes that leave one row or column.
cases() {
  local rows=$1 columns=$2 seed=1 trim m k n
  for trim in 0 1; do
    for m in 1 $((rows - 1)) $((rows + 1)) $((2 * rows)) $((3 * rows + 1)); do
      for k in 1 2 $((rows)) $((2 * rows + 1)) 37; do
        for n in 1 $((columns)) $((2 * columns + 1)); do
          echo "$trim $m $k $n $seed"
          seed=$((seed + 1))
        done
      done
    done
  done
}

for size in "${@:-4x3}"; do
  rows=${size%x*} columns=${size#*x}
  build="$work/$size"
  # Small arrays run fast enough without optimisation, which takes most of the time.
  verilator --cc --exe --build -Wall -Wno-UNUSED --assert --top-module gemm_variants --Mdir "$build" \
    -GR="$rows" -GC="$columns" -CFLAGS "-DROWS=$rows -DCOLUMNS=$columns" \
    -MAKEFLAGS "OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0" \
    -ITests/RTL Tests/RTL/gemm_variants.sv "$PWD/Tests/RTL/testbench.cpp" > "$work/build.log" 2>&1 ||
    { cat "$work/build.log" >&2; exit 1; }
  cases "$rows" "$columns" | "$build/Vgemm_variants" "$work/gemm.csv" "$work/tiles.csv"
  if grep -q ',wrong$' "$work/gemm.csv"; then
    echo "the hardware description's own sums are wrong:" >&2
    grep ',wrong$' "$work/gemm.csv" >&2
    exit 1
  fi
  printf '%s: %d products, %d tiles\n' "$size" $(($(wc -l < "$work/gemm.csv") - 1)) \
    $(($(wc -l < "$work/tiles.csv") - 1))
  "$tilewright" validate rtl "$work/gemm.csv"
  "$tilewright" validate rtl "$work/tiles.csv"
done
