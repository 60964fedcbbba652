import Chips

/// What came out of a register-level run.
public struct ArrayRun<Arithmetic: ArrayArithmetic>: Sendable {
  public var record: ArrayRecord
  /// `groups × rows × columns`, row by row.
  public var results: [Arithmetic.Sum]
}

extension MatrixEngine {
  /// The engine with every register, given a product, to be stepped. A step is `cyclesPerStep` cycles of the
  /// engine.
  public func registerLevel<Arithmetic: ArrayArithmetic>(
    _ product: ArrayProduct<Arithmetic>
  ) -> any SteppedArray<Arithmetic> {
    switch array {
    case .systolic(let systolic) where systolic.dataflow == .outputStationary:
      OutputStationaryArray(systolic, rows: rows, columns: columns, product: product)
    case .systolic(let systolic):
      StationaryArray(systolic, rows: rows, columns: columns, product: product)
    case .dotProduct(let pipelineDepthCycles):
      DotProductArray(
        rows: rows, columns: columns, pipelineDepthCycles: pipelineDepthCycles, product: product)
    }
  }

  /// Runs a product of integers through all registers.
  public func runRegisters(_ product: ArrayProduct<IntegerArithmetic>) -> ArrayRun<IntegerArithmetic> {
    runToEnd(product)
  }

  /// Runs a product of floating-point numbers through all registers.
  public func runRegisters(_ product: ArrayProduct<FloatArithmetic>) -> ArrayRun<FloatArithmetic> {
    runToEnd(product)
  }

  /// Runs a sparse product of integers through all registers.
  public func runRegisters(
    _ product: ArrayProduct<SelectingArithmetic<IntegerArithmetic>>
  ) -> ArrayRun<SelectingArithmetic<IntegerArithmetic>> {
    guard streamsWeights else { return runToEnd(product) }
    let run = runToEnd(product.reversed)
    return ArrayRun(record: run.record, results: run.results)
  }

  /// Runs a sparse product of floating-point numbers through all registers.
  public func runRegisters(
    _ product: ArrayProduct<SelectingArithmetic<FloatArithmetic>>
  ) -> ArrayRun<SelectingArithmetic<FloatArithmetic>> {
    guard streamsWeights else { return runToEnd(product) }
    let run = runToEnd(product.reversed)
    return ArrayRun(record: run.record, results: run.results)
  }

  /// Whether weights come from the left and find the activations in the PEs.
  private var streamsWeights: Bool {
    if case .systolic(let systolic) = array { systolic.dataflow == .inputStationary } else { false }
  }

  // Arrays of known types, so that the compiler makes code for each arithmetic.
  @inline(__always)
  private func runToEnd<Arithmetic>(_ product: ArrayProduct<Arithmetic>) -> ArrayRun<Arithmetic> {
    switch array {
    case .systolic(let systolic) where systolic.dataflow == .outputStationary:
      run(OutputStationaryArray(systolic, rows: rows, columns: columns, product: product))
    case .systolic(let systolic):
      run(StationaryArray(systolic, rows: rows, columns: columns, product: product))
    case .dotProduct(let pipelineDepthCycles):
      run(
        DotProductArray(
          rows: rows, columns: columns, pipelineDepthCycles: pipelineDepthCycles, product: product))
    }
  }

  @inline(__always)
  private func run<Array: SteppedArray>(_ array: Array) -> ArrayRun<Array.Arithmetic> {
    while !array.isFinished { array.step() }
    return ArrayRun(record: array.record, results: array.results)
  }
}
