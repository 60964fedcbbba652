import Tensors

/// One step of an optimiser: inputs are the learning rate, how many updates there were, then all tensors, all their gradients
/// and, kind by kind, all their states; outputs the new tensors and, kind by kind, the new states.
protocol TrainingStep: CompositeOperator {
  static var stateCount: Int { get }
  /// - Returns: the new tensor and its new states.
  func update(
    _ x: Operand, gradient: Operand, states: [Operand], rate: Operand, step: Operand,
    in body: inout Composition
  ) throws -> [Operand]
}

extension TrainingStep {
  static var inputCount: ClosedRange<Int> { 4 + stateCount...Int(Int32.max) }

  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
    let kinds = 2 + Self.stateCount
    guard (inputs.count - 2) % kinds == 0 else {
      throw GraphError("\(Self.name) has \(inputs.count - 2) tensors", remedy: "a multiple of \(kinds)")
    }
    let count = (inputs.count - 2) / kinds
    var results: [[Operand?]] = []
    for index in 0..<count {
      let own = try (0..<kinds).map { try inputs.required(2 + $0 * count + index) }
      results.append(
        try update(
          own[0], gradient: own[1], states: Array(own.dropFirst(2)), rate: try inputs.required(0),
          step: try inputs.required(1), in: &body))
    }
    return (0..<1 + Self.stateCount).flatMap { kind in results.map { $0[kind] } }
  }
}

extension Composition {
  mutating func scaled(_ operand: Operand, by factor: Float) throws -> Operand {
    try add("Mul", [operand, scalar(factor, like: operand)])
  }

  /// `gradient + coefficient · x`
  mutating func regularized(_ gradient: Operand, _ x: Operand, by coefficient: Float) throws -> Operand {
    coefficient == 0 ? gradient : try add("Add", [try scaled(x, by: coefficient), gradient])
  }

  /// `a · left + b · right`
  mutating func blended(_ left: Operand, _ a: Float, _ right: Operand, _ b: Float) throws -> Operand {
    try add("Add", [try scaled(left, by: a), try scaled(right, by: b)])
  }
}

/// ONNX training `Adagrad`. The state is the sum of squared gradients.
struct Adagrad: TrainingStep {
  static let name = "ai.onnx.preview.training::Adagrad"
  static let stateCount = 1
  var coefficient: Float
  var decay: Float
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    coefficient = try attributes.float("norm_coefficient") ?? 0
    decay = try attributes.float("decay_factor") ?? 0
    epsilon = try attributes.float("epsilon") ?? 1e-6
  }

  func update(
    _ x: Operand, gradient: Operand, states: [Operand], rate: Operand, step: Operand,
    in body: inout Composition
  ) throws -> [Operand] {
    let element = body.type(of: x).element
    let decayed = try body.scaled(try body.cast(step, to: element), by: decay)
    let slowed = try body.add(
      "Div", [rate, try body.add("Add", [decayed, body.scalar(1, like: x)])])
    let whole = try body.regularized(gradient, x, by: coefficient)
    let squares = try body.add("Add", [states[0], try body.add("Mul", [whole, whole])])
    let root = try body.add("Add", [try body.add("Sqrt", [squares]), body.scalar(epsilon, like: x)])
    let move = try body.add("Div", [try body.add("Mul", [slowed, whole]), root])
    return [try body.add("Sub", [x, move]), squares]
  }
}

/// ONNX training `Adam`. The states are the averages of gradients and of their squares.
struct Adam: TrainingStep {
  static let name = "ai.onnx.preview.training::Adam"
  static let stateCount = 2
  var alpha: Float
  var beta: Float
  var coefficient: Float
  var coefficientAfter: Float
  var epsilon: Float

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 0.9
    beta = try attributes.float("beta") ?? 0.999
    coefficient = try attributes.float("norm_coefficient") ?? 0
    coefficientAfter = try attributes.float("norm_coefficient_post") ?? 0
    epsilon = try attributes.float("epsilon") ?? 1e-6
  }

  func update(
    _ x: Operand, gradient: Operand, states: [Operand], rate: Operand, step: Operand,
    in body: inout Composition
  ) throws -> [Operand] {
    let whole = try body.regularized(gradient, x, by: coefficient)
    let average = try body.blended(states[0], alpha, whole, 1 - alpha)
    let squares = try body.blended(states[1], beta, try body.add("Mul", [whole, whole]), 1 - beta)
    let root = try body.add("Add", [try body.add("Sqrt", [squares]), body.scalar(epsilon, like: x)])
    let adjusted = try self.adjusted(rate, step, &body)
    let move = try body.add("Div", [try body.add("Mul", [adjusted, average]), root])
    let moved = try body.add("Sub", [x, move])
    let kept = coefficientAfter == 0 ? moved : try body.scaled(moved, by: 1 - coefficientAfter)
    return [kept, average, squares]
  }

  /// `rate · √(1 − βᵗ) / (1 − αᵗ)`; the rate itself before the first update.
  private func adjusted(_ rate: Operand, _ step: Operand, _ body: inout Composition) throws -> Operand {
    let element = body.type(of: rate).element
    let count = try body.cast(step, to: element)
    let one = body.scalar(1, like: rate)
    func rest(_ base: Float) throws -> Operand {
      try body.add("Sub", [one, try body.add("Pow", [body.scalar(base, like: rate), count])])
    }
    let quotient = try body.add("Div", [try body.add("Sqrt", [try rest(beta)]), try rest(alpha)])
    let isLater = try body.add("Greater", [count, body.scalar(0, like: rate)])
    return try body.add("Where", [isLater, try body.add("Mul", [rate, quotient]), rate])
  }
}

/// ONNX training `Momentum`, standard or Nesterov's. The state is the momentum.
struct Momentum: TrainingStep {
  static let name = "ai.onnx.preview.training::Momentum"
  static let stateCount = 1
  var alpha: Float
  var beta: Float
  var coefficient: Float
  var isNesterov: Bool

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 0
    beta = try attributes.float("beta") ?? 0
    coefficient = try attributes.float("norm_coefficient") ?? 0
    let mode = try attributes.string("mode") ?? "standard"
    guard ["standard", "nesterov"].contains(mode) else {
      throw GraphError("mode “\(mode)” is unknown", remedy: "standard or nesterov")
    }
    isNesterov = mode == "nesterov"
  }

  func update(
    _ x: Operand, gradient: Operand, states: [Operand], rate: Operand, step: Operand,
    in body: inout Composition
  ) throws -> [Operand] {
    let whole = try body.regularized(gradient, x, by: coefficient)
    let isLater = try body.add(
      "Greater", [try body.cast(step, to: body.type(of: x).element), body.scalar(0, like: x)])
    let share = try body.add("Where", [isLater, body.scalar(beta, like: x), body.scalar(1, like: x)])
    let momentum = try body.add(
      "Add", [try body.scaled(states[0], by: alpha), try body.add("Mul", [share, whole])])
    let direction =
      isNesterov ? try body.add("Add", [whole, try body.scaled(momentum, by: alpha)]) : momentum
    return [try body.add("Sub", [x, try body.add("Mul", [rate, direction])]), momentum]
  }
}
