/// Changes models in ways that hurt readers: some as bytes, some field by field with all lengths kept right.
struct Mutator {
  private let corpus: [(bytes: [UInt8], tree: WireTree?)]

  /// Numbers at the edges of the types that readers keep them in.
  private static let extremes: [UInt64] = [
    0, 1, 2, 23, 24, 127, 128, 255, 256, 65_535, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 40,
    1 << 62, 1 << 63 - 1, 1 << 63, .max - 1, .max,
  ]
  private static let longestInput = 1 << 16

  init(corpus: [[UInt8]]) {
    self.corpus = corpus.map { ($0, WireTree($0[...])) }
  }

  /// The input of one iteration: the same for equal seeds and corpora.
  func input(seed: UInt64, iteration: Int) -> [UInt8] {
    var random = Generator(seed: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(iteration))
    let start = random.pick(corpus)
    var bytes = start.bytes
    if var tree = start.tree, random.below(3) > 0 {
      for _ in 0...random.below(4) { mutate(&tree, &random) }
      bytes = tree.bytes
      if random.below(4) > 0 { return Array(bytes.prefix(Mutator.longestInput)) }
    }
    for _ in 0...random.below(4) { mutate(&bytes, &random) }
    return Array(bytes.prefix(Mutator.longestInput))
  }

  // MARK: - Bytes

  private func mutate(_ bytes: inout [UInt8], _ random: inout Generator) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(random.below(256))) }
    let position = random.below(bytes.count)
    let end = min(bytes.count, position + 1 + random.below(16))
    switch random.below(8) {
    case 0: bytes[position] ^= 1 << UInt8(random.below(8))
    case 1: bytes[position] = random.pick([0, 1, 0x7F, 0x80, 0xFF, UInt8(random.below(256))])
    case 2: bytes.removeSubrange(position..<end)
    case 3: bytes.insert(contentsOf: bytes[position..<end], at: position)
    case 4: bytes.removeSubrange(position...)
    case 5:
      var varint: [UInt8] = []
      WireTree.append(random.pick(Mutator.extremes), to: &varint)
      bytes.replaceSubrange(position..<min(bytes.count, position + random.below(3)), with: varint)
    case 6:
      let other = random.pick(corpus).bytes
      bytes.replaceSubrange(position..., with: other[random.below(other.count)...])
    default: bytes.insert(contentsOf: [UInt8](repeating: 0x80, count: 1 + random.below(12)), at: position)
    }
  }

  // MARK: - Fields

  /// Walks down to a random message and changes it.
  private func mutate(_ tree: inout WireTree, _ random: inout Generator) {
    guard !tree.fields.isEmpty else { return }
    let index = random.below(tree.fields.count)
    if case .message(var inner) = tree.fields[index].value, random.below(4) > 0 {
      mutate(&inner, &random)
      tree.fields[index].value = .message(inner)
    } else {
      change(&tree, index, &random)
    }
  }

  private func change(_ tree: inout WireTree, _ index: Int, _ random: inout Generator) {
    switch random.below(9) {
    case 0: tree.fields.insert(tree.fields[index], at: random.below(tree.fields.count + 1))
    case 1: tree.fields.remove(at: index)
    case 2: tree.fields[index].number = random.pick([1, 2, 3, 5, 7, UInt64(1 + random.below(26))])
    case 3: tree.fields[index].value = .varint(random.pick(Mutator.extremes))
    case 4: tree.fields[index].value = .bytes((0..<random.below(20)).map { _ in UInt8(random.below(256)) })
    case 5: tree.fields[index].value = .fixed([UInt8](repeating: 0xFF, count: random.pick([4, 8])))
    case 6:
      if let other = stranger(&random) { tree.fields[index] = other }
    case 7:
      if let other = stranger(&random) { tree.fields.append(other) }
    default: nest(&tree, index, &random)
    }
  }

  /// A field from somewhere in another model.
  private func stranger(_ random: inout Generator) -> WireTree.Field? {
    guard var tree = random.pick(corpus).tree else { return nil }
    while true {
      guard !tree.fields.isEmpty else { return nil }
      let field = random.pick(tree.fields)
      guard case .message(let inner) = field.value, random.below(3) > 0 else { return field }
      tree = inner
    }
  }

  /// Puts a message into itself, again and again.
  private func nest(_ tree: inout WireTree, _ index: Int, _ random: inout Generator) {
    let field = tree.fields[index]
    guard case .message = field.value else { return }
    for _ in 0..<random.pick([1, 3, 20, 50, 200]) {
      tree.fields[index].value = .message(WireTree(fields: [tree.fields[index]]))
    }
  }
}

extension WireTree {
  init(fields: [Field]) { self.fields = fields }
}
