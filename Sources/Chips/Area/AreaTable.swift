import Tensors

/// Area of parts in square micrometres: an estimate.
///
/// Arithmetic at 45 nm: Dally, NIPS 2015 tutorial (synthesised in TSMC 45 nm beside Horowitz's energies): products of 282
/// (int8), 3495 (int32), 1640 (fp16) and 7700 (fp32), sums of 137 (int32), 1360 (fp16) and 4184 (fp32). Other generations by
/// Stillmaker and Baas. Memories from published cells.
public enum AreaTable {
  /// A flip-flop at 45 nm (the smallest of the FreePDK45 library).
  static let flipFlopSquareMicrometres = 4.522
  /// A multiplexer of two at 45 nm (the smallest of the same library).
  static let selectorSquareMicrometres = 1.862

  /// A memory's, periphery included.
  public static func memory(
    bytes: Int, at node: TechnologyNode,
    _ constants: SiliconConstants = SiliconConstants()
  ) -> Double {
    Double(bytes) * 8 * node.memoryCellSquareMicrometres / constants.arrayEfficiency
  }

  /// A processing element that multiplies all of `elements`, in one shared set of registers.
  /// - Parameter sparsity: what a sparse engine leaves out: it selects one of a group's operands by an index.
  public static func processingElement(
    _ elements: [ElementType], sparsity: StructuredSparsity? = nil, at node: TechnologyNode,
    _ constants: SiliconConstants = SiliconConstants()
  ) -> Double {
    let widest = elements.map(\.bitWidth).max() ?? 8
    let arithmetic = elements.map(multiplyAccumulate).max() ?? 0
    let index = sparsity.map { 2 * $0.indexBits } ?? 0
    let registers = Double(registerBits(operandBits: widest) + index) * flipFlopSquareMicrometres
    let selectors = Double(sparsity.map { ($0.of - 1) * widest } ?? 0) * selectorSquareMicrometres
    return (arithmetic + registers + selectors) * node.logicAreaFactor * constants.layout
  }

  /// A vector lane: fp32 product and sum, and 1 KiB of registers.
  public static func vectorLane(
    at node: TechnologyNode,
    _ constants: SiliconConstants = SiliconConstants()
  ) -> Double {
    multiplyAccumulate(.float32) * node.logicAreaFactor * 2 + memory(bytes: 1024, at: node, constants)
  }

  /// Buffers and switch of a router, by its link: four flits of buffer at each port, and a switch that takes as much as
  /// the buffers where there are five ports, and grows with their square: every input's wires cross every output's.
  public static func router(ports: Int, linkWidthBytes: Int, at node: TechnologyNode) -> Double {
    let buffers = Double(4 * ports * linkWidthBytes * 8)
    return buffers * (1 + Double(ports) / 5) * flipFlopSquareMicrometres * node.logicAreaFactor
  }

  /// Two operands, a waiting one, and the 32-bit sum.
  static func registerBits(operandBits: Int) -> Int { 3 * operandBits + 32 }

  private static func multiplyAccumulate(_ element: ElementType) -> Double {
    switch element {
    case .int4, .uint4, .float4e2m1: 282 / 4 + 137
    case .int8, .uint8, .bool: 282 + 137
    case .int16, .uint16: 993 + 137
    case .int32, .uint32: 3495 + 137
    case .int64, .uint64: 4 * 3495 + 2 * 137
    case .float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz: 1640 / 4 + 1360
    case .float16: 1640 + 4184
    case .bfloat16: 1640 * 64 / 121 + 4184
    case .float32: 7700 + 4184
    case .float64: 4 * 7700 + 2 * 4184
    }
  }
}
