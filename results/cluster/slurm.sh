#!/usr/bin/env bash
# A sweep as a Slurm job array: sbatch --array=1-SHARDS slurm.sh STUDY.json OUTPUT.csv SHARDS
#
# Task I runs shard I of SHARDS and keeps its results beside OUTPUT.csv, on a disk that all nodes see. A task that was
# cancelled, killed or requeued goes on where it was; one that is run twice does nothing the second time. When all are
# over: tilewright merge OUTPUT.shard-*-of-SHARDS.journal --csv OUTPUT.csv
# (sbatch --dependency=afterany:JOB --wrap="…": merge says itself which points are missing).
#SBATCH --job-name=tilewright
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --output=%x-%A_%a.log
set -euo pipefail

study=$1 csv=$2 shards=$3
exec "${TILEWRIGHT:-tilewright}" sweep "$study" --csv "$csv" --shard "$SLURM_ARRAY_TASK_ID/$shards" --resume \
  --jobs "${SLURM_CPUS_PER_TASK:-1}"
