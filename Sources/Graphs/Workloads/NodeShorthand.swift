import Documents
import Tensors

/// What a workload may say of a node in short words, and the weights that need not be said at all.
///
/// | operators | short words |
/// |---|---|
/// | Conv, ConvTranspose, MaxPool, AveragePool | `kernel` `stride` `pad` `dilation` (one number for all axes, or a list), `groups` |
/// | Conv, ConvTranspose | `channels`: output channels; `bias`: false to leave it out |
/// | Gemm | `features`: columns of the output; the weight is stored `[features, inputs]`; `bias` |
/// | MatMul | `features`: the second operand becomes a weight `[inputs, features]` |
/// | LSTM, GRU, RNN | `hidden` for `hidden_size`; `bias` |
/// | BatchNormalization, LayerNormalization, InstanceNormalization | scale, bias and statistics are implied |
/// | PRelu | one slope per channel is implied |
/// | Cast | `to` takes a type's name |
struct NodeShorthand: Sendable {
  let operation: String
  /// Full name of the node; weights are called after it: `layer1.0.conv1.W`.
  let name: String
  let members: [String: Document]
  let weights: WeightMaker

  static let windows: [String: [String]] = [
    "Conv": ["kernel", "stride", "pad", "dilation", "groups"],
    "ConvTranspose": ["kernel", "stride", "pad", "dilation", "groups"],
    "MaxPool": ["kernel", "stride", "pad", "dilation"],
    "AveragePool": ["kernel", "stride", "pad", "dilation"],
  ]
  static let others: [String: [String]] = [
    "Conv": ["channels", "bias"], "ConvTranspose": ["channels", "bias"], "Gemm": ["features", "bias"],
    "MatMul": ["features"], "LSTM": ["hidden", "bias"], "GRU": ["hidden", "bias"], "RNN": ["hidden", "bias"],
    "LayerNormalization": ["bias"],
  ]
  /// ONNX names of the attributes that a number for all axes becomes.
  private static let onnxNames = [
    "kernel": "kernel_shape", "stride": "strides", "pad": "pads", "dilation": "dilations", "groups": "group",
    "hidden": "hidden_size",
  ]

  /// Every word besides the ONNX attributes, for suggestions.
  var words: [String] {
    NodeShorthand.windows[operation, default: []] + NodeShorthand.others[operation, default: []]
      + InputSlot.slots(of: operation).map(\.name)
  }

  /// Which input the result of the node before takes: the first required one that nothing else is given for; nil
  /// when there is none.
  static func firstFreeInput(of operation: String, taken: Set<Int>, _ inputs: [String?]) -> Int? {
    let required = (try? OperatorRegistry.type(named: operation))?.inputCount.lowerBound ?? 1
    return (0..<required).first { !taken.contains($0) && ($0 >= inputs.count || inputs[$0] == nil) }
  }

  @Sendable func complete(_ inputs: [TensorType?]) throws -> NodeCompletion {
    var completion = NodeCompletion()
    let data = inputs.first ?? nil
    let short = Set(
      NodeShorthand.windows[operation, default: []] + NodeShorthand.others[operation, default: []])
    let slots = InputSlot.slots(of: operation)
    for (key, member) in members.sorted(by: { $0.key < $1.key })
    where !slots.contains(where: { $0.name == key }) {
      if key == "to", operation == "Cast", case .string = member.value {
        completion.attributes[key] = .integer(try member.choice(ElementType.self).onnxNumber)
      } else if !short.contains(key) {
        completion.attributes[key] = try member.attribute()
      } else if let onnx = NodeShorthand.onnxNames[key] {
        completion.attributes[onnx] = try window(key, member, rank: max(0, (data?.shape.count ?? 0) - 2))
      } else if key == "bias" {
        _ = try member.bool()
      }
    }
    if operation == "Gemm", members["features"] != nil, members["transB"] == nil {
      completion.attributes["transB"] = .integer(1)
    }
    let implied = try impliedWeights(inputs, attributes: completion.attributes)
    for (position, slot) in slots.enumerated() {
      let given = position < inputs.count && inputs[position] != nil
      if let member = members[slot.name] {
        guard !given else { throw member.error("is given twice", remedy: "“inputs” already holds it") }
        var value = try weights.tensor(
          named: "\(name).\(slot.name)", member, defaultElement: slot.literal ?? data?.element ?? .float32,
          isList: slot.isList, implied: implied[position])
        value.isLearnable = value.isLearnable && !slot.isSetting
        completion.constants[position] = value
      } else if !given, let weight = implied[position] {
        completion.constants[position] = weight
      }
    }
    return completion
  }

  private func window(_ key: String, _ member: Document, rank: Int) throws -> AttributeValue {
    if key == "groups" || key == "hidden" { return .integer(try member.integer(in: 1...Int(Int32.max))) }
    let range = (key == "pad" ? 0 : 1)...Int(Int16.max)
    if case .array = member.value {
      let lengths = try member.array().map { try $0.integer(in: range) }
      let symmetric = key == "pad" && lengths.count == rank
      guard lengths.count == rank || (key == "pad" && lengths.count == 2 * rank) else {
        throw member.error("holds \(lengths.count) numbers", remedy: "the input has \(rank) spatial axes")
      }
      return .integers(symmetric ? lengths + lengths : lengths)
    }
    let length = try member.integer(in: range)
    return .integers([Int](repeating: length, count: key == "pad" ? 2 * rank : rank))
  }
}

extension ElementType {
  /// Number of the type in ONNX's `TensorProto.DataType`.
  var onnxNumber: Int {
    switch self {
    case .float32: 1
    case .uint8: 2
    case .int8: 3
    case .uint16: 4
    case .int16: 5
    case .int32: 6
    case .int64: 7
    case .bool: 9
    case .float16: 10
    case .float64: 11
    case .uint32: 12
    case .uint64: 13
    case .bfloat16: 16
    case .float8e4m3: 17
    case .float8e4m3fnuz: 18
    case .float8e5m2: 19
    case .float8e5m2fnuz: 20
    case .uint4: 21
    case .int4: 22
    case .float4e2m1: 23
    }
  }
}

extension Document {
  /// The value as an operator's attribute.
  func attribute() throws -> AttributeValue {
    switch value {
    case .integer(let number): return .integer(number)
    case .number(let number): return .float(Float(number))
    case .string(let text): return .string(text)
    case .bool(let flag): return .integer(flag ? 1 : 0)
    case .array(let elements):
      let whole = elements.compactMap { if case .integer(let number) = $0 { number } else { nil } }
      if whole.count == elements.count { return .integers(whole) }
      if case .string = elements[0] { return .strings(try array().map { try $0.string() }) }
      return .floats(try array().map { Float(try $0.double()) })
    case .object:
      var object = try object()
      let element = try object.optional("element")?.choice(ElementType.self) ?? .float32
      let values = try object.required("values")
      try object.finish()
      let value = try WeightMaker(nil, besides: file).literal("", values, element: element, isList: true)
      guard case .dense(let tensor)? = value.initializer else { preconditionFailure("literals are dense") }
      return .tensor(tensor)
    case .null: throw error("is null", remedy: "leave the key out")
    }
  }
}
