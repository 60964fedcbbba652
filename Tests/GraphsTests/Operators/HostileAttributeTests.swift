import Tensors
import Testing

@testable import Graphs

/// Numbers that no honest model has are refused, or mean what the standard says; they never stop the program.
@Suite struct HostileAttributeTests {
  static let impossible: [OperatorExample] = {
    let (least, most) = (Int.min, Int.max)
    let image = Given.reals(1, 2, 3, 4)
    return [
      OperatorExample(Pad.self, ["pads": .integers([0, 0, 0, most, 0, 0, 0, most])], [image]),
      OperatorExample(Pad.self, ["pads": .integers([least, 0, 0, 0, 0, 0, 0, 0])], [image]),
      OperatorExample(Reshape.self, ["shape": .integers([1 << 40, 1 << 40])], [image]),
      OperatorExample(Reshape.self, ["shape": .integers([-1, 1 << 40, 1 << 40])], [image]),
      OperatorExample(Split.self, ["split": .integers([most, most])], [image]),
      OperatorExample(Split.self, ["num_outputs": .integer(most)], [image]),
      OperatorExample(Resize.self, [:], [image, nil, Given.floats([4], [1, 1, .nan, 1])]),
      OperatorExample(Resize.self, [:], [image, nil, Given.floats([4], [1, 1, .infinity, 1])]),
      OperatorExample(Tile.self, [:], [image, Given.list(1, 1, most, most)]),
      OperatorExample(HannWindow.self, [:], [.scalar(Int64(-1))]),
      OperatorExample(RandomNormal.self, ["shape": .integers([-1])], []),
    ]
  }()

  @Test("Refused with a reason", arguments: impossible)
  func impossibleNumbersAreRefused(_ example: OperatorExample) {
    #expect(throws: GraphError.self) { try example.outputTypes() }
  }

  @Test func stepsLongerThanAnyAxisTakeOneElement() throws {
    let list = Given.list(0, 1, 2, 3)
    let forward = OperatorExample(
      Slice.self, [:], [list, Given.list(.min), Given.list(.max), Given.list(0), Given.list(.max)])
    let backward = OperatorExample(
      Slice.self, [:], [list, Given.list(.max), Given.list(.min), Given.list(0), Given.list(.min)])
    #expect(try forward.evaluate()[0].integers == [0])
    #expect(try backward.evaluate()[0].integers == [3])
  }

  @Test("Cropping may reach as far outside as it likes")
  func regionsFarOutside() throws {
    for mode in ["nearest", "linear", "cubic"] {
      let example = OperatorExample(
        Resize.self,
        [
          "mode": .string(mode), "coordinate_transformation_mode": .string("tf_crop_and_resize"),
          "extrapolation_value": .float(9),
        ], [Given.reals(4), Given.floats([2], [-1e30, 1e30]), nil, Given.list(3)])
      #expect(try example.evaluate()[0].floats.prefix(1) == [9])
      #expect(try example.evaluate()[0].floats.suffix(1) == [9])
    }
  }

  @Test("Of no elements the greatest is the least number of the type")
  func extremesOfNothing() throws {
    let nothing = Tensor(zeros: TensorType(.int8, [2, 0]))
    let attributes: [String: AttributeValue] = ["axes": .integers([1]), "keepdims": .integer(0)]
    #expect(
      try OperatorExample(ReduceMax.self, attributes, [nothing]).evaluate()[0].integers == [-128, -128])
    #expect(try OperatorExample(ReduceMin.self, attributes, [nothing]).evaluate()[0].integers == [127, 127])
  }
}
