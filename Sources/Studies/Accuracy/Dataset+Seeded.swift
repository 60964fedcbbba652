import Compression
import EventSimulation
import Graphs
import Tensors

extension Dataset {
  /// What a data set is called that there are no data for.
  public static let seededName = "seeded"

  /// Samples of made-up numbers, even between -1 and 1, each with the class that the model as it is, in fp32, gives it: what is
  /// measured with them is how far a compression agrees with fp32, and nothing of how well the model does its work.
  /// - Throws: `InputError` when the model is no classifier of one real input.
  public static func seeded(for graph: Graph, count: Int) throws -> Dataset {
    let model = try ScoredModel(graph.compressed(Compression()), on: nil)
    let type = model.compressed.graph.values[model.compressed.graph.inputs[0]].type
    let length = type.elementCount / max(1, type.shape.first ?? 1)
    var random = SeededGenerator(seed: 1)
    let values = (0..<count * length).map { _ in
      Float(Int32(truncatingIfNeeded: random.next() >> 40)) / 0x80_0000 - 1
    }
    var part = Part(values: values, labels: [Int](repeating: 0, count: count))
    let made = Dataset(name: seededName, sampleLength: length, test: part, training: part)
    let scores = try model.classify(made.batches(of: part, for: type), count: count).scores
    part.labels = scores.predictions
    return Dataset(name: seededName, sampleLength: length, test: part, training: part)
  }
}
