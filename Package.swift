// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// A library target: a module knows only the modules named here, all of them further left in the house.
func module(_ name: String, knows dependencies: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .target(name: $0) }, swiftSettings: strict)
}

func tests(_ name: String, of dependencies: [String], resources: [Resource]? = nil) -> Target {
  .testTarget(
    name: name, dependencies: dependencies.map { .target(name: $0) }, resources: resources,
    swiftSettings: strict)
}

let package = Package(
  name: "tilewright",
  products: [
    .executable(name: "tilewright", targets: ["TilewrightCLI"]),
    .library(name: "Tilewright", targets: ["Tilewright"]),
  ],
  targets: [
    module("EventSimulation"),
    module("Documents"),
    .target(name: "TensorKernels"),
    module("Tensors", knows: ["TensorKernels"]),
    module("Onnx", knows: ["Documents", "Tensors"]),
    module("Graphs", knows: ["Documents", "Tensors", "Onnx"]),
    module("Chips", knows: ["Documents", "Tensors"]),
    module("Mapping", knows: ["Documents", "Tensors", "Graphs", "Chips"]),
    module("Machine", knows: ["EventSimulation", "Documents", "Tensors", "Graphs", "Chips", "Mapping"]),
    module(
      "Studies",
      knows: ["EventSimulation", "Documents", "Tensors", "Onnx", "Graphs", "Chips", "Mapping", "Machine"]),
    module(
      "Reports",
      knows: [
        "EventSimulation", "Documents", "Tensors", "Graphs", "Chips", "Mapping", "Machine", "Studies",
      ]),
    module(
      "Tilewright",
      knows: [
        "EventSimulation", "Documents", "Tensors", "Onnx", "Graphs", "Chips", "Mapping", "Machine", "Studies",
        "Reports",
      ]),
    .executableTarget(
      name: "TilewrightCLI", dependencies: ["Tilewright"], swiftSettings: strict),
    tests("EventSimulationTests", of: ["EventSimulation"]),
    tests("DocumentsTests", of: ["Documents"]),
    tests("TensorsTests", of: ["Tensors"]),
    tests("OnnxTests", of: ["Onnx", "Documents", "Tensors"]),
    tests("GraphsTests", of: ["Graphs", "Onnx", "Documents", "Tensors"]),
    tests("ChipsTests", of: ["Chips", "Documents", "Tensors"], resources: [.copy("Resources")]),
    tests("MappingTests", of: ["RandomCases", "Mapping", "Chips", "Graphs", "Tensors"]),
    tests(
      "MachineTests",
      of: ["Machine", "Mapping", "Chips", "Graphs", "Documents", "Tensors", "EventSimulation"]),
    // Random models and chips for the tests of laws.
    .target(
      name: "RandomCases", dependencies: ["Chips", "Documents", "Graphs"], path: "Tests/RandomCases",
      swiftSettings: strict),
    tests(
      "LawTests",
      of: ["RandomCases", "Machine", "Mapping", "Chips", "Graphs", "Tensors", "EventSimulation", "Documents"]),
    tests("StudiesTests", of: ["Tilewright"]),
    tests("ReportsTests", of: ["Tilewright"]),
    tests("CommandLineTests", of: ["TilewrightCLI", "Tilewright"]),
  ]
)
