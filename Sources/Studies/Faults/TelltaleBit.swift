import Tensors

extension ElementType {
  /// The bit whose flip changes a value most: the highest exponent bit of a floating-point type (it changes the value
  /// beyond every rounding), the sign bit of an integer, the only bit of a bool.
  var telltaleBit: Int {
    switch self {
    case .bool: 0
    case _ where isFloatingPoint: bitWidth - 2
    default: bitWidth - 1
    }
  }
}
