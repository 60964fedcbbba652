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

/// All modules of the core: what runs a study may know each of them.
let belowStudies = [
  "EventSimulation",
  "Search",
  "DRAM",
  "Network",
  "Documents",
  "Tensors",
  "Onnx",
  "Graphs",
  "Compression",
  "Chips",
  "Arrays",
  "Mapping",
  "Machine",
]

let package = Package(
  name: "tilewright",
  products: [
    .executable(name: "tilewright", targets: ["TilewrightCLI"]),
    .library(name: "Tilewright", targets: ["Tilewright"]),
  ],
  targets: [
    .target(name: "MemoryHints"),
    module("EventSimulation", knows: ["MemoryHints"]),
    module("Search", knows: ["EventSimulation"]),
    module("Documents"),
    module("DRAM", knows: ["EventSimulation", "Documents"]),
    module("Network", knows: ["EventSimulation", "Documents"]),
    .target(name: "TensorKernels"),
    module("Tensors", knows: ["TensorKernels"]),
    module("Onnx", knows: ["Documents", "Tensors"]),
    module("Graphs", knows: ["Documents", "Tensors", "Onnx"]),
    module("Compression", knows: ["Documents", "Tensors", "Graphs"]),
    module("Chips", knows: ["Documents", "Tensors"]),
    module("Arrays", knows: ["Documents", "TensorKernels", "Tensors", "Chips"]),
    module("Mapping", knows: ["Documents", "Tensors", "Graphs", "Chips"]),
    module(
      "Machine",
      knows: [
        "EventSimulation", "DRAM", "Network", "Documents", "Tensors", "Graphs", "Chips", "Arrays", "Mapping",
      ]),
    module("Studies", knows: belowStudies),
    module("Reports", knows: belowStudies + ["Studies"]),
    module("Tilewright", knows: belowStudies + ["Studies", "Reports"]),
    .executableTarget(
      name: "TilewrightCLI", dependencies: ["Tilewright"], swiftSettings: strict),
    tests("EventSimulationTests", of: ["EventSimulation"]),
    tests("SearchTests", of: ["Search", "EventSimulation"]),
    tests("DocumentsTests", of: ["Documents"]),
    tests("TensorsTests", of: ["Tensors"]),
    tests("OnnxTests", of: ["RandomOnnx", "Onnx", "Documents", "Tensors"]),
    // Random ONNX models, for tests and as what the mutator starts from.
    .target(name: "RandomOnnx", dependencies: ["Onnx"], path: "Tests/RandomOnnx", swiftSettings: strict),
    // Reads mutated ONNX models by the million: Tests/fuzz-onnx.sh runs it.
    .executableTarget(
      name: "OnnxFuzz", dependencies: ["RandomOnnx", "Graphs", "Onnx", "Documents"], path: "Tests/OnnxFuzz",
      swiftSettings: strict),
    tests("DRAMTests", of: ["DRAM", "Documents"], resources: [.copy("Resources")]),
    tests("NetworkTests", of: ["Network", "EventSimulation", "Documents"], resources: [.copy("Resources")]),
    tests("GraphsTests", of: ["RandomCases", "Graphs", "Onnx", "Documents", "Tensors"]),
    tests("CompressionTests", of: ["RandomCases", "Compression", "Graphs", "Onnx", "Documents", "Tensors"]),
    tests("ChipsTests", of: ["Chips", "Documents", "Tensors"], resources: [.copy("Resources")]),
    tests("ArraysTests", of: ["Arrays", "Chips", "Tensors"]),
    tests("MappingTests", of: ["RandomCases", "Mapping", "Chips", "Graphs", "Tensors"]),
    tests(
      "MachineTests",
      of: [
        "Machine", "Mapping", "Chips", "DRAM", "Network", "Graphs", "Documents", "Tensors", "EventSimulation",
      ]),
    // Random models and chips for the tests of laws, and cases that several suites share.
    .target(
      name: "RandomCases", dependencies: ["Chips", "DRAM", "Documents", "Graphs"], path: "Tests/RandomCases",
      swiftSettings: strict),
    tests(
      "LawTests",
      of: [
        "RandomCases", "Machine", "Mapping", "Chips", "DRAM", "Network", "Graphs", "Tensors",
        "EventSimulation",
        "Documents",
      ]),
    tests("StudiesTests", of: ["RandomCases", "Tilewright", "Onnx"]),
    tests("ReportsTests", of: ["Tilewright"]),
    tests("CommandLineTests", of: ["TilewrightCLI", "Tilewright"]),
  ]
)
