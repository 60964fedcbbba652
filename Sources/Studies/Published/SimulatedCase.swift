import Chips
import Documents
import Foundation
import Tensors

/// A published figure that a whole run gives: chip and model, and what is set in them from the table's row.
struct SimulatedCase: Sendable {
  var chip: ChipSettings
  /// A file beside the cases, or a name in `workloads`; may name columns.
  var model: String
  /// Numbers, or columns that hold them.
  var parameters: [String: String]
  var precision: ElementType?
  var measure: Measure

  enum Measure: String, Sendable, CaseIterable {
    case cycles
    case framesPerSecond = "frames-per-second"
    /// 10^12 operations per second; a multiply-accumulate is two.
    case teraoperations
    /// Mean power of the chip, DRAM and host apart.
    case chipMilliwatts = "chip-milliwatts"
    case chipWatts = "chip-watts"

    var kind: PublishedRow.Kind {
      switch self {
      case .cycles, .framesPerSecond, .teraoperations: .performance
      case .chipMilliwatts, .chipWatts: .powerAndArea
      }
    }
  }

  init(_ object: inout DocumentObject) throws {
    chip = try ChipSettings(&object)
    model = try object.required("model").string()
    parameters = [:]
    if var numbers = try object.optional("parameters")?.object() {
      for name in numbers.keys {
        let number = try numbers.required(name)
        if case .integer(let value) = number.value {
          parameters[name] = String(value)
        } else {
          parameters[name] = try number.string()
        }
      }
    }
    precision = try object.optional("precision")?.choice(ElementType.self)
    measure = try object.required("measure").choice(Measure.self)
  }

  /// What makes two runs the same.
  func key(_ row: CSVRow) throws -> String {
    return
      (try chip.key(row) + [try row.filling(model), precision?.rawValue ?? ""]
      + (try numbers(row)).map { "\($0)=\($1)" }.sorted())
      .joined(separator: "|")
  }

  /// - Parameter folder: where the model's file is.
  func run(_ row: CSVRow, in folder: String) throws -> RunFigures {
    let model = try row.filling(self.model)
    let file = (folder as NSString).appendingPathComponent(model)
    var options = SimulationOptions()
    options.fidelity = .fast
    options.numerics = false
    options.precision = precision
    let isShelved = !model.hasSuffix(".json")
    let workload = try ModelFile(isShelved ? model : file, settings: numbers(row))
    return RunFigures(try Simulation(chip: chip.load(row), model: workload, options: options).run())
  }

  func figure(_ run: RunFigures) -> Double {
    switch measure {
    case .cycles: Double(run.cycles)
    case .framesPerSecond: Double(run.batch) / run.seconds
    case .teraoperations: 2 * Double(run.multiplyAccumulates) / run.seconds / 1e12
    case .chipMilliwatts: 1000 * run.chipWatts
    case .chipWatts: run.chipWatts
    }
  }

  private func numbers(_ row: CSVRow) throws -> [String: Int] {
    try parameters.mapValues { text in
      let filled = try row.filling(text)
      guard let number = Int(filled) else {
        throw InputError(at: row.place, "“\(text)” is “\(filled)”", remedy: "a parameter is a whole number")
      }
      return number
    }
  }
}

/// What is kept of a run.
struct RunFigures: Sendable {
  var cycles: Int
  var seconds: Double
  var batch: Int
  var multiplyAccumulates: Int
  var chipWatts: Double

  init(_ result: SimulationResult) {
    cycles = result.record.elapsedCycles
    seconds = result.record.seconds
    batch = result.batch
    chipWatts = result.chipWatts ?? 0
    multiplyAccumulates = result.record.operators.reduce(0) { $0 + $1.multiplyAccumulates }
  }
}
