/// An axis of an Einsum equation: a letter, or one of the axes that an ellipsis stands for, counted from the last.
enum EinsumLabel: Hashable, Sendable {
  case letter(Character)
  case broadcast(Int)
}

/// An Einsum equation with the shapes of its operands: each axis has a label, each label a length.
struct EinsumEquation: Sendable {
  /// Labels of each operand's axes.
  let operands: [[EinsumLabel]]
  let output: [EinsumLabel]
  let lengths: [EinsumLabel: Int]

  /// - Throws: `GraphError` naming what the equation says and the shapes do not bear out.
  init(_ text: String, shapes: [[Int]]) throws {
    let sides = text.filter { $0 != " " }.split(separator: ">", omittingEmptySubsequences: false)
    guard sides.count <= 2, sides.count == 1 || sides[0].last == "-" else {
      throw GraphError("equation “\(text)” cannot be read", remedy: "terms, “->”, the output's term")
    }
    let left = sides.count == 2 ? sides[0].dropLast() : sides[0]
    let terms = try left.split(separator: ",", omittingEmptySubsequences: false)
      .map { try EinsumTerm($0, in: text) }
    guard terms.count == shapes.count else {
      throw GraphError("equation “\(text)” has \(terms.count) terms for \(shapes.count) operands")
    }
    let operands = try zip(terms, shapes).map { try $0.labels(rank: $1.count, in: text) }
    lengths = try EinsumEquation.lengths(operands, shapes, text)
    let broadcastCount = operands.joined().reduce(0) {
      if case .broadcast(let index) = $1 { max($0, index + 1) } else { $0 }
    }
    let broadcasts = (0..<broadcastCount).reversed().map { EinsumLabel.broadcast($0) }
    if sides.count == 2 {
      output = try EinsumTerm(sides[1], in: text).labels(broadcasts: broadcasts)
    } else {
      let letters = terms.flatMap(\.letters)
      let single = Set(letters).filter { letter in letters.count { $0 == letter } == 1 }
      output = broadcasts + single.sorted().map { EinsumLabel.letter($0) }
    }
    self.operands = operands
    if let stranger = output.first(where: { lengths[$0] == nil }) {
      throw GraphError("equation “\(text)” has \(stranger) in its output only")
    }
    guard Set(output).count == output.count else {
      throw GraphError("equation “\(text)” names an axis of its output twice")
    }
  }

  private static func lengths(
    _ operands: [[EinsumLabel]], _ shapes: [[Int]], _ text: String
  ) throws -> [EinsumLabel: Int] {
    var lengths: [EinsumLabel: Int] = [:]
    for (labels, shape) in zip(operands, shapes) {
      for (label, length) in zip(labels, shape) {
        guard let known = lengths[label], known != length else {
          lengths[label] = length
          continue
        }
        if case .broadcast = label, known == 1 || length == 1 {
          lengths[label] = known == 1 ? length : known
        } else {
          throw GraphError(
            "equation “\(text)” gives one letter to axes of lengths \(known) and \(length)",
            remedy: "the shapes are \(shapes)")
        }
      }
    }
    return lengths
  }

  func shape(_ labels: [EinsumLabel]) -> [Int] { labels.map { lengths[$0] ?? 1 } }
}

/// One term of an equation: letters, and perhaps an ellipsis among them.
private struct EinsumTerm {
  var letters: [Character]
  /// Letters in front of the ellipsis.
  var ellipsis: Int?

  init(_ text: Substring, in equation: String) throws {
    letters = []
    var rest = text
    while let next = rest.first {
      if rest.hasPrefix("..."), ellipsis == nil {
        ellipsis = letters.count
        rest = rest.dropFirst(3)
      } else if next.isLetter {
        letters.append(next)
        rest = rest.dropFirst()
      } else {
        throw GraphError("equation “\(equation)” has “\(next)” where a letter is expected")
      }
    }
  }

  func labels(broadcasts: [EinsumLabel]) -> [EinsumLabel] {
    let named = letters.map { EinsumLabel.letter($0) }
    guard let ellipsis else { return named }
    return named[..<ellipsis] + broadcasts + named[ellipsis...]
  }

  func labels(rank: Int, in equation: String) throws -> [EinsumLabel] {
    let open = rank - letters.count
    guard open == 0 || ellipsis != nil && open > 0 else {
      throw GraphError("equation “\(equation)” has a term of \(letters.count) axes for rank \(rank)")
    }
    return labels(broadcasts: (0..<open).reversed().map { .broadcast($0) })
  }
}
