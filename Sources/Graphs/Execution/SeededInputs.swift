import Tensors

extension Graph {
  /// Inputs that are the same in every run: real ones uniform in [-1, 1] by the fill formula, integers valid as
  /// indices of whatever table they look into, and bools. The seed of each follows from its name. Data that shapes of
  /// the graph were taken from stays as it was.
  public func seededInputs() -> [ValueIndex: Tensor] {
    var tensors: [ValueIndex: Tensor] = [:]
    for input in inputs {
      let value = values[input]
      if let given = givenInputs[value.name] {
        tensors[input] = given.converted(to: value.type)
        continue
      }
      let limit = value.type.isReal ? 0 : smallestTable(indexedBy: input)
      tensors[input] = .seeded(named: value.name, type: value.type, integersBelow: limit)
    }
    return tensors
  }

  /// Length of the shortest axis that the value indexes, through nodes that keep integers; 2 when there is none.
  private func smallestTable(indexedBy value: ValueIndex) -> Int {
    let consumers = self.consumers
    var limit: Int?
    var pending = [value]
    var seen: Set<ValueIndex> = [value]
    while let next = pending.popLast() {
      for index in consumers[next] {
        let node = nodes[index]
        if type(of: node.operation).name.hasPrefix("Gather"), node.inputs.count > 1, node.inputs[1] == next,
          let table = node.inputs[0]
        {
          let length = max(1, values[table].type.shape.min() ?? 2)
          limit = min(limit ?? length, length)
        } else {
          for output in node.outputs where values[output].type.element == values[value].type.element {
            if seen.insert(output).inserted { pending.append(output) }
          }
        }
      }
    }
    return limit ?? 2
  }
}

extension Tensor {
  /// Numbers that follow from a name: real ones uniform in [-1, 1], whole ones from 0 up to a limit.
  static func seeded(named name: String, type: TensorType, integersBelow limit: Int) -> Tensor {
    let count = type.elementCount
    let seed = fillSeed(of: name)
    if type.isReal {
      let floats = SeededFill(seed: seed, scale: 1, offset: 0).values(count: count)
      return Tensor(TensorType(.float32, type.shape), floats: floats).converted(to: type)
    }
    return Tensor(
      type, integers: SeededFill.integers(seed: seed, modulus: Int64(limit), low: 0, count: count))
  }
}

/// A seed for the fill formula from a name (FNV-1a), so that adding a node changes no other node's weights.
func fillSeed(of name: String, root: UInt32 = 0) -> UInt32 {
  var hash: UInt32 = 0x811C_9DC5 ^ root
  for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
  return hash
}
