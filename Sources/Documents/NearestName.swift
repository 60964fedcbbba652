/// The candidate that a misspelt name most likely meant, by edit distance; nil when none is near.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = name.lowercased()
  let ranked = candidates.map { (distance: editDistance(wanted, $0.lowercased()), name: $0) }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
  guard let best = ranked, best.distance <= max(2, wanted.count / 3) else { return nil }
  return best.name
}

/// Levenshtein distance in bytes.
func editDistance(_ left: String, _ right: String) -> Int {
  let a = Array(left.utf8)
  let b = Array(right.utf8)
  var row = Array(0...b.count)
  for i in 0..<a.count {
    var diagonal = row[0]
    row[0] = i + 1
    for j in 0..<b.count {
      let substitution = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, min(diagonal, row[j]) + 1)
    }
  }
  return row[b.count]
}

/// The end of an error message about an unknown name: the nearest valid one, or all of them.
public func suggestion(for name: String, among candidates: some Collection<String>) -> String {
  if let near = nearestName(to: name, among: candidates) { return "did you mean “\(near)”?" }
  return "valid: " + candidates.sorted().joined(separator: ", ")
}
