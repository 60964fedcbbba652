import Arrays
import Chips
import Documents
import Graphs
import Mapping
import Tensors

/// An array at work, cycle by cycle, as far as anybody wants to watch.
public struct ArrayFilm: Sendable {
  /// One cycle.
  public struct Frame: Sendable, Hashable {
    public var cycle: Int
    /// Row by row.
    public var elements: [ProcessingElementState]
    /// Up to and with this cycle.
    public var activity: ArrayActivity
    /// What happens in this cycle, in words.
    public var explanation: String
    public var busyElements: Int
    /// Multiplications so far, of those that all PEs could have done.
    public var utilisation: Double
  }

  public let title: String
  public let engine: MatrixEngine
  public let shape: MatrixProductShape
  public let frames: [Frame]
  /// The whole product takes so many; nil when the film ends before.
  public let totalCycles: Int?

  /// PEs and frames together are limited, so that a film fits memory and page.
  private static let maximumStates = 4_000_000

  /// Films a product of small numbers, which a seed makes up: places, cycles and counts are those of the operator.
  /// - Throws: `InputError` when the array is too large for so many cycles.
  public init(title: String, engine: MatrixEngine, shape: MatrixProductShape, cycles: Int) throws {
    let (states, overflows) = (engine.rows * engine.columns).multipliedReportingOverflow(by: cycles)
    guard !overflows, states <= Self.maximumStates else {
      throw InputError(
        .usage, at: "--cycles \(cycles)",
        "of \(engine.rows)×\(engine.columns) PEs are more than can be shown",
        remedy: "at most \(max(1, Self.maximumStates / (engine.rows * engine.columns)))")
    }
    self.title = title
    self.engine = engine
    self.shape = shape
    let array = engine.registerLevel(try ArrayFilm.product(shape))
    var frames: [Frame] = []
    while frames.count < cycles, !array.isFinished {
      let cycle = array.cycle
      array.step()
      let elements = (0..<engine.rows).flatMap { row in
        (0..<engine.columns).map { array.processingElement(row: row, column: $0) }
      }
      let activity = array.activity
      frames.append(
        Frame(
          cycle: cycle, elements: elements, activity: activity,
          explanation: FilmWords(engine).sentence(
            before: frames.last?.activity, now: activity, busy: elements.count(where: \.isBusy)),
          busyElements: elements.count(where: \.isBusy),
          utilisation: Double(activity.multipliers.occupied) / Double(elements.count * (cycle + 1))))
    }
    self.frames = frames
    totalCycles = array.isFinished ? array.cycle : nil
  }

  private static func product(_ shape: MatrixProductShape) throws -> ArrayProduct<IntegerArithmetic> {
    let (left, right) = (shape.rows * shape.reduction, shape.reduction * shape.columns)
    guard shape.groups * max(left, right) <= 1 << 26 else {
      throw InputError(at: "product", "is too large to be watched", remedy: "choose a smaller operator")
    }
    func words(_ count: Int, _ salt: UInt32) -> [Int8] {
      (0..<count).map { index in
        let hash = (UInt32(truncatingIfNeeded: index) &+ salt) &* 2_654_435_761
        return Int8(hash >> 16 % 19) - 9
      }
    }
    return ArrayProduct(shape, left: words(shape.groups * left, 1), right: words(shape.groups * right, 7919))
  }
}

extension Program {
  /// The first product that an operator gives to a matrix engine, and the core it runs on; nil when none does.
  /// - Parameter name: of the operator; nil for the first that multiplies matrices.
  public func firstProduct(of name: String?) throws -> (
    shape: MatrixProductShape, core: Int, operator: String
  )? {
    for command in commands {
      let node = graph.nodes[Int(command.node)]
      guard case .contract(_, _, let accumulator, let reduction, _) = command.action,
        case .matrix(let core) = command.engine, name == nil || node.name == name,
        case .contraction(let contraction) = try graph.evaluator(of: Int(command.node)).form
      else { continue }
      let shape = contraction.productShape(
        of: accumulator.box, reduction: Int(reduction.lowerBound)..<Int(reduction.upperBound))
      return (
        MatrixProductShape(
          groups: shape.groups, rows: shape.rows, columns: shape.columns, reduction: shape.reduction),
        core, node.name
      )
    }
    return nil
  }
}
