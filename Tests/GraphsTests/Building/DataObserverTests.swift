import Tensors
import Testing

@testable import Graphs

/// What shapes and conditions depend on is computed once, and in bounded memory.
@Suite struct DataObserverTests {
  /// `x`, then each value the sum of the one before it and of `x`, `2 x`, `3 x`, …
  private func chain(of count: Int, length: Int) throws -> (assembly: GraphAssembly, values: [ValueIndex]) {
    let assembly = GraphAssembly(name: "chain")
    let x = assembly.addInput(Value(name: "x", type: TensorType(.float32, [length])))
    var values = [x]
    for index in 1...count {
      values += try assembly.append(
        AssembledNode(
          name: "n\(index)", operation: "Add", inputs: [values[index - 1], x], outputs: ["v\(index)"]))
    }
    return (assembly, values)
  }

  private func observer(length: Int, maximumBytes: Int) -> DataObserver {
    DataObserver(maximumBytes: maximumBytes) { _ in
      Tensor(TensorType(.float32, [length]), floats: [Float](repeating: 1, count: length))
    }
  }

  @Test(arguments: [0, 1 << 12, 1 << 20]) func valuesAreTheSameHoweverLittleIsKept(maximumBytes: Int) throws {
    let (assembly, values) = try chain(of: 50, length: 100)
    let observer = observer(length: 100, maximumBytes: maximumBytes)
    assembly.observer = observer
    for index in [50, 3, 49, 50, 1] {
      #expect(
        try assembly.value(of: values[index]).floats == [Float](repeating: Float(index + 1), count: 100))
    }
    #expect(observer.observedNames == ["v50", "v3", "v49", "v1"])
    #expect(observer.usedInputs.keys.sorted() == ["x"])
  }

  @Test func aLongChainNeedsTheMemoryOfAFewTensors() throws {
    let (assembly, values) = try chain(of: 200, length: 1_000)
    let observer = observer(length: 1_000, maximumBytes: 10_000)
    assembly.observer = observer
    _ = try assembly.value(of: values[200])
    #expect(observer.heldBytes <= 10_000 + 2 * 4_000)
  }

  @Test func whatIsNeededStaysHoweverOldItIs() throws {
    // v1 is made first and read last.
    let (assembly, values) = try chain(of: 100, length: 1_000)
    let last = try assembly.append(
      AssembledNode(name: "last", operation: "Mul", inputs: [values[1], values[100]], outputs: ["y"]))
    assembly.observer = observer(length: 1_000, maximumBytes: 8_000)
    #expect(try assembly.value(of: last[0]).floats[0] == 202)
  }
}
