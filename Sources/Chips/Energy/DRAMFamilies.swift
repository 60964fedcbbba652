/// Something known of DRAMs by the beginning of their standards' names, as chip files write them: `LPDDR5-6400`.
struct DRAMFamilies<Row: Sendable>: Sendable {
  /// Longer names before those that they begin with; the last, of the empty name, is for all that are none of these.
  let rows: [(family: String, row: Row)]

  subscript(standard: String) -> Row {
    let name = standard.uppercased()
    return (rows.first { name.hasPrefix($0.family) } ?? rows[rows.count - 1]).row
  }

  func knows(_ standard: String) -> Bool {
    let name = standard.uppercased()
    return rows.dropLast().contains { name.hasPrefix($0.family) }
  }
}
