/// What comes with a word through the edge of an array.
struct WordTags: OptionSet, Sendable, Hashable {
  var rawValue: UInt8

  /// The word lies inside the matrix: it is not padding.
  static let valid = WordTags(rawValue: 1)
  /// The first and the last word of a tile in its row or column.
  static let first = WordTags(rawValue: 2)
  static let last = WordTags(rawValue: 4)
  /// A word to stay in a PE, padding included, and whether its column takes part in the tile.
  static let stationary = WordTags(rawValue: 8)
  static let used = WordTags(rawValue: 16)
}

/// The delay lines at an edge of a systolic array: line `i` is `i` registers long, so that a vector that enters
/// in one cycle reaches the array as a slanted front.
///
/// The registers lie in a ring: each word is put where its line will look for it when its time has come.
final class SkewFeeder<Word: BitwiseCopyable> {
  let lines: Int
  private let words: UnsafeMutablePointer<Word>
  private let tags: UnsafeMutablePointer<WordTags>
  private let zero: Word
  /// The slot of the ring that stands at the array's edge.
  private var head = 0

  init(lines: Int, zero: Word) {
    self.lines = lines
    self.zero = zero
    words = .allocate(capacity: lines * lines)
    // Tags are read eight at a time.
    tags = .allocate(capacity: lines * lines + 8)
    words.initialize(repeating: zero, count: lines * lines)
    tags.initialize(repeating: [], count: lines * lines + 8)
  }

  deinit {
    words.deallocate()
    tags.deallocate()
  }

  /// Words enter some lines in this cycle; lines that get none, get nothing.
  @inline(__always)
  func push(_ range: Range<Int>, _ tag: WordTags, _ word: (_ line: Int) -> Word) {
    guard !range.isEmpty else { return }
    let all = lines &* lines
    var place = (head &+ range.lowerBound) &* lines &+ range.lowerBound
    for line in range {
      if place >= all { place &-= all }
      words[place] = word(line)
      tags[place] = tag
      place &+= lines &+ 1
    }
  }

  /// The words at the edge of the array in this cycle, one for each line, and their tags.
  var edgeWords: UnsafePointer<Word> { UnsafePointer(words + head * lines) }
  var edgeTags: UnsafePointer<WordTags> { UnsafePointer(tags + head * lines) }

  /// The word that stands in a line so many cycles before the edge, at most the line's number.
  func register(line: Int, cyclesFromEdge: Int) -> (word: Word, tags: WordTags) {
    let slot = (head + cyclesFromEdge) % lines
    return (words[slot * lines + line], tags[slot * lines + line])
  }

  /// A clock edge: what stood at the edge of the array is gone.
  func clock() {
    (words + head * lines).update(repeating: zero, count: lines)
    (tags + head * lines).update(repeating: [], count: lines)
    head += 1
    if head == lines { head = 0 }
  }
}
