import TensorKernels

extension Tensor {
  /// Between fp32 and the storage types most models use (16-bit floating point, quantised bytes, sums of their products),
  /// without an array in between; nil for other types. The same results as by way of `floats`.
  func directlyConverted(to target: TensorType) -> Tensor? {
    if target == TensorType(.float32, shape) { return widenedToFloat32(target) }
    if type == TensorType(.float32, shape) { return narrowedFromFloat32(target) }
    return nil
  }

  private func widenedToFloat32(_ target: TensorType) -> Tensor? {
    if type.element.bitWidth == 16, let format = NarrowFloat(type.element) {
      return .filling(target, as: Float.self) { numbers in
        withElements(as: UInt16.self) { format.decode($0, into: numbers) }
      }
    }
    guard let quantization = type.quantization else { return nil }
    if type.element == .int32, quantization.zeroPoint == 0 {
      return .filling(target, as: Float.self) { numbers in
        withElements(as: Int32.self) { sums in
          for index in sums.indices { numbers[index] = Float(sums[index]) * quantization.scale }
        }
      }
    }
    guard type.element == .int8 || type.element == .uint8 else { return nil }
    let widen = type.element == .int8 ? kernel_dequantize_i8 : kernel_dequantize_u8
    return .filling(target, as: Float.self) { numbers in
      bytes.withUnsafeBytes {
        guard let from = $0.baseAddress, let to = numbers.baseAddress else { return }
        widen(numbers.count, from, quantization.zeroPoint, quantization.scale, to)
      }
    }
  }

  private func narrowedFromFloat32(_ target: TensorType) -> Tensor? {
    if target.element.bitWidth == 16, let format = NarrowFloat(target.element) {
      return .filling(target, as: UInt16.self) { codes in
        withElements(as: Float.self) { format.encode($0, into: codes) }
      }
    }
    guard let quantization = target.quantization, target.element.bitWidth == 8,
      let range = target.element.integerRange
    else { return nil }
    return .filling(target, as: Int8.self) { codes in
      withElements(as: Float.self) {
        guard let from = $0.baseAddress, let to = codes.baseAddress else { return }
        kernel_quantize_i8(
          codes.count, from, quantization.scale, quantization.zeroPoint, Int32(range.lowerBound),
          Int32(range.upperBound), to)
      }
    }
  }

  /// A tensor whose elements are all written by `fill`.
  private static func filling<Element: BitwiseCopyable>(
    _ type: TensorType, as: Element.Type, _ fill: (UnsafeMutableBufferPointer<Element>) -> Void
  ) -> Tensor {
    let bytes = [UInt8](unsafeUninitializedCapacity: type.byteCount) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).withMemoryRebound(to: Element.self) { elements in
        fill(UnsafeMutableBufferPointer(start: elements.baseAddress, count: type.elementCount))
      }
      count = type.byteCount
    }
    return Tensor(type: type, bytes: bytes)
  }
}
