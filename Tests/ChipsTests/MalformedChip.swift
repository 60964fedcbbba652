import Documents
import Foundation
import Testing

@testable import Chips

/// A chip file with one thing wrong, and all that the reader says about it.
struct MalformedChip: CustomTestStringConvertible, Sendable {
  enum Change: Sendable {
    case set(String, JSONValue)
    case remove(String)
  }

  let changes: [Change]
  /// The whole message but for the file's name.
  let message: String

  init(_ path: String, _ value: JSONValue, _ message: String) {
    changes = [.set(path, value)]
    self.message = message
  }

  init(_ changes: [Change], _ message: String) {
    self.changes = changes
    self.message = message
  }

  var testDescription: String { message }

  /// The sound chip that the changes are made to.
  static func sound() throws -> Document {
    try Document.parse(Data(text.utf8), file: "chip.json")
  }

  func document() throws -> Document {
    try changes.reduce(Self.sound()) { document, change in
      switch change {
      case .set(let path, let value): try document.setting(path: path, to: value, mayAdd: true)
      case .remove(let path): try document.removing(path)
      }
    }
  }

  private static let text = """
    {
      "name": "sound", "summary": "Nothing wrong with it.", "sources": { "dram": "design choice" },
      "cores": [
        {
          "name": "a", "clock": "1 GHz",
          "matrix": {
            "array": "systolic", "dataflow": "weight-stationary", "stationaryLoading": "chain",
            "rows": 16, "columns": 8,
            "precisions": [ { "type": "int8" }, { "type": "fp16", "cyclesPerStep": 2 } ],
            "sparsity": { "kept": 2, "of": 4 }
          },
          "vector": { "lanes": 8, "pipelineDepthCycles": 4 },
          "scratchpad": { "capacity": "64 KiB", "banks": 4, "bankWidth": "16 B" },
          "accumulator": { "capacity": "16 KiB" },
          "dma": { "outstandingRequests": 16, "requestsPerCycle": 1, "setupCycles": 0 }
        },
        {
          "name": "b", "count": 2, "clock": "500 MHz",
          "vector": { "lanes": 8, "pipelineDepthCycles": 4 },
          "scratchpad": { "capacity": "64 KiB", "banks": 4, "bankWidth": "16 B" },
          "dma": { "outstandingRequests": 16, "requestsPerCycle": 1, "setupCycles": 0 }
        }
      ],
      "host": {
        "clock": "1 GHz", "operationsPerCycle": 1, "startupCycles": 0,
        "dma": { "outstandingRequests": 4, "requestsPerCycle": 1, "setupCycles": 0 }
      },
      "sharedBuffer": {
        "capacity": "1 MiB", "clock": "1 GHz", "banks": 4, "bankWidth": "64 B", "latencyCycles": 10
      },
      "dram": {
        "standard": "DDR4-3200", "channels": 2, "bandwidth": "51.2 GB/s", "latency": "90 ns",
        "capacity": "1 GiB", "request": "64 B", "interleave": "256 B"
      },
      "network": {
        "topology": "mesh", "columns": 3, "rows": 2, "clock": "1 GHz", "linkWidth": "32 B",
        "hopLatencyCycles": 1, "header": "8 B"
      },
      "technology": {
        "node": "16 nm", "voltage": "0.8 V", "networkVoltage": "0.8 V", "thresholdVoltage": "320 mV",
        "alpha": 1.3, "ratedClock": "1 GHz", "thermalDesignPower": "5 W", "dieArea": "20 mm2",
        "operandActivity": 0.5,
        "operatingPoints": [
          { "clock": "500 MHz", "voltage": "0.6 V" }, { "clock": "1 GHz", "voltage": "0.8 V" }
        ],
        "energy": { "multiplyAccumulate": { "int8": "0.2 pJ" }, "dramByte": "30 pJ", "leakage": "10 mW" },
        "wafer": { "diameterMillimetres": 300, "defectsPerSquareCentimetre": 0.1, "priceDollars": 4000 }
      }
    }
    """
}

extension Document {
  /// Without the member that the last key of `path` names.
  func removing(_ path: String) throws -> Document {
    let parts = path.split(separator: ".").map(String.init)
    let parent = parts.dropLast().joined(separator: ".")
    guard let key = parts.last else { return self }
    guard !parent.isEmpty else {
      guard case .object(var members) = value else { return self }
      members[key] = nil
      return Document(value: .object(members), file: file)
    }
    guard case .object(var members) = try value(at: parent) else { return self }
    members[key] = nil
    return try setting(path: parent, to: .object(members))
  }

  private func value(at path: String) throws -> JSONValue {
    var place = self
    for part in path.split(separator: ".") {
      let pieces = part.split(separator: "[")
      place = place.child(String(pieces[0]))
      if pieces.count == 2, let index = Int(pieces[1].dropLast()) { place = try place.array()[index] }
    }
    return place.value
  }
}
