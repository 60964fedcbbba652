/// What a model said of every sample: a number for each class.
public struct ClassScores: Sendable {
  public let classCount: Int
  /// Sample by sample.
  public private(set) var values: [Float] = []

  public init(classCount: Int, values: [Float] = []) {
    self.classCount = classCount
    self.values = values
  }

  public var sampleCount: Int { classCount == 0 ? 0 : values.count / classCount }

  mutating func append(_ scores: ArraySlice<Float>) { values += scores }

  /// The class with the largest number, of equal ones the first.
  public func prediction(of sample: Int) -> Int {
    let row = values[sample * classCount..<(sample + 1) * classCount]
    var best = row.startIndex
    for index in row.indices where row[index] > row[best] || row[best].isNaN { best = index }
    return best - row.startIndex
  }

  public var predictions: [Int] { (0..<sampleCount).map(prediction) }

  /// How many samples have their label among the `k` classes with the largest numbers, of equal ones the first.
  public func correct(_ labels: [Int], among k: Int = 1) -> Int {
    labels.enumerated().count { sample, label in
      guard label < classCount else { return false }
      let row = Array(values[sample * classCount..<(sample + 1) * classCount])
      let ahead = row.indices.count {
        $0 != label && (row[$0] > row[label] || row[$0] == row[label] && $0 < label)
      }
      return ahead < k && !row[label].isNaN
    }
  }

  /// How many samples get the same class.
  public func agreements(with other: ClassScores) -> Int {
    zip(predictions, other.predictions).count { $0 == $1 }
  }

  /// Euclidean norm of the difference over that of the reference, over all samples and classes.
  public func relativeError(to reference: ClassScores) -> Double {
    var (difference, norm) = (0.0, 0.0)
    for (ours, theirs) in zip(values, reference.values) {
      difference += (Double(ours) - Double(theirs)) * (Double(ours) - Double(theirs))
      norm += Double(theirs) * Double(theirs)
    }
    return norm > 0 ? (difference / norm).squareRoot() : difference.squareRoot()
  }
}
