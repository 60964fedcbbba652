import Tensors
import Testing

@testable import Graphs

/// Attention, by what it must equal.
@Suite struct AttentionTests {
  private let q = Given.reals(2, 4, 3, 8)
  private let k = Given.reals(2, 2, 5, 8, seed: 4)
  private let v = Given.reals(2, 2, 5, 6, seed: 5)

  private func run(
    _ operation: String, _ inputs: [Tensor?], _ attributes: [String: AttributeValue] = [:], outputs: Int = 1
  ) throws -> [Tensor] {
    try Assembled(operation, attributes, inputs, outputCount: outputs).outputs
  }

  private func near(_ left: Tensor, _ right: Tensor) -> Bool {
    left.type == right.type && zip(left.floats, right.floats).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  @Test("Heads of queries that share a head of keys get what copies of it would give them")
  func sharedHeads() throws {
    func doubled(_ x: Tensor) throws -> Tensor {
      try run("Gather", [x, Given.list(0, 0, 1, 1)], ["axis": .integer(1)])[0]
    }
    let copies = try run("Attention", [q, try doubled(k), try doubled(v)])[0]
    #expect(near(try run("Attention", [q, k, v])[0], copies))
  }

  @Test("Rank 3 holds the heads side by side")
  func flatInputs() throws {
    func flat(_ x: Tensor) throws -> Tensor {
      let moved = try run("Transpose", [x], ["perm": .integers([0, 2, 1, 3])])[0]
      return moved.reshaped(to: [moved.shape[0], moved.shape[1], moved.shape[2] * moved.shape[3]])
    }
    let result = try run(
      "Attention", [try flat(q), try flat(k), try flat(v)],
      ["q_num_heads": .integer(4), "kv_num_heads": .integer(2)])[0]
    #expect(near(result, try flat(try run("Attention", [q, k, v])[0])))
  }

  @Test("Earlier keys and values come first, and causal queries see them all")
  func earlierSteps() throws {
    let past = [Given.reals(2, 2, 3, 8, seed: 6), Given.reals(2, 2, 3, 6, seed: 7)]
    let keys = try run("Concat", [past[0], k], ["axis": .integer(2)])[0]
    let values = try run("Concat", [past[1], v], ["axis": .integer(2)])[0]
    let mask = Tensor(
      TensorType(.bool, [3, 8]), integers: (0..<24).map { $0 % 8 <= $0 / 8 + 3 ? 1 : 0 })
    let made = try run("Attention", [q, k, v, nil] + past, ["is_causal": .integer(1)], outputs: 3)
    #expect(near(made[0], try run("Attention", [q, keys, values, mask])[0]))
    #expect(made[1].bytes == keys.bytes)
    #expect(made[2].bytes == values.bytes)
  }

  @Test("A query that sees no key gets zeros")
  func blindQueries() throws {
    let mask = Tensor(TensorType(.bool, [3, 5]), integers: (0..<15).map { $0 / 5 == 1 ? 0 : 1 })
    let result = try run("Attention", [q, k, v, mask])[0]
    #expect(result.floats.allSatisfy { $0.isFinite })
    #expect(result[Box(lower: [0, 0, 1, 0], extent: [2, 4, 1, 6])].floats.allSatisfy { $0 == 0 })
  }

  @Test("The scores are given at the point that is asked for")
  func scores() throws {
    let mask = Given.reals(3, 5, seed: 8)
    let points = try (0..<4).map {
      try run(
        "Attention", [q, k, v, mask], ["softcap": .float(0.5), "qk_matmul_output_mode": .integer($0)],
        outputs: 4)[3]
    }
    let capped = try run("Tanh", [Tensor(points[0].type, floats: points[0].floats.map { $0 / 0.5 })])[0]
    #expect(near(points[1], Tensor(capped.type, floats: capped.floats.map { $0 * 0.5 })))
    #expect(near(points[2], try run("Add", [points[1], mask])[0]))
    #expect(near(points[3], try run("Softmax", [points[2]])[0]))
  }

  @Test("All products are contractions")
  func productsAreContractions() throws {
    let graph = try Assembled("Attention", [:], [q, k, v]).graph.prepared()
    let products = try graph.nodes.indices.filter {
      if case .contraction = try graph.form(of: $0) { true } else { false }
    }
    #expect(products.count == 2)
    #expect(
      try !graph.nodes.indices.contains {
        if case .host = try graph.form(of: $0) { true } else { false }
      })
  }
}
