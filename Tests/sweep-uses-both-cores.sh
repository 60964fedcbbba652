#!/usr/bin/env bash
# Two jobs give at least 1.9 times the throughput of one. Three kinds of rounds take turns, so that whatever else the
# machine does meets all of them: one job, two jobs, and two processes of one job each that know nothing of each other.
# The last is what this machine has to give: where even they stay below 1.9 times one job (two cores that share a cache,
# a clock or a busy host), two jobs must do 95 % of what they do.
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
import subprocess, sys, time

tilewright, work = sys.argv[1:]

def seconds_of(*processes):
    """Wall seconds of sweeps that run at once."""
    start = time.monotonic()
    running = [subprocess.Popen([tilewright, "sweep", f"{work}/study.json", *options], stdout=subprocess.DEVNULL)
               for options in processes]
    if any([process.wait() for process in running]):
        sys.exit("a sweep failed")
    return time.monotonic() - start

kinds = {
    "one": [["--jobs", "1", "--csv", f"{work}/1.csv"]],
    "two": [["--jobs", "2", "--csv", f"{work}/2.csv"]],
    "apart": [["--jobs", "1", "--shard", f"{half}/2", "--csv", f"{work}/half-{half}.csv"] for half in (1, 2)],
}
seconds_of(*kinds["two"])
least = dict.fromkeys(kinds, float("inf"))
# Whatever else runs on the machine only ever slows a round down: the least disturbed of each kind count, and there are
# more rounds while the bounds are not reached.
for number in range(24):
    for kind, processes in kinds.items():
        least[kind] = min(least[kind], seconds_of(*processes))
    two, apart = least["one"] / least["two"], least["one"] / least["apart"]
    reached = two >= 1.9 or apart < 1.9 and two >= 0.95 * apart
    if number >= 4 and reached:
        break
if open(f"{work}/1.csv", "rb").read() != open(f"{work}/2.csv", "rb").read():
    sys.exit("one job and two give different results")
print(f"throughput over one job: {two:.2f} of two jobs, {apart:.2f} of two processes ({number + 1} rounds)")
if not reached:
    sys.exit("two jobs are below 1.9, and below 95 % of what two processes reach")
END
