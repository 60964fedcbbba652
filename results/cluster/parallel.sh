#!/usr/bin/env bash
# A sweep by GNU parallel: parallel.sh STUDY.json OUTPUT.csv SHARDS [options of parallel, such as --sshloginfile nodes]
#
# Every shard is one process; the machines must see the same disk. Run it again after whatever went wrong: what has a
# result is not run again.
set -euo pipefail

study=$1 csv=$2 shards=$3
tilewright=${TILEWRIGHT:-tilewright}
seq "$shards" | parallel "${@:4}" --halt soon,fail=1 \
  "$tilewright" sweep "$study" --csv "$csv" --shard "{}/$shards" --resume --jobs 1
"$tilewright" merge "${csv%.csv}".shard-*-of-"$shards".journal --csv "$csv"
