import Tensors

/// ONNX `NonMaxSuppression`: of each class of each batch item the best boxes that overlap no better one by more than a
/// threshold, as rows (batch, class, box).
///
/// ONNX leaves the number of rows to the data; a schedule needs it before. It is exact when all inputs are constants;
/// otherwise the result has room for the most rows that can be, and what is unused holds −1.
struct NonMaxSuppression: HostOperator {
  static let name = "NonMaxSuppression"
  static let inputCount = 2...5
  static let shapesDependOnData = true
  /// Whether a box is (centre x, centre y, width, height) instead of two corners (y, x).
  var isCentred: Bool

  init(attributes: inout AttributeReader) throws {
    isCentred = try attributes.integer("center_point_box") == 1
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let boxes = try inputs.required(0).type.shape
    let scores = try inputs.required(1).type.shape
    guard boxes.count == 3, boxes[2] == 4, scores.count == 3, scores[0] == boxes[0], scores[2] == boxes[1]
    else {
      throw GraphError(
        "boxes \(boxes) and scores \(scores) do not fit together",
        remedy: "boxes [batch, boxes, 4] and scores [batch, classes, boxes]")
    }
    let constants = inputs.map { $0?.constant }
    if inputs.indices.allSatisfy({ inputs[$0] == nil || constants[$0] != nil }) {
      return [TensorType(.int64, [try rows(constants).count / 3, 3])]
    }
    let limit = try inputs.fixedIntegers(2, "max_output_boxes_per_class")?.first ?? 0
    return [TensorType(.int64, [scores[0] * scores[1] * min(max(0, limit), boxes[1]), 3])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    var rows = try rows(inputs)
    let room = outputs[0].elementCount
    rows += [Int64](repeating: -1, count: max(0, room - rows.count))
    return [Tensor(TensorType(.int64, outputs[0].shape), integers: rows)]
  }

  /// Batch item, class and box of each box chosen, one behind the other.
  private func rows(_ inputs: [Tensor?]) throws -> [Int64] {
    let boxes = try inputs.required(0)
    let scores = try inputs.required(1)
    let limit = Int(inputs.optional(2)?.integers.first ?? 0)
    let overlapLimit = inputs.optional(3)?.floats.first ?? 0
    let scoreLimit = inputs.optional(4)?.floats.first ?? -.infinity
    let count = boxes.shape[1]
    let corners = corners(boxes.floats)
    let values = scores.floats
    var rows: [Int64] = []
    for batch in 0..<scores.shape[0] {
      for category in 0..<scores.shape[1] {
        let start = (batch * scores.shape[1] + category) * count
        let order = (0..<count).filter { values[start + $0] > scoreLimit }
          .sorted {
            values[start + $0] != values[start + $1] ? values[start + $0] > values[start + $1] : $0 < $1
          }
        var chosen: [Int] = []
        for box in order where chosen.count < limit {
          let candidate = corners[batch * count + box]
          if chosen.allSatisfy({ candidate.overlap(corners[batch * count + $0]) <= overlapLimit }) {
            chosen.append(box)
          }
        }
        for box in chosen { rows += [Int64(batch), Int64(category), Int64(box)] }
      }
    }
    return rows
  }

  /// Sorting, then comparing every candidate with every chosen box at worst (eight operations a pair).
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let scores = inputs[1]!.shape
    let perClass = outputs[0].shape[0] / max(1, scores[0] * scores[1])
    return Work(scalarOperations: scores.reduce(1, *) * (16 + 8 * perClass))
  }

  private struct Corners {
    var top: Float
    var left: Float
    var bottom: Float
    var right: Float

    var area: Float { (bottom - top) * (right - left) }

    /// Intersection over union.
    func overlap(_ other: Corners) -> Float {
      let height = min(bottom, other.bottom) - max(top, other.top)
      let width = min(right, other.right) - max(left, other.left)
      if height <= 0 || width <= 0 { return 0 }
      return height * width / (area + other.area - height * width)
    }
  }

  private func corners(_ values: [Float]) -> [Corners] {
    stride(from: 0, to: values.count, by: 4).map { first in
      let (a, b, c, d) = (values[first], values[first + 1], values[first + 2], values[first + 3])
      if isCentred {
        return Corners(top: b - d / 2, left: a - c / 2, bottom: b + d / 2, right: a + c / 2)
      }
      return Corners(top: min(a, c), left: min(b, d), bottom: max(a, c), right: max(b, d))
    }
  }
}
