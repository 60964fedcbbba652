extension SVGCanvas {
  /// What the inks of a picture mean, in one line from `x`: a square each, and its words.
  /// - Parameter y: of the squares' upper edge.
  mutating func legend(_ entries: [(label: String, ink: Ink)], x: Double, y: Double = 14) {
    var x = x
    for (label, ink) in entries {
      rectangle(x: x, y: y, width: 12, height: 12, fill: ink, radius: 2)
      text(label, x: x + 17, y: y + 10.5, size: 12, fill: .text)
      x += 17 + LabelPlacer.width(label, size: 11) + 14
    }
  }
}
