extension MatrixProduct {
  /// Rows of `a` in groups of 6, k by k; rows beyond the last are zero.
  static func pack(
    _ a: UnsafePointer<Float>, rows: Int, depth: Range<Int>, lda: Int, aStep: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    var to = target
    for row in stride(from: 0, to: rows, by: tileRows) {
      let used = min(tileRows, rows - row)
      for index in 0..<used {
        var from = a + ((row + index) * lda + depth.lowerBound * aStep)
        var place = to + index
        for _ in depth {
          place.pointee = from.pointee
          place += tileRows
          from += aStep
        }
      }
      for index in used..<tileRows {
        for k in 0..<depth.count { to[k * tileRows + index] = 0 }
      }
      to += tileRows * depth.count
    }
  }

  /// Columns of `b` in groups of 16, k by k; columns beyond the last are zero.
  static func pack(
    _ b: UnsafePointer<Float>, depth: Range<Int>, ldb: Int, bStep: Int, count: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    var to = target
    for column in stride(from: 0, to: count, by: tileColumns) {
      let used = min(tileColumns, count - column)
      for k in depth {
        let from = b + (k * ldb + column * bStep)
        if used == tileColumns && bStep == 1 {
          to.update(from: from, count: tileColumns)
        } else {
          for index in 0..<used { to[index] = from[index * bStep] }
          for index in used..<tileColumns { to[index] = 0 }
        }
        to += tileColumns
      }
    }
  }
}
