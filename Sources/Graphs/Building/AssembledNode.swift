import Tensors

/// A node on its way into a graph: its inputs are there already.
struct AssembledNode {
  var name: String
  /// The registered name: ONNX's, or `domain::Name`.
  var operation: String
  var attributes: [String: AttributeValue] = [:]
  /// nil where an optional input is absent.
  var inputs: [ValueIndex?]
  /// Names for the outputs that are wanted, first to last; "" for one in between that is not.
  var outputs: [String]
  /// How many outputs the operator is asked for; nil for all it has.
  var outputCount: Int?
  var opset = AttributeReader.latestOpset
  /// What else the file's format knows here, for suggestions.
  var validWords: [String] = []
}
