/// A page of a report and the pictures in it.
public protocol ReportPage {
  /// Every picture, each of which stands alone.
  var figures: [Figure] { get }
  /// The HTML file.
  func text() throws -> String
}
