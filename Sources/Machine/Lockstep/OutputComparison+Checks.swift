import Graphs
import Tensors

extension OutputComparison {
  init(_ index: NodeIndex, _ node: Node, exact: Bool, elements: Int) {
    self.init(
      node: index, name: node.name, elements: elements, mismatches: 0, largestError: 0, worstErrorOfBound: 0,
      exact: exact, digest: 0)
  }

  /// An operator that no command computed.
  static func missing(_ index: NodeIndex, _ node: Node, elements: Int) -> OutputComparison {
    var comparison = OutputComparison(index, node, exact: true, elements: elements)
    comparison.mismatches = elements
    comparison.largestError = .infinity
    comparison.worstErrorOfBound = .infinity
    return comparison
  }

  /// Sums against the bound.
  mutating func hold(_ sums: Tensor, against bound: SumBound) {
    var (mismatches, largest, worst) = (0, 0.0, 0.0)
    bound.forEachError(of: sums) { error, limit in
      // Written so that an error that is not a number is a mismatch.
      if !(error <= limit) { mismatches += 1 }
      if error > 0 || error.isNaN {
        largest = max(largest, error.isNaN ? .infinity : error)
        worst = max(worst, error.isNaN ? .infinity : error / limit)
      }
    }
    self.mismatches += mismatches
    largestError = max(largestError, largest)
    worstErrorOfBound = max(worstErrorOfBound, worst)
  }

  /// Bit for bit; anything that is not a number equals anything else that is not.
  mutating func hold(_ parts: TensorInParts, against reference: Tensor) {
    var wrong = parts.missing + parts.contradictions
    var largest = parts.missing > 0 ? Double.infinity : 0
    if parts.tensor.bytes != reference.bytes {
      if parts.tensor.type.isReal {
        for (value, expected) in zip(parts.tensor.floats, reference.floats)
        where value != expected && !(value.isNaN && expected.isNaN) {
          wrong += 1
          let error = abs(Double(value) - Double(expected))
          largest = max(largest, error.isNaN ? .infinity : error)
        }
      } else {
        for (value, expected) in zip(parts.tensor.integers, reference.integers) where value != expected {
          wrong += 1
          largest = max(largest, abs(Double(value) - Double(expected)))
        }
      }
    }
    mismatches += min(wrong, max(1, elements))
    if wrong > 0 {
      largestError = max(largestError, largest)
      worstErrorOfBound = .infinity
    }
    digest = digest &* 0x9E37_79B9_7F4A_7C15 ^ parts.tensor.digest
  }
}

extension Tensor {
  /// A hash of the bytes (FNV-1a over 8-byte words).
  var digest: UInt64 {
    bytes.withUnsafeBytes { raw in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      let words = raw.count / 8
      for index in 0..<words {
        hash = (hash ^ raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)) &* 0x100_0000_01B3
      }
      for index in words * 8..<raw.count { hash = (hash ^ UInt64(raw[index])) &* 0x100_0000_01B3 }
      return hash
    }
  }
}
