/// A picture with what a page says around it; as a file it stands alone.
public struct Figure: Sendable {
  /// Of its file, without `.svg`; its address in a page.
  public let name: String
  public let title: String
  /// What to see in it, in a sentence or two.
  public let caption: String
  let canvas: SVGCanvas

  /// The SVG file.
  public var document: String { canvas.document }
}
