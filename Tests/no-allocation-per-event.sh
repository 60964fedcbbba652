#!/usr/bin/env bash
# The event queue must not allocate, retain, release or check exclusivity per event: runs the event benchmark with
# N and with 2N events under callgrind and counts the calls made while events are held, and only then: the text of
# other figures takes a few calls more or less. Exit 1 when one call more is made for more events.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v valgrind >/dev/null; then
  apt-get update -qq && apt-get install -y -qq valgrind >/dev/null
fi
swift build -c release --product tilewright >&2
tilewright="$(swift build -c release --show-bin-path)/tilewright"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# Valgrind gives up on some of the debugging information; the names of functions stay.
strip --strip-debug -o "$work/tilewright" "$tilewright"

# Measured events: 5 repetitions of `--events` for each of 6 delays at 2 numbers pending.
events=10000
added=$((5 * 6 * 2 * events))

# run EVENTS [PATTERN]: counts calls within the functions of the pattern, or everywhere.
run() {
  valgrind --tool=callgrind ${2:+--toggle-collect="$2"} \
    --callgrind-out-file="$work/$1.out" --log-file="$work/$1.log" \
    "$work/tilewright" bench events --pending 64,1000 --events "$1" --csv - >"$work/$1.csv"
  # Names are written once and numbered from then on; a `calls=` line belongs to the `cfn=` before it.
  awk '
    /^c?fn=/ {
      match($0, /\([0-9]+\)/); id = substr($0, RSTART, RLENGTH); rest = substr($0, RSTART + RLENGTH + 1)
      if (rest != "") name[id] = rest
      if ($0 ~ /^cfn=/) called = id
    }
    /^calls=/ { split(substr($0, 7), part, " "); calls[name[called]] += part[1] }
    /^totals:/ { print "instructions", $2 }
    END {
      split("swift_retain swift_release swift_allocObject swift_beginAccess malloc", wanted, " ")
      for (i = 1; i <= 5; i++) {
        total = 0
        for (f in calls) if (f == wanted[i] || index(f, wanted[i] "@") == 1 || index(f, wanted[i] "\x27") == 1) total += calls[f]
        print wanted[i], total
      }
    }' "$work/$1.out" >"$work/$1.calls"
}

# Mangled, the function is `EventQueueBenchmark.hold`.
run "$events" '*QueueBenchmarkV4hold*' &
run "$((2 * events))" '*QueueBenchmarkV4hold*' &
wait %1
wait %2
# The whole program allocates: calls that are made are seen.
run 100
if ! awk '$1 == "malloc" && $2 > 0 { seen = 1 } END { exit !seen }' "$work/100.calls"; then
  echo "no call of malloc was seen in the whole program: the count is broken" >&2
  exit 1
fi

paste -d ' ' "$work/$events.calls" "$work/$((2 * events)).calls" | awk -v added="$added" '
  $1 == "instructions" {
    printf "%-18s %.1f per event\n", $1, ($4 - $2) / added
    if ($4 - $2 < 10 * added) { print "the events were not seen: the count is broken"; bad = 1 }
    next
  }
  { printf "%-18s %d calls, %d with %d more events\n", $1, $2, $4, added; if ($4 != $2) bad = 1 }
  END { exit bad }'
