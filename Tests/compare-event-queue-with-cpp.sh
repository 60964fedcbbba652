#!/usr/bin/env bash
# Times the event queue beside the same design in C++ and prints the ratio of each cell. Both must give the same
# order of events; Swift may take 1.25 times as long at most. Exit 1 otherwise.
#
# What else runs on the machine slows neighbouring measurements alike, so a round measures all programs one right after
# the other, forwards and backwards by turns, and gives one ratio to each compiler for each cell. What counts is the
# median of a cell's ratios over all rounds, which disturbances of less than half of them cannot move far, and of the
# compilers the one that Swift is slower beside.
# Usage: compare-event-queue-with-cpp.sh [ROUNDS]   an odd number (default 9)
set -euo pipefail
cd "$(dirname "$0")/.."
rounds="${1:-9}"
events=200000

swift build -c release --product tilewright >&2
tilewright="$(swift build -c release --show-bin-path)/tilewright"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
programs=("swift")
for compiler in clang++ g++; do
  if command -v "$compiler" >/dev/null; then
    "$compiler" -std=c++17 -O2 -Wall -Wextra -Werror Tests/EventQueueInCpp/benchmark.cpp -o "$work/$compiler"
    programs+=("$compiler")
  fi
done

measure() {
  local round="$1" program="$2" pending="$3"
  if [[ $program == swift ]]; then
    "$tilewright" bench events --events "$events" --pending "$pending" --csv - | tr -d '\r'
  else
    "$work/$program" --events "$events" --pending "$pending"
  fi | sed "s/^/$round,$program,/" >>"$work/all.csv"
}

last=$((${#programs[@]} - 1))
for ((round = 1; round <= rounds; round++)); do
  for pending in 1 64 1000 100000 1000000; do
    for ((turn = 0; turn <= last; turn++)); do
      measure "$round" "${programs[round % 2 ? turn : last - turn]}" "$pending"
    done
  done
done

awk -F, -v rounds="$rounds" -v programs="${programs[*]}" '
  function median(values, count,   i, j, value) {
    for (i = 2; i <= count; i++) {
      value = values[i]
      for (j = i - 1; j >= 1 && values[j] > value; j--) values[j + 1] = values[j]
      values[j + 1] = value
    }
    return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
  }
  function times(program, cell,   round) {
    for (round = 1; round <= rounds; round++) list[round] = time[round, program, cell]
    return median(list, rounds)
  }
  $3 == "delays" { next }
  { cell = $3 "," $4; time[$1, $2, cell] = $5
    if (!(cell in order)) { cells[++count] = cell; order[cell] = $6 }
    if (order[cell] != $6) { print cell ": the order of events differs"; bad = 1 } }
  END {
    compilers = split(programs, name, " ")
    printf "%-12s %9s %9s %9s %7s\n", "delays", "pending", "swift ns", "c++ ns", "ratio"
    for (i = 1; i <= count; i++) {
      cell = cells[i]; worst = 0
      for (k = 2; k <= compilers; k++) {
        for (round = 1; round <= rounds; round++) ratio[round] = time[round, "swift", cell] / time[round, name[k], cell]
        middle = median(ratio, rounds)
        if (middle > worst) { worst = middle; other = times(name[k], cell) }
      }
      if (worst > 1.25) bad = 1
      split(cell, part, ",")
      printf "%-12s %9d %9.1f %9.1f %7.2f\n", part[1], part[2], times("swift", cell), other, worst
    }
    if (count == 0 || compilers < 2) { print "nothing was measured"; bad = 1 }
    exit bad
  }' "$work/all.csv"
