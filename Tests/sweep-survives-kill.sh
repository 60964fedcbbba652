#!/usr/bin/env bash
# Kills a sweep with SIGKILL at 200 random instants and goes on with --resume each time. After every kill, no result
# that was there is gone, none is there twice, and every whole line of the journal is what was written (its checksum is
# computed anew here). The CSV at the end is that of an undisturbed sweep, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/.."

kills=${KILLS:-200}
swift build -c release --product tilewright >&2
tilewright=$PWD/.build/release/tilewright
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/study.json" << 'END'
{
  "name": "kill", "chip": "edge-npu", "models": ["digits-cnn", "mlp"],
  "parameters": {
    "cores[*].matrix.rows": { "from": 4, "to": 32, "factor": 2 },
    "cores[*].matrix.columns": [8, 32],
    "dram.bandwidth": ["10 GB/s", "40 GB/s"],
    "run.batch": [1, 2]
  }
}
END
began=$(date +%s%N)
"$tilewright" sweep "$work/study.json" --csv "$work/whole.csv"
duration=$((($(date +%s%N) - began) / 1000000))

python3 - "$tilewright" "$work" "$kills" "$duration" << 'END'
import os, random, signal, subprocess, sys, time

tilewright, work, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
duration = int(sys.argv[4]) / 1000
journal = f"{work}/killed.journal"
mask = (1 << 64) - 1

def checksum(text):
    """The hash of StableHash.swift, of one text."""
    a, b = 0xBB67AE8584CAA73B, 0x6A09E667F3BCC909
    def mix(word):
        nonlocal a, b
        a = (a ^ word) * 0x6A09E667F3BCC909 & mask
        a ^= a >> 29
        b = (b + word) * 0xBB67AE8584CAA73B & mask
        b ^= b >> 32
    data = text.encode()
    whole = len(data) // 8 * 8
    for start in range(0, whole, 8):
        mix(int.from_bytes(data[start:start + 8], "little"))
    mix(int.from_bytes(data[whole:], "big"))
    mix(len(data))
    return f"{a ^ b:016x}"

def results():
    """Keys of the journal; the part behind the last line end does not count."""
    if not os.path.exists(journal):
        return []
    with open(journal, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")[:-1]
    keys = []
    for line in lines:
        stated, body = line.split("\t", 1)
        if stated != checksum(body):
            sys.exit(f"malformed line: {line[:120]}")
        fields = body.split("\t")
        if fields[0] == "result":
            keys.append(fields[1])
    if len(set(keys)) != len(keys):
        sys.exit("a result is there twice")
    return keys

random.seed(6)
before, done, torn, rounds = set(), 0, 0, 0
command = [tilewright, "sweep", f"{work}/study.json", "--csv", f"{work}/killed.csv", "--resume"]
while done < kills:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(random.uniform(0, 0.7 * duration))
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
    if process.returncode == -signal.SIGKILL:
        done += 1
    elif process.returncode != 0:
        sys.exit(f"the sweep ended with {process.returncode}")
    now = results()
    if before - set(now):
        sys.exit(f"{len(before - set(now))} results are lost")
    before = set(now)
    if os.path.exists(journal):
        with open(journal, "rb") as file:
            torn += not file.read().endswith(b"\n")
    if process.returncode == 0:
        # It got to its end: the CSV must be right; then all begins anew.
        if open(f"{work}/killed.csv", "rb").read() != open(f"{work}/whole.csv", "rb").read():
            sys.exit("the CSV is another one")
        rounds += 1
        os.remove(journal)
        os.remove(f"{work}/killed.csv")
        before = set()
subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
if open(f"{work}/killed.csv", "rb").read() != open(f"{work}/whole.csv", "rb").read():
    sys.exit("the CSV is another one")
print(f"{done} kills over {rounds + 1} sweeps: 0 results lost, 0 twice, 0 malformed ({torn} unfinished lines cut off); "
      "the CSV is the same")
END
