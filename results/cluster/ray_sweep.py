#!/usr/bin/env python3
"""A sweep on a Ray cluster: ray_sweep.py STUDY.json OUTPUT.csv SHARDS

Every shard is a Ray task of one CPU; the machines must see the same disk. Ray starts a task again when its worker dies:
what has a result is not run again. ray.init() finds the cluster of RAY_ADDRESS, or starts one on this machine.
"""
import os
import subprocess
import sys

import ray

study, csv, shards = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3])
tilewright = os.environ.get("TILEWRIGHT", "tilewright")
folder = os.getcwd()


@ray.remote(num_cpus=1, max_retries=5, retry_exceptions=True)
def run(shard):
    subprocess.run([tilewright, "sweep", study, "--csv", csv, "--shard", f"{shard}/{shards}", "--resume", "--jobs", "1"],
                   cwd=folder, check=True)


ray.init(log_to_driver=False)
ray.get([run.remote(shard) for shard in range(1, shards + 1)])
stem = os.path.splitext(csv)[0]
journals = [f"{stem}.shard-{shard}-of-{shards}.journal" for shard in range(1, shards + 1)]
subprocess.run([tilewright, "merge", *journals, "--csv", csv], check=True)
