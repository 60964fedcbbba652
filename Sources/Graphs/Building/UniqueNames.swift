/// Names that are each given once.
struct UniqueNames {
  private var taken: Set<String> = []
  /// For each name that was wanted more than once, the number that the next one may get.
  private var nextNumbers: [String: Int] = [:]

  /// The name itself, or with the first number behind it that makes it new.
  ///
  /// A number is tried once, so that many nodes of one name (the constants of an unrolled loop) cost no more than many
  /// of different names.
  mutating func take(_ name: String) -> String {
    let base = name.isEmpty ? "unnamed" : name
    if taken.insert(base).inserted { return base }
    var number = nextNumbers[base] ?? 2
    while !taken.insert("\(base)_\(number)").inserted { number += 1 }
    nextNumbers[base] = number + 1
    return "\(base)_\(number)"
  }
}
