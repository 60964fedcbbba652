import Arrays
import Chips
import Documents
import Graphs
import Machine
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

  /// Films a product with the words that the operator gives to the array.
  /// - Throws: `InputError` when the array is too large for so many cycles.
  public init(title: String, engine: MatrixEngine, operands: ProductOperands, cycles: Int) throws {
    let (states, overflows) = (engine.rows * engine.columns).multipliedReportingOverflow(by: cycles)
    guard !overflows, states <= Self.maximumStates else {
      throw InputError(
        .usage, at: "--cycles \(cycles)",
        "of \(engine.rows)×\(engine.columns) PEs are more than can be shown",
        remedy: "at most \(max(1, Self.maximumStates / (engine.rows * engine.columns)))")
    }
    self.title = title
    self.engine = engine
    shape = operands.shape
    switch operands.words {
    case .integers(let product, _, _):
      (frames, totalCycles) = Self.frames(engine, engine.registerLevel(product), cycles)
    case .floats(let product):
      (frames, totalCycles) = Self.frames(engine, engine.registerLevel(product), cycles)
    }
  }

  private static func frames<Arithmetic>(
    _ engine: MatrixEngine, _ array: any SteppedArray<Arithmetic>, _ cycles: Int
  ) -> ([Frame], totalCycles: Int?) {
    var frames: [Frame] = []
    while frames.count < cycles, !array.isFinished {
      let cycle = array.cycle
      array.step()
      let elements = (0..<engine.rows).flatMap { row in
        (0..<engine.columns).map { array.processingElement(row: row, column: $0).shortened }
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
    return (frames, array.isFinished ? array.cycle : nil)
  }
}

extension ProcessingElementState {
  /// As many digits as a PE has room for.
  fileprivate var shortened: ProcessingElementState {
    var state = self
    state.left = Self.short(left)
    state.right = Self.short(right)
    state.sum = Self.short(sum)
    return state
  }

  private static func short(_ number: String) -> String {
    guard number.contains(where: { $0 == "." || $0 == "e" }), let value = Double(number) else {
      return number
    }
    let size = abs(value)
    if size < 0.0005 { return value == 0 ? "0" : "≈ 0" }
    return HumanNumber.fixed(value, decimals: size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3)
  }
}

/// A product that an operator gives to a matrix engine.
public struct FilmedProduct {
  public var operatorName: String
  public var core: Int
  public var operands: ProductOperands
}

extension Program {
  /// The first product that an operator gives to a matrix engine, with its words: weights as they are in the model,
  /// inputs as the seed makes them, values between as the reference executor computes them. nil when there is none.
  /// - Parameter name: of the operator; nil for the first that multiplies matrices.
  /// - Throws: `InputError` when the values cannot be computed.
  public func firstProduct(of name: String?) throws -> FilmedProduct? {
    for command in commands {
      let node = graph.nodes[Int(command.node)]
      guard case .contract(let a, let b, let accumulator, let reduction, _) = command.action,
        case .matrix(let core) = command.engine, name == nil || node.name == name
      else { continue }
      let operands = try graph.values([Int(a.value), Int(b.value)])
      return FilmedProduct(
        operatorName: node.name, core: core,
        operands: try ProductOperands(
          try graph.evaluator(of: Int(command.node)), a: operands[0][a.box], b: operands[1][b.box],
          output: accumulator.box, reduction: Int(reduction.lowerBound)..<Int(reduction.upperBound)))
    }
    return nil
  }
}

extension Graph {
  /// Some values, computed as far as is needed.
  fileprivate func values(_ wanted: [ValueIndex]) throws -> [Tensor] {
    struct Complete: Error {}
    let inputs = seededInputs()
    var known: [ValueIndex: Tensor] = [:]
    for value in wanted {
      if let input = inputs[value] {
        known[value] = input
      } else if values[value].initializer != nil {
        known[value] = try constant(value)
      }
    }
    guard wanted.contains(where: { known[$0] == nil }) else { return wanted.map { known[$0]! } }
    do {
      _ = try ReferenceExecutor.run(self, inputs: inputs) { node, results in
        for (value, result) in zip(nodes[node].outputs, results) where wanted.contains(value) {
          known[value] = result
        }
        if wanted.allSatisfy({ known[$0] != nil }) { throw Complete() }
      }
    } catch is Complete {
      // The rest of the graph is of no interest.
    }
    return wanted.map { known[$0]! }
  }
}
