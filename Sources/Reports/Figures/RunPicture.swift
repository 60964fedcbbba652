import Documents
import Foundation
import Machine
import Studies

/// A run as its pictures see it, whether it was made now or read from a file.
struct RunPicture: Sendable {
  let json: RunJSON
  let chip: String
  let model: String
  let precision: String
  let batch: Int
  let clockHertz: Double
  let elapsedCycles: Double
  let elapsedNanoseconds: Double
  let operators: [OperatorPicture]
  let engines: [EnginePicture]
  let tracks: [TrackPicture]

  /// - Parameter file: where the run stands, for messages.
  /// - Throws: `InputError` for a file that lacks what every run has.
  init(_ json: RunJSON, file: String) throws {
    self.json = json
    let totals = CellRow(json.totals, place: "\(file): totals")
    chip = try totals.text("chip")
    model = try totals.text("model")
    precision = try totals.text("precision")
    batch = Int(try totals.number("batch"))
    clockHertz = try totals.number("clock_hz")
    elapsedCycles = try totals.number("elapsed_cycles")
    elapsedNanoseconds = try totals.number("elapsed_ns")
    let engines = try json.engines.enumerated().map {
      try EnginePicture(CellRow($1, place: "\(file): engines[\($0)]"))
    }
    self.engines = engines
    let operators = try json.operators.enumerated().map {
      try OperatorPicture(CellRow($1, place: "\(file): operators[\($0)]"), engines: engines)
    }
    self.operators = operators
    tracks = try (json.timeline?.tracks ?? []).map { track in
      guard engines.indices.contains(track.engine) else {
        throw InputError(
          at: "\(file): timeline", "names engine \(track.engine)", remedy: "there are \(engines.count)")
      }
      let slices = try track.decoded(in: file)
      for slice in slices {
        guard operators.indices.contains(slice.operatorIndex),
          slice.wait.map({
            engines.indices.contains($0.engine) && operators.indices.contains($0.operatorIndex)
          })
            ?? true
        else { throw InputError(at: "\(file): timeline", "names an operator or engine that is not there") }
      }
      return TrackPicture(engine: track.engine, lane: track.lane, slices: slices)
    }
  }

  var title: String { "\(model) on \(chip)" }
  var subtitle: String { "\(precision), batch \(HumanNumber.grouped(batch)), \(clock)" }
  var clock: String { HumanNumber.hertz(clockHertz) }

  func total(_ name: String) -> Double? { json.totals[name]?.number }

  var time: String { HumanNumber.time(nanoseconds: max(0, elapsedNanoseconds)) }

  /// Operations that have colours of their own: those that took most of the time.
  var operationInks: [(operation: String, ink: Ink)] {
    var cycles: [String: Double] = [:]
    for row in operators { cycles[row.operation, default: 0] += row.cycles }
    let ordered = cycles.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return zip(ordered, Ink.series).map { ($0.key, $1) }
  }
}

/// One operator of a run.
struct OperatorPicture: Sendable {
  let name: String
  let operation: String
  let shape: String
  let cycles: Double
  /// Where it ran partly under its neighbours, the cycles in which engines worked for it.
  let occupiedCycles: Double
  let macs: Double
  let scalarOperations: Double
  let dramBytes: Double
  let bound: String
  let rooflineCycles: Double
  /// Picojoules by what they were spent on, as far as the record knows.
  let energies: [(component: EnergyComponent, picojoules: Double)]
  let cells: [String: Cell]

  var energy: Double { energies.reduce(0) { $0 + $1.picojoules } }

  init(_ row: CellRow, engines: [EnginePicture]) throws {
    name = try row.text("operator")
    operation = try row.text("operation")
    shape = try row.text("output_shape")
    cycles = try row.number("latency_cycles")
    macs = try row.number("macs")
    scalarOperations = try row.number("scalar_operations")
    dramBytes = try row.number("dram_read_bytes") + row.number("dram_write_bytes")
    bound = try row.text("bound_by")
    rooflineCycles = try row.number("roofline_cycles")
    func mean(_ column: String, _ kind: String) throws -> Double {
      let count = engines.count { $0.kind == kind }
      return count > 0 ? try row.number(column) / Double(count) : 0
    }
    occupiedCycles = max(
      cycles, try mean("matrix_busy_cycles", "matrix"), try mean("vector_busy_cycles", "vector"))
    energies = row.energies
    cells = row.cells
  }
}

/// One engine of a run.
struct EnginePicture: Sendable {
  let name: String
  let busyCycles: Double
  /// By cause, in the order of `StallCause`.
  let stallCycles: [Double]

  init(_ row: CellRow) throws {
    name = try row.text("engine")
    busyCycles = try row.number("busy_cycles")
    stallCycles = try StallCause.allCases.map { try row.number("\($0.rawValue)_stall_cycles") }
  }

  /// `matrix` of `core 0 matrix`.
  var kind: String { name.split(separator: " ").last.map(String.init) ?? name }
  /// `core 0` of `core 0 matrix`; the host is its own.
  var group: String { String(name.dropLast(kind.count + 1)) }
}

/// One lane of an engine's commands.
struct TrackPicture: Sendable {
  let engine: Int
  let lane: Int
  let slices: [TimelinePicture.Slice]
}

/// Cells by name, with messages for those that are missing.
struct CellRow {
  let cells: [String: Cell]
  let place: String

  init(_ cells: [String: Cell], place: String) {
    self.cells = cells
    self.place = place
  }

  func text(_ name: String) throws -> String {
    guard let cell = cells[name] else {
      throw InputError(at: place, "has no “\(name)”", remedy: "expected a file of tilewright run --json")
    }
    return cell.plainText
  }

  func number(_ name: String) throws -> Double {
    guard let number = cells[name]?.number else {
      throw InputError(
        at: place, "“\(name)” is no number", remedy: "expected a file of tilewright run --json")
    }
    return number
  }

  /// Every `energy_…_pj`, in the order of the metrics.
  var energies: [(component: EnergyComponent, picojoules: Double)] {
    EnergyComponent.allCases.compactMap { component in
      cells["energy_\(component.rawValue)_pj"]?.number.map { (component, $0) }
    }
  }
}

extension Cell {
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .decimal(let number): number
    case .text, .unknown: nil
    }
  }
}
