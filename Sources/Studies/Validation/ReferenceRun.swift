import Documents
import Tensors

/// A model's inputs, by formula, and what another implementation made of them: `reference/NAME.json`.
struct ReferenceRun: Sendable {
  var name: String
  var inputs: [String: Tensor]
  var outputs: [ReferenceOutput]

  /// - Throws: `InputError` with the JSON path.
  static func read(_ file: String) throws -> ReferenceRun {
    var object = try Document.read(file).object()
    let name = try object.required("model").string()
    var inputs: [String: Tensor] = [:]
    for document in try object.required("inputs").array() {
      var input = try document.object()
      inputs[try input.required("name").string()] = try referenceInput(&input)
    }
    let outputs = try object.required("outputs").array().map(ReferenceOutput.init)
    return ReferenceRun(name: name, inputs: inputs, outputs: outputs)
  }
}

/// Statistics and samples of one output.
struct ReferenceOutput: Sendable {
  var name: String
  var shape: [Int]
  /// Largest |value|: what errors are measured in.
  var largest: Double
  /// Euclidean norm.
  var norm: Double
  /// `Σ f[i] · cos(0.1 i)`: tells a permutation from the original.
  var cosineSum: Double
  /// Every `stride`-th value from the first.
  var samples: [Double]
  var stride: Int
}

extension ReferenceOutput {
  init(_ document: Document) throws {
    var object = try document.object()
    name = try object.required("name").string()
    let shapeText = try object.required("shape")
    let lengths = try shapeText.string().split(separator: "x")
    shape = try lengths.map {
      guard let length = Int($0) else { throw shapeText.error("is no shape", remedy: "expected 1x3x224x224") }
      return length
    }
    largest = max(abs(try object.required("min").double()), abs(try object.required("max").double()))
    norm = try object.required("l2").double()
    let sum = try object.required("wsum")
    guard let cosineSum = Double(try sum.string()) else { throw sum.error("is no number") }
    self.cosineSum = cosineSum
    if let values = object.optional("values") {
      samples = try values.array().map { try $0.double() }
      stride = 1
    } else {
      samples = try object.required("sample64").array().map { try $0.double() }
      stride = try object.required("sample_stride").integer(in: 1...Int.max)
    }
  }
}

/// - Throws: `InputError` when the type or the formula is unknown.
private func referenceInput(_ object: inout DocumentObject) throws -> Tensor {
  let shape = try object.required("shape").array().map { try $0.integer(in: 0...Int(Int32.max)) }
  let elements: [String: ElementType] = [
    "float32": .float32, "float64": .float64, "float16": .float16, "int64": .int64, "int32": .int32,
    "int8": .int8, "uint8": .uint8, "bool": .bool,
  ]
  let word = try object.required("dtype")
  guard let element = elements[try word.string()] else {
    throw word.error(
      "unknown element type", remedy: "one of \(elements.keys.sorted().joined(separator: ", "))")
  }
  let type = TensorType(element, shape)
  guard type.checkedByteCount() != nil else { throw word.error("shape \(shape) is too large") }
  let fill = try object.required("fill")
  return try ReferenceFill(fill).tensor(type)
}

/// The formulas that reference inputs are made by: `sym(seed=1000,scale=0.5,offset=0)`, `ints(seed=1,mod=257,lo=0)`,
/// `const 16000`, `ones`, `arange(n)/n …`.
struct ReferenceFill {
  private let document: Document
  private let word: String
  private var arguments: [String: Double] = [:]

  init(_ document: Document) throws {
    self.document = document
    let text = try document.string()
    word = String(text.prefix { $0.isLetter })
    if text.hasPrefix("const ") {
      guard let value = Double(text.dropFirst(6)) else { throw document.error("“\(text)” has no number") }
      arguments["value"] = value
    } else if let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")"), word != "arange" {
      for part in text[text.index(after: open)..<close].split(separator: ",") {
        let pair = part.split(separator: "=")
        guard pair.count == 2, let value = Double(pair[1]) else {
          throw document.error("“\(part)” is no argument", remedy: "expected name=number")
        }
        arguments[String(pair[0])] = value
      }
    }
  }

  func tensor(_ type: TensorType) throws -> Tensor {
    let count = type.elementCount
    switch word {
    case "sym":
      let fill = SeededFill(
        seed: try seed(), scale: Float(arguments["scale"] ?? 1), offset: Float(arguments["offset"] ?? 0))
      return Tensor(type, floats: fill.values(count: count))
    case "ints":
      let modulus = Int64(exactly: arguments["mod"] ?? 0) ?? 0
      guard modulus > 0 else { throw document.error("has no mod above 0") }
      let low = Int64(exactly: arguments["lo"] ?? 0) ?? 0
      return Tensor(
        type, integers: SeededFill.integers(seed: try seed(), modulus: modulus, low: low, count: count))
    case "const":
      return Tensor(type, floats: [Float](repeating: Float(arguments["value"] ?? 0), count: count))
    case "ones": return Tensor(type, floats: [Float](repeating: 1, count: count))
    case "arange": return Tensor(type, floats: (0..<count).map { Float(Double($0) / Double(count)) })
    default:
      throw document.error(
        "unknown formula “\(word)”",
        remedy: suggestion(for: word, among: ["sym", "ints", "const", "ones", "arange"]))
    }
  }

  private func seed() throws -> UInt32 {
    guard let seed = arguments["seed"].flatMap({ UInt32(exactly: $0) }) else {
      throw document.error("has no seed", remedy: "sym(seed=1000)")
    }
    return seed
  }
}
