import Tensors

/// The attributes that quantised and fused convolutions hand on.
enum ConvolutionAttributes {
  static func forwarded(_ attributes: inout AttributeReader) throws -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for name in ["kernel_shape", "strides", "dilations", "pads"] {
      if let list = try attributes.integers(name) { values[name] = .integers(list) }
    }
    if let groups = try attributes.integer("group") { values["group"] = .integer(groups) }
    if let padding = try attributes.string("auto_pad") { values["auto_pad"] = .string(padding) }
    return values
  }
}
