import Onnx
import Testing

@Suite("ONNX element types")
struct OnnxElementTests {
  @Test("numbers are those of TensorProto.DataType in onnx.proto3")
  func numbers() {
    #expect(OnnxElement.allCases.map(\.rawValue) == Array(1...23))
    #expect(OnnxElement(rawValue: 16) == .bfloat16 && OnnxElement(rawValue: 22) == .int4)
  }
}
