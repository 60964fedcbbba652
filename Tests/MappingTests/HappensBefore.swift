import Mapping
import Tensors

/// Which command is certain to come before which, whatever the machine's speeds.
///
/// Certain are: a dependency ends before its dependant starts; commands of one engine start in order; commands of a
/// matrix, vector or host engine also end in order.
struct HappensBefore {
  /// `endedBefore[c]`: commands that have ended when `c` starts, as a bit set.
  private var endedBefore: [[UInt64]] = []

  init(_ program: Program) {
    let words = (program.commands.count + 63) / 64
    var lastOf: [EngineIdentifier: Int] = [:]
    for (index, command) in program.commands.enumerated() {
      var ended = [UInt64](repeating: 0, count: words)
      func inherit(_ other: Int, itself: Bool) {
        for word in 0..<words { ended[word] |= endedBefore[other][word] }
        if itself { ended[other / 64] |= 1 << UInt64(other % 64) }
      }
      for dependency in program.dependencies[
        Int(command.dependencies.lowerBound)..<Int(command.dependencies.upperBound)]
      {
        inherit(Int(dependency), itself: true)
        // Whatever ended in order before the dependency has ended too: it is in that command's own set or
        // before it in its queue.
        var earlier = previousInOrder[Int(dependency)]
        while let found = earlier {
          ended[found / 64] |= 1 << UInt64(found % 64)
          earlier = previousInOrder[found]
        }
      }
      if let previous = lastOf[command.engine] { inherit(previous, itself: false) }
      previousInOrder.append(command.engine.endsInOrder ? lastOf[command.engine] : nil)
      endedBefore.append(ended)
      lastOf[command.engine] = index
    }
  }

  private var previousInOrder: [Int?] = []

  /// Whether `first` has certainly ended when `second` starts.
  func isOrdered(_ first: Int, _ second: Int) -> Bool {
    endedBefore[second][first / 64] & (1 << UInt64(first % 64)) != 0
  }
}

extension EngineIdentifier {
  fileprivate var endsInOrder: Bool {
    switch self {
    case .matrix, .vector, .host: true
    case .load, .store, .copy: false
    }
  }
}
