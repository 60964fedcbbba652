import Chips
import Documents
import Foundation
import Tensors

/// A published figure that a whole run gives: chip and model, and what is set in them from the table's row.
struct SimulatedCase: Sendable {
  var chip: String
  /// Figures of the chip by JSON path; texts may name columns, as `$column`.
  var chipSettings: [(path: String, value: JSONValue)]
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
  }

  init(_ object: inout DocumentObject) throws {
    chip = try object.required("chip").string()
    chipSettings = []
    if var settings = try object.optional("set")?.object() {
      for path in settings.keys { chipSettings.append((path, try settings.required(path).value)) }
    }
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
    let settings = try chipSettings.map { "\($0.path)=\(try filled($0.value, row))" }
    return
      ([chip, try row.filling(model), precision?.rawValue ?? ""] + settings
      + (try numbers(row)).map { "\($0)=\($1)" }.sorted())
      .joined(separator: "|")
  }

  /// - Parameter folder: where the model's file is.
  func run(_ row: CSVRow, in folder: String) throws -> RunFigures {
    var document = try Document.read(Shelf.chips.file(named: chip))
    for (path, value) in chipSettings {
      document = try document.setting(path: path, to: filled(value, row), mayAdd: true)
    }
    let model = try row.filling(self.model)
    let file = (folder as NSString).appendingPathComponent(model)
    var options = SimulationOptions()
    options.numerics = false
    options.precision = precision
    let isShelved = !model.hasSuffix(".json")
    let workload = try ModelFile(isShelved ? model : file, settings: numbers(row))
    return RunFigures(try Simulation(chip: Chip.load(document), model: workload, options: options).run())
  }

  func figure(_ run: RunFigures) -> Double {
    switch measure {
    case .cycles: Double(run.cycles)
    case .framesPerSecond: Double(run.batch) / run.seconds
    case .teraoperations: 2 * Double(run.multiplyAccumulates) / run.seconds / 1e12
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

  private func filled(_ value: JSONValue, _ row: CSVRow) throws -> JSONValue {
    guard case .string(let text) = value, text.contains("$") else { return value }
    let filled = try row.filling(text)
    return Int(filled).map { .integer($0) } ?? .string(filled)
  }
}

/// What is kept of a run.
struct RunFigures: Sendable {
  var cycles: Int
  var seconds: Double
  var batch: Int
  var multiplyAccumulates: Int

  init(_ result: SimulationResult) {
    cycles = result.record.elapsedCycles
    seconds = Double(result.record.elapsedFemtoseconds) / 1e15
    batch = result.batch
    multiplyAccumulates = result.record.operators.reduce(0) { $0 + $1.multiplyAccumulates }
  }
}
