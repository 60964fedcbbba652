import Documents
import Foundation
import Graphs

/// Small models with forks, joins and every form of operator, drawn from a seed.
public enum RandomGraphs {
  /// A model as its file would describe it.
  public static func text(seed: Int) -> String {
    var sketch = ModelSketch(seed: seed)
    return sketch.text(name: "random\(seed)")
  }

  public static func graph(seed: Int) throws -> Graph {
    try Workload.load(Document.parse(Data(text(seed: seed).utf8), file: "random\(seed).json"))
  }
}

/// A model in the making: what has been computed so far, and in which shape.
struct ModelSketch {
  struct Value {
    var name: String
    var shape: [Int]
    var isRead = false
  }

  /// Larger results are not read any further, so that a case takes milliseconds.
  static let largestElementCount = 3000

  var random: Generator
  private(set) var values: [Value]
  private var nodes: [String] = []

  init(seed: Int) {
    random = Generator(seed: seed)
    let shape =
      switch random.integer(in: 0...5) {
      case 0: [random.integer(in: 1...5), random.integer(in: 1...40)]
      case 1: [random.integer(in: 1...2), random.integer(in: 1...9), random.integer(in: 1...24)]
      default:
        [
          random.integer(in: 1...2), random.integer(in: 1...12), random.integer(in: 3...11),
          random.integer(in: 3...11),
        ]
      }
    values = [Value(name: "x", shape: shape)]
  }

  mutating func text(name: String) -> String {
    let shape = values[0].shape
    let count = random.integer(in: 3...12)
    while nodes.count < count { addNode() }
    let leaves = values.filter { !$0.isRead }.map { "\"\($0.name)\"" }.joined(separator: ", ")
    return """
      {"name": "\(name)", "inputs": {"x": \(shape)}, "outputs": [\(leaves)], "nodes": [
        \(nodes.joined(separator: ",\n  "))]}
      """
  }

  /// Mostly the latest value; sometimes an older one, which makes a fork.
  mutating func pick() -> Int {
    let usable = values.indices.filter {
      values[$0].shape.reduce(1, *) <= ModelSketch.largestElementCount
    }
    return random.chance(3, in: 4) ? usable.last! : random.choice(usable)
  }

  /// Adds a node that reads values by index; further keys as they stand in the file.
  mutating func add(_ operation: String, _ inputs: [Int], _ keys: String = "", shape: [Int]) {
    for input in inputs { values[input].isRead = true }
    let name = "n\(nodes.count)"
    let names = inputs.map { "\"\(values[$0].name)\"" }.joined(separator: ", ")
    nodes.append(
      "{\"name\": \"\(name)\", \"op\": \"\(operation)\", \"inputs\": [\(names)]\(keys.isEmpty ? "" : ", ")\(keys)}"
    )
    values.append(Value(name: name, shape: shape))
  }

  private mutating func addNode() {
    let input = pick()
    switch values[input].shape.count {
    case 4: addImageNode(input)
    case 3: addSequenceNode(input)
    default: addMatrixNode(input)
    }
  }
}
