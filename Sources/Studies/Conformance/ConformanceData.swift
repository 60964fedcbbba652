import Documents
import Foundation
import Graphs
import Onnx
import Tensors

/// Inputs of a model and the outputs that belong to them.
struct ConformanceData {
  var inputs: [String: ModelValue] = [:]
  var outputs: [ModelValue] = []

  /// `input_0.pb`, …, `output_0.pb`, … in the order of the model's inputs and outputs.
  init(folder: String, for model: OnnxModel) throws {
    for (index, path) in ConformanceData.files("input", in: folder) {
      guard index < model.graph.inputs.count else {
        throw ConformanceFailure("has data for input \(index), the model has \(model.graph.inputs.count)")
      }
      let declared = model.graph.inputs[index]
      inputs[declared.name] = try ConformanceData.read(path, as: declared)
    }
    for (index, path) in ConformanceData.files("output", in: folder) {
      guard index < model.graph.outputs.count else {
        throw ConformanceFailure("has data for output \(index), the model has \(model.graph.outputs.count)")
      }
      outputs.append(try ConformanceData.read(path, as: model.graph.outputs[index]))
    }
  }

  /// The one input counts up from 0 in steps of 1/n.
  init(countingUpTo output: String, for model: OnnxModel) throws {
    let constants = Set(model.graph.initializers.map(\.name))
    guard let input = model.graph.inputs.first(where: { !constants.contains($0.name) }),
      case .tensor(.float32, let dimensions?)? = input.type, let declared = model.graph.outputs.first
    else { throw ConformanceFailure("has no fp32 input of known rank") }
    let shape = dimensions.map { if case .length(let length) = $0 { length } else { 1 } }
    let type = TensorType(.float32, shape)
    guard type.checkedByteCount() != nil else {
      throw ConformanceFailure("its input of \(shape) is too large")
    }
    let count = type.elementCount
    let ramp = Tensor(type, floats: (0..<count).map { Float(Double($0) / Double(count)) })
    inputs[input.name] = .tensor(ramp)
    outputs = [try ConformanceData.read(output, as: declared)]
  }

  private static func files(_ kind: String, in folder: String) -> [(index: Int, path: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name -> (Int, String)? in
      guard name.hasPrefix(kind + "_"), name.hasSuffix(".pb"),
        let index = Int(name.dropFirst(kind.count + 1).dropLast(3)), index >= 0
      else { return nil }
      return (index, "\(folder)/\(name)")
    }.sorted { $0.0 < $1.0 }
  }

  private static func read(_ path: String, as declared: OnnxValueInfo) throws -> ModelValue {
    guard let type = declared.type else { throw ConformanceFailure("“\(declared.name)” has no type") }
    do {
      return try ModelValue(try OnnxValue.read(path, as: type)).reading(as: type)
    } catch let error as GraphError {
      throw ConformanceFailure("“\(declared.name)” \(error.reason)")
    }
  }
}

extension ModelValue {
  /// Tests keep bfloat16 data as the 16-bit words that hold it.
  fileprivate func reading(as type: OnnxType) -> ModelValue {
    guard case .tensor(let tensor) = self, case .tensor(.bfloat16, _) = type,
      tensor.type.element == .uint16
    else { return self }
    return .tensor(Tensor(type: TensorType(.bfloat16, tensor.shape), bytes: tensor.bytes))
  }
}
