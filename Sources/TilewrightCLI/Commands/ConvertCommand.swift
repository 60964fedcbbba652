import Foundation
import Tilewright

/// `tilewright convert MODEL OUT.onnx`: any model as an ONNX file.
enum ConvertCommand: Command {
  /// Where large tensors go.
  private enum Weights: String, CaseIterable {
    case inside, beside, formula
  }

  static let specification = CommandSpecification(
    name: "convert", summary: "Write a model as an ONNX file, as it is or as a chip would get it",
    operands: [
      .init(name: "MODEL", summary: "a workload file, or a name that `tilewright workloads` lists"),
      .init(name: "OUT.onnx", summary: "the file to write"),
    ],
    options: [
      .init(name: "--batch", value: "N", summary: "samples computed at once"),
      .init(
        name: "--set", value: "NAME=N", summary: "a parameter of the model, such as sequence=128",
        repeats: true
      ),
      .init(
        name: "--prepared", value: "T",
        summary: "after the passes for a chip, in an element type (fp32, fp16, bf16)"),
      .init(
        name: "--weights", value: "WHERE",
        summary: "inside the file, beside it (OUT.onnx.data), or as the formula they follow from"),
    ] + ModelOptions.compression + [
      .init(name: "--dataset", value: "DATA", summary: "calibrate --quantize with this data (seeded inputs)")
    ],
    example: "convert digits-cnn /tmp/digits.onnx --quantize w8a8 --dataset digits")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let settings = try ModelOptions.settings(arguments)
    let precision = try arguments.choice("--prepared", ElementType.self)
    let weights = try arguments.choice("--weights", Weights.self)
    let file = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    let output = arguments.operand("OUT.onnx")
    try check(output, input: file, arguments)
    var graph = try ModelFile(file, settings: settings).graph
    if let compression = try ModelOptions.compression(arguments) {
      guard precision == nil || compression.precision == Compression().precision else {
        throw arguments.usage("--prepared and --quantize are both given", remedy: "give one of them")
      }
      graph = try graph.exchanged(compression, samples: samples(arguments, for: graph))
    }
    if let precision { graph = try graph.prepared(precision: precision) }
    let model = try graph.onnxModel(formulaWeights: weights == .formula ? .formula : .elements)
    try model.write(to: output, weights: weights == .beside ? .beside : .besideWhenLarge)
    let count = "\(model.graph.nodes.count) nodes, \(model.graph.initializers.count) constants"
    console.write("\(output): \(count), operator set \(model.opsets[""] ?? 0)\n")
    return .done
  }

  /// What codes are calibrated with: none for seeded inputs.
  private static func samples(_ arguments: Arguments, for graph: Graph) throws -> [[Int: Tensor]] {
    guard let word = arguments.value("--dataset"), let input = graph.inputs.first else { return [] }
    let dataset = try Dataset.read(word)
    return try dataset.batches(of: dataset.training, for: graph.values[input].type).map { [0: $0] }
  }

  private static func check(_ output: String, input: String, _ arguments: Arguments) throws {
    guard output.hasSuffix(".onnx") else {
      throw arguments.usage("“\(output)” is no ONNX file", remedy: "end its name in .onnx")
    }
    let target = try OutputTarget(output).filePath
    if let target, target == URL(fileURLWithPath: input).resolvingSymlinksInPath().path {
      throw arguments.usage("would replace the input “\(input)”", remedy: "write to another file")
    }
  }
}
