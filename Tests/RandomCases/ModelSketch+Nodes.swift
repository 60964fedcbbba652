/// Operators by the rank of what they read, with random attributes that are valid for its shape.
extension ModelSketch {
  mutating func addImageNode(_ input: Int) {
    let shape = values[input].shape
    switch random.integer(in: 0...13) {
    case 0...3: addConvolution(input, depthwise: false)
    case 4: addConvolution(input, depthwise: true)
    case 5: addPooling(input, "MaxPool")
    case 6: addPooling(input, "AveragePool")
    case 7: addResidual(input)
    case 8: addConcatenation(input)
    case 9:
      add(
        "Resize", [input], "\"mode\": \"nearest\", \"scales\": [1, 1, 2, 2]",
        shape: [shape[0], shape[1], 2 * shape[2], 2 * shape[3]])
    case 10:
      add(
        "Reshape", [input], "\"shape\": [\(shape[0]), \(shape[1]), -1]",
        shape: [shape[0], shape[1], shape[2] * shape[3]])
    case 11: add("Flatten", [input], shape: [shape[0], shape[1] * shape[2] * shape[3]])
    case 12: addTransposition(input)
    default: addElementwise(input)
    }
  }

  mutating func addSequenceNode(_ input: Int) {
    let shape = values[input].shape
    switch random.integer(in: 0...8) {
    case 0...1: addProduct(input)
    case 2: addProductOfActivations(input)
    case 3: add("Softmax", [input], "\"axis\": -1", shape: shape)
    case 4: addRecurrence(input)
    case 5: addTransposition(input)
    case 6: addResidual(input)
    case 7:
      add(
        "Reshape", [input], "\"shape\": [\(shape[0] * shape[1]), \(shape[2])]",
        shape: [shape[0] * shape[1], shape[2]])
    default: addElementwise(input)
    }
  }

  mutating func addMatrixNode(_ input: Int) {
    let shape = values[input].shape
    switch random.integer(in: 0...6) {
    case 0...2:
      let features = random.integer(in: 1...40)
      add("Gemm", [input], "\"features\": \(features)", shape: [shape[0], features])
    case 3: addProduct(input)
    case 4: add("Softmax", [input], shape: shape)
    case 5: addResidual(input)
    default: addElementwise(input)
    }
  }

  private mutating func addConvolution(_ input: Int, depthwise: Bool) {
    let shape = values[input].shape
    let groups =
      depthwise
      ? shape[1] : random.chance(1, in: 4) ? random.choice((1...shape[1]).filter { shape[1] % $0 == 0 }) : 1
    let channels = groups * random.integer(in: 1...max(1, (depthwise ? 2 : 20) / (depthwise ? 1 : groups)))
    let dilation = random.chance(1, in: 4) ? 2 : 1
    let stride = random.chance(1, in: 3) ? random.integer(in: 2...3) : 1
    let pad = random.integer(in: 0...2)
    let kernels = [1, 2, 3, 5].filter { dilation * ($0 - 1) + 1 <= min(shape[2], shape[3]) + 2 * pad }
    let kernel = random.choice(kernels)
    let window = dilation * (kernel - 1) + 1
    add(
      "Conv", [input],
      "\"channels\": \(channels), \"kernel\": \(kernel), \"stride\": \(stride), \"pad\": \(pad), "
        + "\"dilation\": \(dilation), \"groups\": \(groups), \"bias\": \(random.chance(1, in: 2))",
      shape: [shape[0], channels] + shape[2...].map { ($0 + 2 * pad - window) / stride + 1 })
  }

  private mutating func addPooling(_ input: Int, _ operation: String) {
    let shape = values[input].shape
    let kernel = random.integer(in: 1...min(3, shape[2], shape[3]))
    let stride = random.integer(in: 1...3)
    let pad = random.integer(in: 0...kernel / 2)
    add(
      operation, [input], "\"kernel\": \(kernel), \"stride\": \(stride), \"pad\": \(pad)",
      shape: [shape[0], shape[1]] + shape[2...].map { ($0 + 2 * pad - kernel) / stride + 1 })
  }

  private mutating func addElementwise(_ input: Int) {
    add(random.choice(["Relu", "Relu", "Sigmoid", "Tanh"]), [input], shape: values[input].shape)
  }

  /// A sum with another value of the same shape, the latest one rather than not.
  private mutating func addResidual(_ input: Int) {
    let others = values.indices.filter { $0 != input && values[$0].shape == values[input].shape }
    guard let other = others.last else { return addElementwise(input) }
    add(random.choice(["Add", "Mul"]), [input, other], shape: values[input].shape)
  }

  private mutating func addConcatenation(_ input: Int) {
    let shape = values[input].shape
    let others = values.indices.filter {
      values[$0].shape.count == 4 && values[$0].shape[0] == shape[0] && values[$0].shape[2...] == shape[2...]
    }
    let other = random.choice(others)
    add(
      "Concat", [input, other], "\"axis\": 1",
      shape: [shape[0], shape[1] + values[other].shape[1], shape[2], shape[3]])
  }

  private mutating func addTransposition(_ input: Int) {
    let shape = values[input].shape
    let order = random.choice(
      shape.count == 4
        ? [[0, 2, 3, 1], [0, 1, 3, 2], [1, 0, 2, 3]] : [[0, 2, 1], [1, 0, 2], [2, 0, 1]])
    add("Transpose", [input], "\"perm\": \(order)", shape: order.map { shape[$0] })
  }

  private mutating func addProduct(_ input: Int) {
    let shape = values[input].shape
    let features = random.integer(in: 1...24)
    add("MatMul", [input], "\"features\": \(features)", shape: shape.dropLast() + [features])
  }

  /// `x · xᵀ`, one product per batch.
  private mutating func addProductOfActivations(_ input: Int) {
    let shape = values[input].shape
    add("Transpose", [input], "\"perm\": [0, 2, 1]", shape: [shape[0], shape[2], shape[1]])
    add("MatMul", [input, values.count - 1], shape: [shape[0], shape[1], shape[1]])
  }

  /// Over the first axis, with its output `[steps, 1, batch, hidden]` as an image.
  private mutating func addRecurrence(_ input: Int) {
    let shape = values[input].shape
    let hidden = random.integer(in: 1...8)
    add(
      random.choice(["LSTM", "GRU"]), [input], "\"hidden\": \(hidden)",
      shape: [shape[0], 1, shape[1], hidden])
  }
}
