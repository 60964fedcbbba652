#!/usr/bin/env bash
# The scripts of results/cluster on the engines that they are for: Slurm (its own controller, node and munge, started
# here on the loopback), GNU parallel, Ray. A sweep of six points runs as an array with two points a task; a task is
# cancelled midway, another is requeued, the controller is restarted; the shards are merged. Each result is the CSV of a
# single process, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v slurmctld > /dev/null || missing+=(slurmctld)
command -v slurmd > /dev/null || missing+=(slurmd)
command -v sbatch > /dev/null || missing+=(slurm-client)
command -v munged > /dev/null || missing+=(munge)
command -v parallel > /dev/null || missing+=(parallel)
python3 -c 'import venv, ensurepip' 2> /dev/null || missing+=(python3-venv)
if ((${#missing[@]})); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" > /dev/null
fi
swift build -c release --product tilewright >&2

export TILEWRIGHT=$PWD/.build/release/tilewright TILEWRIGHT_HOME=$PWD
scripts=$PWD/results/cluster study=$PWD/results/first-sweep/study.json
work=$(mktemp -d)
chmod 755 "$work"
processes=()
finish() {
  status=$?
  for process in "${processes[@]}"; do kill "$process" 2> /dev/null || true; done
  if ((status != 0)); then tail -n 30 "$work"/log/* 2> /dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT
cd "$work"
mkdir log
"$TILEWRIGHT" sweep "$study" --csv single.csv
same() { cmp single.csv "$1" && echo "$2: the CSV is that of a single process"; }

echo "== Slurm $(slurmctld -V)"
host=$(hostname -s)
mkdir -m 755 munge state spool
head -c 128 /dev/urandom > munge/key
chmod 600 munge/key
port=$((20000 + RANDOM % 5000 * 2))
cat > slurm.conf << END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
SlurmctldPort=$port
SlurmdPort=$((port + 1))
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/log/slurmctld.log
SlurmdLogFile=$work/log/slurmd.log
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobCompType=jobcomp/filetxt
JobCompLoc=$work/log/completed
AccountingStorageType=accounting_storage/none
ReturnToService=2
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$work/slurm.conf
munged --foreground --force --key-file=munge/key --socket=munge/socket --pid-file=munge/pid --seed-file=munge/seed \
  --log-file=log/munge.log &
processes+=($!)
start_controller() {
  slurmctld -D "$@" > log/controller.out 2>&1 &
  controller=$!
  processes+=("$controller")
}
start_controller -c
slurmd -D -N "$host" > log/node.out 2>&1 &
processes+=($!)
await() { # seconds, what for, command
  local end=$((SECONDS + $1))
  until eval "$3" > /dev/null 2>&1; do
    if ((SECONDS > end)); then
      echo "waited $1 s for $2" >&2
      sinfo >&2 || true
      squeue >&2 || true
      return 1
    fi
    sleep 0.2
  done
}
await 30 "a node" 'sinfo -h -o %T | grep -q idle'
sinfo

# Each task takes its time, so that there is a midway: a marker says that it has begun, and it waits to be let go.
cat > slow.sh << END
#!/usr/bin/env bash
#SBATCH --ntasks=1
#SBATCH --requeue
#SBATCH --output=$work/log/task-%a.log
echo "task \$SLURM_ARRAY_TASK_ID, restart \${SLURM_RESTART_COUNT:-0}"
touch $work/begun-\$SLURM_ARRAY_TASK_ID
until [[ -e $work/go ]]; do sleep 0.1; done
exec bash $scripts/slurm.sh "\$@"
END
job=$(sbatch --parsable --array=1-3 slow.sh "$study" "$work/array.csv" 3)
await 30 "two tasks" '[[ -e begun-1 && -e begun-2 ]]'
squeue
echo "cancel ${job}_1 midway, requeue ${job}_2, restart the controller"
scancel "${job}_1"
scontrol requeue "${job}_2"
touch go
kill "$controller"
wait "$controller" || true
start_controller
await 30 "the controller" 'scontrol ping | grep -q UP'
# A requeued task is made to wait two minutes: nobody has to here.
start_waiting_tasks() {
  local task
  for task in $(squeue -h -t PENDING -o %i); do scontrol update JobId="$task" StartTime=now || true; done
}
await 90 "the tasks that were not cancelled" 'start_waiting_tasks; [[ -z $(squeue -h) ]]'
echo "before the cancelled task is run again, merge names what is missing:"
if "$TILEWRIGHT" merge array.shard-*-of-3.journal --csv array.csv; then
  echo "merge did not see that a shard is missing" >&2
  exit 1
fi
again=$(sbatch --parsable --array=1 --output="$work/log/again-%a.log" "$scripts/slurm.sh" "$study" "$work/array.csv" 3)
merge=$(sbatch --parsable --dependency="afterany:$again" --output="$work/log/merge.log" \
  --wrap="$TILEWRIGHT merge $work/array.shard-*-of-3.journal --csv $work/array.csv")
await 60 "the merge job $merge" '[[ -z $(squeue -h) ]]'
echo "-- the log of completed jobs"
cat log/completed
echo "-- the tasks"
cat log/task-*.log log/again-1.log log/merge.log
same array.csv Slurm

echo "== $(parallel --version | head -1)"
bash "$scripts/parallel.sh" "$study" "$work/parallel.csv" 3 --jobs 2
same parallel.csv "GNU parallel"
bash "$scripts/parallel.sh" "$study" "$work/parallel.csv" 3 --jobs 2
same parallel.csv "GNU parallel, again"

python3 -m venv ray
ray/bin/pip install -q ray==2.49.2
echo "== Ray $(ray/bin/python -c 'import ray; print(ray.__version__)')"
RAY_USAGE_STATS_ENABLED=0 ray/bin/python "$scripts/ray_sweep.py" "$study" "$work/ray.csv" 3
same ray.csv Ray
