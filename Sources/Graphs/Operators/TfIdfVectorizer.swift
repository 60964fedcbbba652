import Tensors

/// ONNX `TfIdfVectorizer` of whole numbers: how often each n-gram of a pool occurs in a sequence, its items up to
/// `max_skip_count` places apart from each other.
struct TfIdfVectorizer: HostOperator {
  static let name = "TfIdfVectorizer"
  static let inputCount = 1...1

  enum Mode: String, CaseIterable {
    /// Counts.
    case frequency = "TF"
    /// The weight of every n-gram that occurs.
    case inverse = "IDF"
    /// Counts times weights.
    case both = "TFIDF"
  }

  var mode: Mode
  /// The pool, by n-gram: where it is counted, and its weight.
  private var pool: [[Int64]: (place: Int, weight: Float)]
  private var lengths: ClosedRange<Int>
  private var mostSkipped: Int
  private var outputLength: Int

  init(attributes: inout AttributeReader) throws {
    mode = try attributes.choice("mode", .frequency)
    let shortest = try attributes.integer("min_gram_length") ?? 1
    let longest = try attributes.integer("max_gram_length") ?? 1
    mostSkipped = try attributes.integer("max_skip_count") ?? 0
    guard shortest >= 1, longest >= shortest, longest <= 65_536, 0...65_536 ~= mostSkipped else {
      throw GraphError("n-grams of \(shortest) to \(longest) items, \(mostSkipped) skipped, are impossible")
    }
    lengths = shortest...longest
    let starts = try attributes.integers("ngram_counts") ?? []
    let places = try attributes.integers("ngram_indexes") ?? []
    let weights = try attributes.floats("weights") ?? places.map { _ in 1 }
    guard let items = try attributes.integers("pool_int64s") else {
      throw GraphError("TfIdfVectorizer has no pool of whole numbers", remedy: "give pool_int64s")
    }
    guard weights.count == places.count, places.allSatisfy({ 0..<Int(Int32.max) ~= $0 }) else {
      throw GraphError("\(places.count) ngram_indexes and \(weights.count) weights do not fit together")
    }
    outputLength = (places.max() ?? -1) + 1
    pool = [:]
    var next = 0
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : items.count
      guard 0...end ~= start, end <= items.count, (end - start) % (index + 1) == 0 else {
        throw GraphError("ngram_counts \(starts) do not divide a pool of \(items.count) items")
      }
      for first in stride(from: start, to: end, by: index + 1) {
        guard next < places.count else { throw GraphError("ngram_indexes has too few entries") }
        pool[items[first..<first + index + 1].map { Int64($0) }] = (places[next], weights[next])
        next += 1
      }
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    try ElementAgreement.requireIntegers(input, "items")
    guard 1...2 ~= input.shape.count else {
      throw GraphError("TfIdfVectorizer is given shape \(input.shape)", remedy: "a sequence or rows of them")
    }
    return [TensorType(.float32, Array(input.shape.dropLast()) + [outputLength])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let length = input.shape.last ?? 0
    let items = input.integers
    let rows = input.shape.dropLast().reduce(1, *)
    let result = (0..<rows).flatMap { counts(in: Array(items[$0 * length..<($0 + 1) * length])) }
    return [Tensor(outputs[0], floats: result)]
  }

  private func counts(in items: [Int64]) -> [Float] {
    var counts = [Float](repeating: 0, count: outputLength)
    for length in lengths {
      // Single items have nothing to skip between them.
      for step in 1...(length == 1 ? 1 : mostSkipped + 1) {
        let span = (length - 1) * step + 1
        guard span <= items.count else { break }
        for first in 0...items.count - span {
          let gram = stride(from: first, to: first + span, by: step).map { items[$0] }
          guard let (place, weight) = pool[gram] else { continue }
          switch mode {
          case .frequency: counts[place] += 1
          case .inverse: counts[place] = weight
          case .both: counts[place] += weight
          }
        }
      }
    }
    return counts
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let items = inputs[0]?.elementCount ?? 0
    return Work(scalarOperations: items * lengths.count * (mostSkipped + 1) * lengths.upperBound)
  }
}
