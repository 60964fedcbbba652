#!/usr/bin/env bash
# Processor seconds of every run of the study, at each level, on this machine: cpu-times.csv. Other machines, other times.
set -euo pipefail
cd "$(dirname "$0")/../.."

python3 - << 'END'
import csv, json, resource, subprocess

study = json.load(open("results/fidelity/study.json", encoding="utf-8"))
with open("results/fidelity/cpu-times.csv", "w", encoding="utf-8", newline="") as file:
    table = csv.writer(file)
    table.writerow(["chip", "model", "run.fidelity", "cpu_s"])
    for chip in study["chip"]:
        for model in study["models"]:
            for levels in study["parameters"]["run.fidelity"]:
                best = None
                for _ in range(3):
                    before = resource.getrusage(resource.RUSAGE_CHILDREN)
                    subprocess.run(
                        [".build/release/tilewright", "run", chip, model, "--timing-only", "--quiet", "--fidelity", levels],
                        check=True)
                    after = resource.getrusage(resource.RUSAGE_CHILDREN)
                    used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
                    best = used if best is None else min(best, used)
                table.writerow([chip, model, levels, f"{best:.2f}"])
END
