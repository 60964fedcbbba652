import Documents

/// A question asked of many runs: chips and models, and parameters that take several values.
public enum Study {
  /// JSON Schema of study files, for editors.
  public static var schema: JSONValue {
    let names: JSONValue = ["type": "array", "minItems": 1, "items": ["type": "string"]]
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Tilewright study",
      "description":
        "What was asked of which chip and models. A record for people and scripts: no command of tilewright reads it yet.",
      "type": "object",
      "additionalProperties": false,
      "required": ["name", "chip", "models"],
      "properties": [
        "$schema": ["description": "Where editors find this schema.", "type": "string"],
        "name": ["description": "Name of the study, that of its folder.", "type": "string", "minLength": 1],
        "chip": [
          "description": "The chip, or several: names or files.",
          "anyOf": [["type": "string"], names],
        ],
        "models": [
          "description": "The models: names or files.", "type": "array", "minItems": 1,
          "items": ["type": "string"],
        ],
        "parameters": [
          "description":
            "Values that figures of the chip take, by path: \"cores[*].matrix.rows\": [4, 8, 16].",
          "type": "object",
          "additionalProperties": ["type": "array", "minItems": 1],
        ],
        "results": [
          "description": "The CSV of the results, beside this file.", "type": "string",
          "default": "results.csv",
        ],
      ],
    ]
  }
}
