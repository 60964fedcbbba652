import Documents
import Tensors

/// Samples with the class that each belongs to.
public struct Dataset: Sendable {
  public let name: String
  /// Numbers of one sample.
  public let sampleLength: Int
  /// Samples to measure accuracy with.
  public var test: Part
  /// Samples to calibrate with; those of `test` where the data set does not tell them apart.
  public var training: Part

  /// Some samples, one behind the other.
  public struct Part: Sendable {
    public var values: [Float] = []
    public var labels: [Int] = []
    public var count: Int { labels.count }
  }

  public init(name: String, sampleLength: Int, test: Part, training: Part) {
    self.name = name
    self.sampleLength = sampleLength
    self.test = test
    self.training = training
  }
}

extension Dataset {
  /// A part of the data set as batches of a model's input; the last batch is filled up with its last sample.
  /// - Parameters:
  ///   - type: of the input: samples along axis 0. An input that holds a sample several times over gets a copy for each
  ///     channel.
  ///   - limit: how many samples, from the first; nil for all.
  /// - Throws: `InputError` when a sample does not fit the input.
  public func batches(of part: Part, for type: TensorType, limit: Int? = nil) throws -> [Tensor] {
    guard let batch = type.shape.first, batch > 0, type.isReal else {
      throw InputError(
        at: name, "cannot be given to an input of \(type.element.rawValue) \(type.shape)",
        remedy: "the model needs an input of real numbers with samples along its first axis")
    }
    let wanted = type.elementCount / batch
    let copies = sampleLength > 0 ? wanted / sampleLength : 0
    guard copies >= 1, copies * sampleLength == wanted, copies == 1 || type.shape[1] == copies else {
      throw InputError(
        at: name, "has samples of \(sampleLength) numbers",
        remedy: "the model's input \(type.shape) takes \(wanted) for each sample")
    }
    let count = min(limit ?? part.count, part.count)
    return stride(from: 0, to: count, by: batch).map { first in
      var floats: [Float] = []
      floats.reserveCapacity(type.elementCount)
      for position in first..<first + batch {
        let start = min(position, count - 1) * sampleLength
        for _ in 0..<copies { floats += part.values[start..<start + sampleLength] }
      }
      return Tensor(TensorType(.float32, type.shape), floats: floats)
    }
  }
}
