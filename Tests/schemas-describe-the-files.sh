#!/usr/bin/env bash
# Holds every chip, memory, workload and study in the repository against its JSON Schema with a validator of another house,
# and makes sure that the schemas refuse what the readers refuse. Exit 1 on the first disagreement.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -c 'import jsonschema' 2> /dev/null; then
  apt-get update -qq && apt-get install -y -qq python3-jsonschema > /dev/null
fi
python3 - << 'END'
import copy, glob, json, sys
from jsonschema import Draft202012Validator

def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)

def validator(path):
    schema = load(path)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)

def expect_sound(kind, paths):
    for path in paths:
        for error in kind.iter_errors(load(path)):
            sys.exit(f"{path}: {'/'.join(map(str, error.path))}: {error.message}")
        print(f"{path} follows its schema")

def expect_refused(kind, path, what, change):
    document = copy.deepcopy(load(path))
    change(document)
    if kind.is_valid(document):
        sys.exit(f"{path}: the schema does not refuse {what}")
    print(f"{path} with {what} is refused")

chip = validator("chips/chip.schema.json")
workload = validator("workloads/workload.schema.json")
study = validator("results/study.schema.json")
memory = validator("chips/dram/dram.schema.json")

def files(pattern):
    return sorted(path for path in glob.glob(pattern) if not path.endswith(".schema.json"))

for kind, paths in ((chip, files("chips/*.json")), (workload, files("workloads/*.json")),
                    (study, files("results/*/study.json")), (memory, files("chips/dram/*.json"))):
    if not paths:
        sys.exit("no file was found")
    expect_sound(kind, paths)

expect_refused(chip, "chips/edge-npu.json", "an unknown key", lambda d: d.update(clock="1 GHz"))
expect_refused(chip, "chips/edge-npu.json", "a bare clock", lambda d: d["cores"][0].update(clock=1))
expect_refused(chip, "chips/edge-npu.json", "a misspelt standard", lambda d: d["dram"].update(standard="LPPDR5"))
model = "workloads/resnet50.json"
expect_refused(workload, model, "an unknown key", lambda d: d.update(layers=[]))
expect_refused(workload, model, "an unknown operator", lambda d: d["nodes"].append({"op": "Conf"}))
expect_refused(workload, model, "a node that is nothing", lambda d: d["nodes"].append({"name": "x"}))
expect_refused(workload, model, "a kernel in words", lambda d: d["nodes"].append({"op": "Conv", "kernel": "three"}))
expect_refused(workload, model, "a block without nodes", lambda d: d["blocks"].update(empty={"nodes": []}))
expect_refused(workload, model, "an input without a shape", lambda d: d["inputs"].update(x={"element": "int8"}))
expect_refused(workload, model, "an unknown element type",
               lambda d: d["inputs"].update(x={"shape": [1], "element": "float32"}))
expect_refused(study, "results/first-look/study.json", "no models", lambda d: d.pop("models"))
expect_refused(memory, "chips/dram/ddr4-2400.json", "a misspelt timing", lambda d: d["timing"].update(REFI=1))
expect_refused(memory, "chips/dram/ddr4-2400.json", "no address map", lambda d: d.pop("address_map"))
END
