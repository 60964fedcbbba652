import Documents

extension DRAMConfiguration {
  /// JSON Schema of memory files, for editors: the timings are those that the reader reads.
  public static var schema: JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Tilewright memory",
      "description":
        "DRAM devices at one speed, the address map, and the controller: tilewright dram runs it.",
      "type": "object",
      "additionalProperties": false,
      "required": ["clock_ps", "organisation", "timing", "address_map"],
      "properties": [
        "$schema": ["description": "Where editors find this schema.", "type": "string"],
        "summary": ["description": "What it is, in a line.", "type": "string"],
        "source": [
          "description": "Where all figures are from that sources does not tell of.", "type": "string",
        ],
        "sources": [
          "description":
            "Where figures are from, by path: timing.tRFC, or timing for all that have no entry of their own.",
          "type": "object", "additionalProperties": ["type": "string"],
        ],
        "clock_ps": [
          "description": "A cycle of the command clock, in picoseconds: all timings count these.",
          "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1_000_000,
        ],
        "organisation": organisation,
        "address_map": [
          "description": .string(
            "Where a burst lies, from the highest bits of its address to the lowest: "
              + "row(16) | bank(2) | column(7) | bank_group(2). Fields: channel, rank, bank_group, bank, row, column."
          ),
          "type": "string",
        ],
        "timing": timing,
        "constraints": constraints,
        "currents": currents,
        "controller": controller,
      ],
    ]
  }

  private static func object(_ properties: JSONValue, required: [String] = []) -> JSONValue {
    [
      "type": "object", "additionalProperties": false, "properties": properties,
      "required": .array(required.map { .string($0) }),
    ]
  }

  private static func count(_ about: String, upTo most: Int, from least: Int = 1) -> JSONValue {
    [
      "description": .string(about), "type": "integer", "minimum": .integer(least), "maximum": .integer(most),
    ]
  }

  private static var organisation: JSONValue {
    object(
      [
        "channels": count("Channels, each with a controller of its own (default: 1).", upTo: 256),
        "ranks": count("Ranks of a channel, which share its buses (default: 1).", upTo: 1_024),
        "bank_groups": count("Bank groups of a rank (default: 1).", upTo: 1_024),
        "banks_per_group": count("Banks of a group.", upTo: 1_024),
        "rows": count("Rows of a bank.", upTo: 1_048_576),
        "columns": count("Bursts of a row.", upTo: 1_048_576),
        "burst_bytes": count("Bytes that a read or write moves.", upTo: 1_048_576),
        "devices_per_rank": count(
          "Devices of a rank that work in lockstep, for energy (default: 1).", upTo: 64),
        "separate_buses": [
          "description": "Whether row and column commands have a bus each, as in HBM (default: no).",
          "type": "boolean",
        ],
        "activation_slots": count("Cycles that an activation takes on its bus (default: 1).", upTo: 8),
        "column_slots": count("Cycles that a read or write takes on its bus (default: 1).", upTo: 8),
      ], required: ["banks_per_group", "rows", "columns", "burst_bytes"])
  }

  private static var timing: JSONValue {
    let members = DRAMTimings.meanings.map { name, meaning in
      (name, count(meaning, upTo: DRAMTimings.cycles.upperBound, from: DRAMTimings.cycles.lowerBound))
    }
    return object(
      .object(Dictionary(uniqueKeysWithValues: members)), required: DRAMTimings.required)
  }

  private static var constraints: JSONValue {
    let commands: JSONValue = [
      "type": "array", "items": ["enum": .array(DRAMCommand.allCases.map { .string($0.name) })],
    ]
    return [
      "description": "Rules beside those of all synchronous DRAM.",
      "type": "array",
      "items": object(
        [
          "scope": ["enum": .array(DRAMScope.allCases.map { .string($0.rawValue) })],
          "preceding": commands, "following": commands,
          "latency": [
            "description": "Cycles from the one to the other, in timings and numbers: CWL + BL + tWTR_L.",
            "type": "string",
          ],
          "window": count("Counts from the so-manieth last command: 4 for tFAW (default: 1).", upTo: 8),
          "between_ranks": ["type": "boolean"],
        ], required: ["scope", "preceding", "following", "latency"]),
    ]
  }

  private static var currents: JSONValue {
    let names = ["vdd_v", "idd0_ma", "idd2n_ma", "idd3n_ma", "idd4r_ma", "idd4w_ma", "idd5_ma"]
    let members = names.map { ($0, ["type": "number"] as JSONValue) }
    return object(.object(Dictionary(uniqueKeysWithValues: members)), required: names)
  }

  private static var controller: JSONValue {
    let part: JSONValue = ["type": "number", "minimum": 0, "maximum": 1]
    return object([
      "read_queue": count("Reads that wait at most (default: 32).", upTo: 4_096),
      "write_queue": count("Writes that wait at most (default: 32).", upTo: 4_096),
      "write_high": part, "write_low": part,
      "row_policy": [
        "description": "open, closed, or timeout:N with cycles (default: open).", "type": "string",
        "pattern": "^(open|closed|timeout:[0-9]+)$",
      ],
      "age_cap_cycles": [
        "description": "A read older than this goes before all younger requests.", "type": "integer",
        "minimum": 1,
      ],
      "protected_hits": count(
        "Hits for which a row stays open against others (default: 0).", upTo: 1_000_000, from: 0),
      "refresh": ["enum": .array(DRAMPolicy.Refresh.allCases.map { .string($0.rawValue) })],
      "postponed_refreshes": count("Refreshes that may be put off (default: 0).", upTo: 8, from: 0),
    ])
  }
}
