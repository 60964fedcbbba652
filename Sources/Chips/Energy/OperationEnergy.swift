import Foundation
import Tensors

/// Energy of arithmetic, in picojoules at a generation's nominal supply: an estimate from published tables.
///
/// Rows of Horowitz (ISSCC 2014, Figure 1.1.9: 45 nm, 0.9 V) and of Jouppi et al. (ISCA 2021, Table 2: the same at 7 nm),
/// and between those generations a power law through both (see `AnchoredFigure`). Types that neither table has are taken
/// from the nearest row by the square of their width for products and by their width for sums; bf16 at 45 nm is its 7 nm
/// row with the growth of fp16.
public enum OperationEnergy {
  /// A product of two numbers of the type.
  public static func multiply(_ element: ElementType, at node: TechnologyNode) -> Double {
    multiplication(element).picojoules(at: node)
  }

  /// A sum in the 32-bit type that products of `element` are summed in.
  public static func accumulate(_ element: ElementType, at node: TechnologyNode) -> Double {
    (element.isFloatingPoint ? float32Sum : int32Sum).picojoules(at: node)
  }

  /// A product and its sum.
  public static func multiplyAccumulate(_ element: ElementType, at node: TechnologyNode) -> Double {
    multiply(element, at: node) + accumulate(element, at: node)
  }

  /// A 32-bit operation of a vector lane: a floating-point sum, and two operands and a result through a register file of
  /// 1 KiB.
  public static func vectorOperation(at node: TechnologyNode) -> Double {
    float32Sum.picojoules(at: node) + 3 * MemoryEnergy.access(bits: 32, capacityBytes: 1024, at: node)
  }

  /// An operation of a general-purpose core with all that surrounds it: instruction cache, registers, control (70 pJ at
  /// 45 nm by Horowitz, ISSCC 2014, Figure 1.1.10), later generations as a 32-bit product of integers.
  public static func hostOperation(at node: TechnologyNode) -> Double {
    70 * int32Product.picojoules(at: node) / int32Product.picojoules
  }

  private static let int8Product = AnchoredFigure(at45: 0.2, at7: 0.07)
  private static let int32Product = AnchoredFigure(at45: 3.1, at7: 1.48)
  private static let float16Product = AnchoredFigure(at45: 1.1, at7: 0.34)
  private static let float32Product = AnchoredFigure(at45: 3.7, at7: 1.31)
  private static let int32Sum = AnchoredFigure(at45: 0.1, at7: 0.03)
  private static let float32Sum = AnchoredFigure(at45: 0.9, at7: 0.38)

  /// A flip-flop of an array's pipeline, for each product that passes: operands, a waiting weight and the sum (about what the
  /// smallest flip-flop of FreePDK45 takes when a third of its values change).
  static let flipFlop = AnchoredFigure(0.0015, .nm45, 0.0005, .nm7)

  private static func multiplication(_ element: ElementType) -> AnchoredFigure {
    switch element {
    case .int8, .uint8, .bool: int8Product
    case .int32, .uint32: int32Product
    case .float32: float32Product
    case .float16: float16Product
    case .bfloat16: AnchoredFigure(at45: 0.21 * 1.1 / 0.34, at7: 0.21)
    case .float64: float32Product.scaled(by: 4)
    case .int64, .uint64: int32Product.scaled(by: 4)
    case .int16, .uint16: .geometricMean(int8Product, int32Product)
    case .int4, .uint4: int8Product.scaled(by: 0.25)
    case .float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz: float16Product.scaled(by: 0.25)
    case .float4e2m1: float16Product.scaled(by: 0.0625)
    }
  }
}

extension AnchoredFigure {
  func scaled(by factor: Double) -> AnchoredFigure {
    AnchoredFigure(picojoules * factor, node, laterPicojoules * factor, laterNode)
  }

  /// Of widths 8 and 32 this is width 16, when energy goes with a power of the width.
  static func geometricMean(_ one: AnchoredFigure, _ other: AnchoredFigure) -> AnchoredFigure {
    AnchoredFigure(
      (one.picojoules * other.picojoules).squareRoot(), one.node,
      (one.laterPicojoules * other.laterPicojoules).squareRoot(), one.laterNode)
  }
}
