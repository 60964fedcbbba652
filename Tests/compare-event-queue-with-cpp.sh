#!/usr/bin/env bash
# Times the event queue beside the same design in C++ and prints the ratio of each cell. Both must give the same
# order of events; Swift may take 1.25 times as long at most. Exit 1 otherwise.
#
# What else runs on the machine slows neighbouring measurements alike, so every round measures both, one right after
# the other and in the other order than the round before, and gives one ratio for each cell; what counts is the
# median of the ratios over all rounds, which a disturbance of less than half of the rounds cannot move far.
# Usage: compare-event-queue-with-cpp.sh [ROUNDS]   an odd number (default 9)
set -euo pipefail
cd "$(dirname "$0")/.."
rounds="${1:-9}"
events=200000

swift build -c release --product tilewright >&2
tilewright="$(swift build -c release --show-bin-path)/tilewright"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# The better of the compilers there are is what Swift is held against, cell by cell.
compilers=()
for compiler in clang++ g++; do
  if command -v "$compiler" >/dev/null; then
    "$compiler" -std=c++17 -O2 -Wall -Wextra -Werror Tests/EventQueueInCpp/benchmark.cpp -o "$work/$compiler"
    compilers+=("$compiler")
  fi
done

swift_turn() {
  "$tilewright" bench events --events "$events" --csv - | sed "s/^/$1,swift,/; s/\r$//" >>"$work/all.csv"
}
cpp_turn() {
  for compiler in "${compilers[@]}"; do
    "$work/$compiler" --events "$events" | sed "s/^/$1,cpp,/" >>"$work/all.csv"
  done
}

for ((round = 1; round <= rounds; round++)); do
  if ((round % 2)); then swift_turn "$round" && cpp_turn "$round"; else cpp_turn "$round" && swift_turn "$round"; fi
done

awk -F, -v rounds="$rounds" '
  function median(values, count,   i, j, value) {
    for (i = 2; i <= count; i++) {
      value = values[i]
      for (j = i - 1; j >= 1 && values[j] > value; j--) values[j + 1] = values[j]
      values[j + 1] = value
    }
    return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
  }
  $3 == "delays" { next }
  { cell = $3 "," $4
    if (!(cell in seen)) { seen[cell] = 1; cells[++count] = cell; order[cell] = $6 }
    if (order[cell] != $6) { print cell ": the order of events differs"; bad = 1 }
    if (!(($1, $2, cell) in best) || $5 < best[$1, $2, cell]) best[$1, $2, cell] = $5 }
  END {
    printf "%-12s %9s %9s %9s %7s\n", "delays", "pending", "swift ns", "c++ ns", "ratio"
    for (i = 1; i <= count; i++) {
      for (round = 1; round <= rounds; round++) {
        swift[round] = best[round, "swift", cells[i]]; cpp[round] = best[round, "cpp", cells[i]]
        ratio[round] = swift[round] / cpp[round]
      }
      split(cells[i], part, ","); middle = median(ratio, rounds)
      if (middle > 1.25) bad = 1
      printf "%-12s %9d %9.1f %9.1f %7.2f\n", part[1], part[2], median(swift, rounds), median(cpp, rounds), middle
    }
    if (count == 0) { print "nothing was measured"; bad = 1 }
    exit bad
  }' "$work/all.csv"
