"""Compares event files with the JSON of a run and the CSV of a sweep, reading them as TensorBoard does."""
import csv
import json
import math
import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.plugins.hparams import metadata

folder = pathlib.Path(sys.argv[1])
checked = 0


def scalars(path: pathlib.Path) -> dict:
    events = EventAccumulator(str(path), size_guidance={"scalars": 0})
    events.Reload()
    return {tag: {event.step: event.value for event in events.Scalars(tag)} for tag in events.Tags()["scalars"]}


def check(found: float, wanted: float, what: str) -> None:
    global checked
    checked += 1
    # Event files hold 32-bit floats.
    if not math.isclose(found, wanted, rel_tol=1e-6, abs_tol=1e-30):
        sys.exit(f"{what} is {found} in the event file, {wanted} in the report")


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# The reader of raw records checks every checksum.
for path in folder.rglob("*tfevents*"):
    events = [Event.FromString(record) for record in RawEventFileLoader(str(path)).Load()]
    assert events[0].file_version == "brain.Event:2", path

run, found = json.load(open(folder / "run.json")), scalars(folder / "run")
for name, value in run["totals"].items():
    if is_number(value):
        check(found[f"run/{name}"][0], value, name)
for step, row in enumerate(run["operators"]):
    for name, value in row.items():
        if is_number(value) and name not in ("batch", "operator_index"):
            check(found[f"operator/{name}"][step], value, f"{name} of operator {step}")

rows = list(csv.DictReader(open(folder / "sweep.csv", newline="")))
found = scalars(folder / "sweep")
for step, row in enumerate(rows):
    point = scalars(folder / "sweep" / f"point-{step + 1}")
    for name in ("elapsed_ns", "utilisation", "dram_read_bytes", "energy_pj"):
        check(found[f"sweep/{name}"][step], float(row[name]), f"{name} of point {step}")
        check(point[name][0], float(row[name]), f"{name} of point {step}")


def hparams(path: pathlib.Path, tag: str):
    events = EventAccumulator(str(path))
    events.Reload()
    return metadata, events.SummaryMetadata(tag).plugin_data.content


_, content = hparams(folder / "sweep", metadata.EXPERIMENT_TAG)
experiment = metadata.parse_experiment_plugin_data(content)
names = [info.name for info in experiment.hparam_infos]
assert experiment.name == "first-sweep", experiment.name
assert "run.batch" in names and any("matrix" in name for name in names), names
assert "elapsed_ns" in [info.name.tag for info in experiment.metric_infos]
for step, row in enumerate(rows):
    path = folder / "sweep" / f"point-{step + 1}"
    start = metadata.parse_session_start_info_plugin_data(hparams(path, metadata.SESSION_START_INFO_TAG)[1])
    for name in names:
        check(start.hparams[name].number_value, float(row[name]), f"{name} of point {step}")
    end = metadata.parse_session_end_info_plugin_data(hparams(path, metadata.SESSION_END_INFO_TAG)[1])
    assert end.status == 1, end
print(f"tensorboard reads {len(rows)} design points and {len(run['operators'])} operators: {checked} figures are right")
