extension OnnxGraph {
  init(from reader: inout WireReader) throws(WireError) {
    self.init()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: nodes.append(try reader.element(field, "node", nodes.count, OnnxNode.init(from:)))
      case 2: name = try reader.text(field, "name")
      case 5:
        initializers.append(
          try reader.element(field, "initializer", initializers.count, OnnxTensor.init(from:)))
      case 11: inputs.append(try reader.element(field, "input", inputs.count, OnnxValueInfo.init(from:)))
      case 12: outputs.append(try reader.element(field, "output", outputs.count, OnnxValueInfo.init(from:)))
      case 13:
        valueInfos.append(
          try reader.element(field, "value_info", valueInfos.count, OnnxValueInfo.init(from:)))
      case 15:
        sparseInitializers.append(
          try reader.element(
            field, "sparse_initializer", sparseInitializers.count, OnnxSparseTensor.init(from:)))
      default: try reader.skip(field)
      }
    }
  }
}

extension OnnxNode {
  init(from reader: inout WireReader) throws(WireError) {
    self.init(operation: "", inputs: [], outputs: [], byteOffset: reader.position)
    while let field = try reader.nextField() {
      switch field.number {
      case 1: inputs.append(try reader.text(field, "input", inputs.count))
      case 2: outputs.append(try reader.text(field, "output", outputs.count))
      case 3: name = try reader.text(field, "name")
      case 4: operation = try reader.text(field, "op_type")
      case 5:
        attributes.append(
          try reader.element(field, "attribute", attributes.count, OnnxAttribute.init(from:)))
      case 7: domain = OnnxModel.canonicalDomain(try reader.text(field, "domain"))
      case 8: overload = try reader.text(field, "overload")
      default: try reader.skip(field)
      }
    }
    guard !operation.isEmpty else {
      throw WireError(at: byteOffset, "the node names no operator", remedy: "set op_type")
    }
  }
}

extension OnnxFunction {
  init(from reader: inout WireReader) throws(WireError) {
    self.init(name: "", domain: "", inputs: [], outputs: [], nodes: [], opsets: [:])
    let start = reader.position
    var imports = OpsetImports()
    while let field = try reader.nextField() {
      switch field.number {
      case 1: name = try reader.text(field, "name")
      case 4: inputs.append(try reader.text(field, "input", inputs.count))
      case 5: outputs.append(try reader.text(field, "output", outputs.count))
      case 6: attributes.append(try reader.text(field, "attribute", attributes.count))
      case 7: nodes.append(try reader.element(field, "node", nodes.count, OnnxNode.init(from:)))
      case 9: try imports.append(field, &reader)
      case 10: domain = OnnxModel.canonicalDomain(try reader.text(field, "domain"))
      case 11:
        defaults.append(
          try reader.element(field, "attribute_proto", defaults.count, OnnxAttribute.init(from:)))
      case 13: overload = try reader.text(field, "overload")
      default: try reader.skip(field)
      }
    }
    opsets = imports.versions
    guard !name.isEmpty else { throw WireError(at: start, "the function has no name") }
  }
}
