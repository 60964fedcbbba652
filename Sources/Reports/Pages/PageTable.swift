/// A table as the page's script takes it.
struct PageTable: Encodable {
  struct Column: Encodable {
    let name: String
    var label: String?
    var unit: String?
    var definition: String?
    /// Words stand to the left, numbers to the right.
    var words = false
    /// Whether a bar shows the number's size.
    var bar = false
  }

  let title: String
  let columns: [Column]
  let rows: [[Cell]]

  /// HTML that the script fills.
  static let place = """
    <div class="controls"><input type="search" id="filter" aria-label="filter rows"
    placeholder="words, or conditions: cycles > 1000, Conv">
    <span class="hint" id="filter-state" aria-live="polite"></span></div>
    <div class="table"></div>
    <p><button id="show-all" hidden></button></p>
    """
}
