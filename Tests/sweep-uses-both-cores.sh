#!/usr/bin/env bash
# Two jobs give at least 1.9 times the throughput of one. Rounds of one job and of two take turns, so that whatever else
# the machine does meets both; each round is measured in wall time. On a machine that is busy with other things, two jobs
# cannot have two cores: then the processor time per wall second says how much of them the sweep was given, and the
# throughput is held against that.
set -euo pipefail
cd "$(dirname "$0")/.."

if (($(nproc) < 2)); then
  echo "this machine has one core: nothing to measure" >&2
  exit 1
fi
swift build -c release --product tilewright >&2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/study.json" << 'END'
{
  "name": "cores", "chip": "tpu-v1", "models": ["resnet18"],
  "parameters": {
    "cores[*].matrix.rows": [128, 256],
    "cores[*].scratchpad.capacity": ["8 MiB", "24 MiB"],
    "dram.bandwidth": { "from": "20 GB/s", "to": "62 GB/s", "step": "1 GB/s" }
  }
}
END
python3 - "$PWD/.build/release/tilewright" "$work" << 'END'
import os, resource, statistics, subprocess, sys, time

tilewright, work = sys.argv[1:]

def round_of(jobs):
    """Wall and processor seconds of a sweep."""
    start, used = time.monotonic(), os.times()
    subprocess.run([tilewright, "sweep", f"{work}/study.json", "--jobs", str(jobs), "--csv", f"{work}/{jobs}.csv"],
                   check=True, stdout=subprocess.DEVNULL)
    now = os.times()
    processor = now.children_user + now.children_system - used.children_user - used.children_system
    return time.monotonic() - start, processor

round_of(2)
ones, twos = [], []
# Whatever else runs on the machine only ever slows a round down: the least disturbed of each kind count, and there are
# more rounds while the bound is not reached.
for number in range(12):
    ones.append(round_of(1))
    twos.append(round_of(2))
    wall = min(seconds for seconds, _ in ones) / min(seconds for seconds, _ in twos)
    # Work that sharing costs: processor seconds of two jobs over those of one.
    overhead = min(cpu for _, cpu in twos) / min(cpu for _, cpu in ones)
    if number >= 4 and max(wall, 2 / overhead) >= 1.9:
        break
if open(f"{work}/1.csv", "rb").read() != open(f"{work}/2.csv", "rb").read():
    sys.exit("one job and two give different results")

# Cores that a sweep was given: processor seconds per wall second.
given_one = statistics.median(cpu / seconds for seconds, cpu in ones)
given_two = statistics.median(cpu / seconds for seconds, cpu in twos)
print(f"throughput of two jobs over one: {wall:.2f} in wall time; cores had: {given_one:.2f} and {given_two:.2f}; "
      f"processor time of two jobs over one: {overhead:.3f}")
if wall >= 1.9:
    sys.exit(0)
if given_two > 1.9 * given_one:
    sys.exit("both cores were there and the throughput is below 1.9")
# The machine was busy: with two whole cores the throughput would have been this.
possible = 2 / overhead
print(f"the machine gave {given_two:.2f} cores; with two, the throughput would be {possible:.2f}")
sys.exit(0 if possible >= 1.9 else "below 1.9")
END
