import Documents
import Tensors

extension MatrixEngine {
  init(_ document: Document) throws {
    var read = try SectionReader(document, MatrixFields.section)
    rows = try read(MatrixFields.rows)
    columns = try read(MatrixFields.columns)
    precisions = try read(MatrixFields.precisions)
    sparsity = try read.optional(MatrixFields.sparsity)
    array = try ArrayKind(try read(MatrixFields.array), &read)
    try read.finish()
    var seen: Set<ElementType> = []
    if let twice = precisions.first(where: { !seen.insert($0.element).inserted }) {
      throw document.child("precisions").error(
        "names “\(twice.element.rawValue)” twice", remedy: "once is enough")
    }
  }

  /// Bytes of partial sums that one array tile produces at a time.
  var resultTileBytes: Int {
    guard case .systolic(let systolic) = array, systolic.dataflow == .outputStationary else {
      return columns * 4
    }
    return rows * columns * 4
  }

  /// Bytes of one array tile of operands, in the widest type.
  var operandTileBytes: Int {
    let widest = precisions.map { $0.element.byteCount(of: 1) }.max() ?? 1
    guard case .systolic(let systolic) = array, systolic.dataflow == .outputStationary else {
      return rows * columns * widest
    }
    return (rows + columns) * widest
  }
}

extension ArrayKind {
  fileprivate init(_ kind: ArrayKindName, _ read: inout SectionReader) throws {
    let dataflow = read.member(MatrixFields.dataflow)
    let drain = read.member(MatrixFields.outputDrain)
    let loading = read.member(MatrixFields.stationaryLoading)
    let trims = read.member(MatrixFields.trimsEdgeTiles)
    let depth = read.member(MatrixFields.pipelineDepth)
    switch kind {
    case .dotProduct:
      try [dataflow, drain, loading, trims].refuse(
        "belongs to a systolic array, and this is a “dot-product” one")
      guard let depth else { throw read.missing("pipelineDepthCycles") }
      self = .dotProduct(pipelineDepthCycles: try MatrixFields.pipelineDepth.parse(depth))
    case .systolic:
      try [depth].refuse("belongs to a “dot-product” array, and this is a “systolic” one")
      guard let dataflow else { throw read.missing("dataflow") }
      let flow = try MatrixFields.dataflow.parse(dataflow)
      if flow == .outputStationary {
        try [loading].refuse("belongs to a weight- or input-stationary array")
      } else {
        try [drain].refuse("belongs to an output-stationary array")
      }
      self = .systolic(
        Systolic(
          dataflow: flow,
          outputDrain: try drain.map(MatrixFields.outputDrain.parse) ?? .block,
          stationaryLoading: try loading.map(MatrixFields.stationaryLoading.parse) ?? .serial,
          trimsEdgeTiles: try trims.map(MatrixFields.trimsEdgeTiles.parse) ?? false))
    }
  }
}

extension [Document?] {
  /// - Throws: `InputError` at the first key that stands where it means nothing.
  fileprivate func refuse(_ reason: String) throws {
    if let stranger = compactMap({ $0 }).first { throw stranger.error(reason, remedy: "leave it out") }
  }
}

enum ArrayKindName: String, CaseIterable {
  case systolic
  case dotProduct = "dot-product"
}

enum MatrixFields {
  static let array = Field<ArrayKindName>.choice(
    "array", of: ArrayKindName.self,
    about: "Operands hop from PE to PE, or a tree adds a dot product per lane.")
  static let rows = Field<Int>.integer(
    "rows", in: 1...4096, about: "PEs along the reduction (ws, is, dot product) or along output rows (os).")
  static let columns = Field<Int>.integer("columns", in: 1...4096, about: "PEs the other way.")
  static let precisions = Field<[MatrixPrecision]>.list(
    "precisions", of: PrecisionFields.section, about: "What the PEs multiply, the preferred type first.",
    read: MatrixPrecision.init)
  static let dataflow = Field<Dataflow>.choice(
    "dataflow", of: Dataflow.self, isRequired: false, about: "Systolic: which operand stays. Required there.")
  static let outputDrain = Field<OutputDrain>.choice(
    "outputDrain", of: OutputDrain.self, isRequired: false,
    about: "Output-stationary: how results leave. Default: block.")
  static let stationaryLoading = Field<StationaryLoading>.choice(
    "stationaryLoading", of: StationaryLoading.self, isRequired: false,
    about: "Weight- or input-stationary: how the operand that stays arrives. Default: serial.")
  static let trimsEdgeTiles = Field<Bool>.flag(
    "trimsEdgeTiles", default: false, about: "Systolic: edge tiles cost only the rows and columns they use.")
  static let pipelineDepth = Field<Int>.integer(
    "pipelineDepthCycles", in: 0...10_000, about: "Dot product: from operands to sum. Required there."
  ).notRequired
  static let sparsity = Field<StructuredSparsity>.section(
    "sparsity", SparsityFields.section, isRequired: false,
    about: "Sparse engine: weights with at most `kept` of every `of` not zero take kept/of of the steps.",
    read: StructuredSparsity.init)

  static let section = Section(
    name: "matrix", about: "Matrix engine: a systolic array or dot-product lanes.",
    fields: [
      array.description, rows.description, columns.description, precisions.description, dataflow.description,
      outputDrain.description, stationaryLoading.description, trimsEdgeTiles.description,
      pipelineDepth.description, sparsity.description,
    ])
}

extension MatrixPrecision {
  /// Types whose products are summed in 32 bits.
  static let multipliable: [ElementType] = [
    .float32, .float16, .bfloat16, .float8e4m3, .float8e5m2, .int16, .int8, .int4, .uint8, .uint4,
  ]

  init(_ document: Document) throws {
    var read = try SectionReader(document, PrecisionFields.section)
    element = try read(PrecisionFields.type)
    cyclesPerStep = try read(PrecisionFields.cyclesPerStep)
    try read.finish()
  }
}

enum PrecisionFields {
  static let type = Field<ElementType>(
    "type", about: "Element type of both operands; sums are 32-bit.",
    schema: ["type": "string", "enum": .array(MatrixPrecision.multipliable.map { .string($0.rawValue) })]
  ) { document in
    let name = try document.string()
    guard let type = MatrixPrecision.multipliable.first(where: { $0.rawValue == name }) else {
      throw document.error(
        "no array multiplies “\(name)”",
        remedy: suggestion(for: name, among: MatrixPrecision.multipliable.map(\.rawValue)))
    }
    return type
  }
  static let cyclesPerStep = Field<Int>.integer(
    "cyclesPerStep", in: 1...64, default: 1, about: "1 is full rate, 2 half rate, 4 quarter rate.")

  static let section = Section(
    name: "precision", about: "A type the PEs multiply, and how fast.",
    fields: [type.description, cyclesPerStep.description])
}

extension StructuredSparsity {
  init(_ document: Document) throws {
    var read = try SectionReader(document, SparsityFields.section)
    let kept = try read(SparsityFields.kept)
    let group = try read(SparsityFields.group)
    try read.finish()
    guard kept < group else {
      throw document.child("kept").error(
        "keeps \(kept) of \(group)", remedy: "fewer than “of”; an engine that keeps all is a dense one")
    }
    self.init(kept: kept, of: group)
  }
}

enum SparsityFields {
  static let kept = Field<Int>.integer("kept", in: 1...15, about: "Weights of a group that are not left out.")
  static let group = Field<Int>.integer(
    "of", in: 2...16, about: "Consecutive weights along the reduction that are a group.")

  static let section = Section(
    name: "sparsity", about: "What a sparse matrix engine can leave out: N:M.",
    fields: [kept.description, group.description])
}
