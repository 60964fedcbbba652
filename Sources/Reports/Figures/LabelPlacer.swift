/// Finds places for labels beside their points so that none covers another, a point, or the rim.
struct LabelPlacer {
  struct Box {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func lies(in other: Box) -> Bool {
      left >= other.left && right <= other.right && top >= other.top && bottom <= other.bottom
    }
  }

  /// Mean width of a letter as a part of the font's size, on the wide side.
  static let letterWidth = 0.58

  private let rim: Box
  private var taken: [Box] = []

  init(within rim: Box) { self.rim = rim }

  static func width(_ text: String, size: Double) -> Double { Double(text.count) * size * letterWidth }

  /// What labels must not cover.
  mutating func block(_ box: Box) { taken.append(box) }

  /// - Returns: where the text begins and its base line; nil when there is no room.
  mutating func place(
    _ text: String, size: Double, besideX x: Double, y: Double, radius: Double
  ) -> (x: Double, y: Double)? {
    let width = Self.width(text, size: size)
    let gap = radius + 4
    let places: [(Double, Double)] = [
      (x + gap, y - size / 2), (x - gap - width, y - size / 2), (x - width / 2, y - gap - size),
      (x - width / 2, y + gap), (x + gap, y - gap - size), (x + gap, y + gap),
      (x - gap - width, y - gap - size), (x - gap - width, y + gap),
    ]
    for (left, top) in places {
      let box = Box(left: left, top: top, right: left + width, bottom: top + size)
      if box.lies(in: rim), !taken.contains(where: box.meets) {
        taken.append(box)
        return (left, top + size * 0.82)
      }
    }
    return nil
  }
}
