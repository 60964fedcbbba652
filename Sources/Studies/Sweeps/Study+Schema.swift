import Documents

extension Study {
  /// JSON Schema of study files, for editors.
  public static var schema: JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Tilewright study",
      "description": "What is asked of which chips and models: tilewright sweep runs it.",
      "type": "object",
      "additionalProperties": false,
      "required": ["name", "chip", "models"],
      "properties": [
        "$schema": ["description": "Where editors find this schema.", "type": "string"],
        "name": ["description": "Name of the study, that of its folder.", "type": "string", "minLength": 1],
        "description": ["description": "What is asked, in a sentence.", "type": "string"],
        "chip": [
          "description": "The chip, or several: names or files.",
          "anyOf": [["type": "string"], names],
        ],
        "models": [
          "description": "The models: names or files.", "anyOf": [["type": "string"], names],
        ],
        "options": options,
        "parameters": [
          "description": .string(
            "Values that figures of the chip take, by path: \"cores[*].matrix.rows\": [4, 8, 16]. Also run.batch, "
              + "run.precision, run.quantize, run.prune, run.fidelity, run.clock, run.voltage, run.split, run.plan, run.optimize, and model.NAME for a parameter of the model."
          ),
          "type": "object", "additionalProperties": ["anyOf": [valueList, range, follower]],
        ],
        "linked": [
          "description":
            "Groups of parameters that take their first values together, their second ones, and so on.",
          "type": "array", "items": ["type": "array", "minItems": 1, "items": ["type": "string"]],
        ],
        "sampling": sampling,
        "constraints": [
          "description": .string(
            "Conditions on parameters, figures of the chip and metrics: \"dram.bandwidth >= 20 GB/s\", \"elapsed_ns <= "
              + "1000000\". Points that break one are rows with the reason."),
          "type": "array", "items": ["type": "string"],
        ],
        "metrics": [
          "description": "Metrics to report (default: all of a run; tilewright explain tells them).",
          "type": "array", "items": ["type": "string"],
        ],
        "goals": [
          "description": "Metrics to minimize or maximize: what counts as better in reports.",
          "type": "object", "additionalProperties": choice(StudyGoal.Direction.self),
        ],
        "figures": [
          "description": "Pictures of the results, drawn by tilewright report.",
          "type": "array", "items": StudyFigure.schema,
        ],
        "results": [
          "description": "The CSV of the results, beside this file.", "type": "string",
          "default": "results.csv",
        ],
      ],
    ]
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> JSONValue {
    ["enum": .array(Choice.allCases.map { .string($0.rawValue) })]
  }

  private static var names: JSONValue {
    ["type": "array", "minItems": 1, "uniqueItems": true, "items": ["type": "string"]]
  }

  private static var valueList: JSONValue {
    [
      "description": "Values, one by one; null for a key of the chip's that is left out.", "type": "array",
      "minItems": 1, "items": ["type": ["number", "string", "boolean", "null"]],
    ]
  }

  private static var end: JSONValue { ["type": ["number", "string"]] }

  private static var range: JSONValue {
    [
      "description": "From one value to another, by step, by factor, or so many.",
      "type": "object", "additionalProperties": false, "required": ["from", "to"],
      "properties": [
        "from": end, "to": end, "step": end, "factor": ["type": "number", "exclusiveMinimum": 1],
        "count": ["type": "integer", "minimum": 1], "scale": ["enum": ["linear", "log"]],
      ],
    ]
  }

  private static var follower: JSONValue {
    [
      "description": "The value of another parameter, times a factor.",
      "type": "object", "additionalProperties": false, "required": ["follows"],
      "properties": ["follows": ["type": "string"], "times": ["type": "number"]],
    ]
  }

  private static var options: JSONValue {
    [
      "description": "Options of every run, as those of tilewright run.",
      "type": "object", "additionalProperties": false,
      "properties": [
        "batch": ["type": "integer", "minimum": 1, "maximum": 65536],
        "precision": ["description": "Element type.", "type": "string"],
        "numerics": [
          "description": "Whether the numbers are computed and verified, too.", "type": "boolean",
          "default": false,
        ],
        "dataset": [
          "description": "Samples to measure accuracy with: a name in workloads/datasets, or a file.",
          "type": "string",
        ],
        "fidelity": [
          "description": .string(
            "As in dram=bandwidth,network=packet, the levels of quick runs. What is not named is simulated as closely as "
              + "the chip's file allows; DRAM by its bandwidth where a parameter sets figures of it."),
          "type": "string",
        ],
        "settings": [
          "description": "Parameters of the models.", "type": "object",
          "additionalProperties": ["type": "integer"],
        ],
      ],
    ]
  }

  private static var sampling: JSONValue {
    [
      "description": "Which combinations of values are points.",
      "anyOf": [
        ["enum": ["grid", "list"]],
        [
          "type": "object", "additionalProperties": false, "required": ["method"],
          "properties": [
            "method": choice(Sampling.Method.self),
            "count": ["description": "Points to choose.", "type": "integer", "minimum": 1],
            "seed": ["type": "integer", "minimum": 0, "default": 1],
          ],
        ],
      ],
      "default": "grid",
    ]
  }
}
