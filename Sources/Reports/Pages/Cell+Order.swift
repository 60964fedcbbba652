import Documents

extension Cell {
  /// Numbers before words, each in their order; sizes and rates such as `64 KiB` by what they mean.
  static func ascending(_ left: Cell, _ right: Cell) -> Bool {
    switch (left.magnitude, right.magnitude) {
    case (let left?, let right?): left < right
    case (nil, nil): left.plainText < right.plainText
    case (let left, _): left != nil
    }
  }

  /// The number that it is, or that it names with a unit.
  var magnitude: Double? {
    if let number { return number }
    guard case .text(let text) = self else { return nil }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let number = Double(parts[0]) else { return nil }
    let unit = Quantity.allCases.flatMap(\.units).first { $0.name == parts[1] }
    return unit.map { number * Double($0.worth) }
  }
}
