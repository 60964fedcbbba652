#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Speed of this module's kernels on this machine, one thread.
public enum KernelBenchmark {
  public struct Row: Sendable {
    public var kernel: String
    public var size: String
    /// Best of several runs.
    public var value: Double
    /// `GFLOP/s`, `GOP/s` (a multiply and an add are two) or `ns/element`.
    public var unit: String
  }

  /// Runs everything; takes a few seconds.
  public static func run() -> [Row] {
    peak() + products() + convolutions() + arrays()
  }

  private static func products() -> [Row] {
    var rows: [Row] = []
    for (m, n, k) in [(576, 576, 576), (1024, 1024, 1024), (64, 3136, 576), (1, 4096, 1024), (4096, 1, 1024)]
    {
      let work = 2.0 * Double(m * n * k)
      let a = SeededFill(seed: 1, scale: 1, offset: 0).values(count: m * k)
      let b = SeededFill(seed: 2, scale: 1, offset: 0).values(count: k * n)
      var c = [Float](repeating: 0, count: m * n)
      let float = seconds {
        MatrixProduct.accumulate(m: m, n: n, k: k, a: a, lda: k, b: b, ldb: n, c: &c, ldc: n)
      }
      rows.append(
        Row(kernel: "product fp32", size: "\(m)×\(n)×\(k)", value: work / float / 1e9, unit: "GFLOP/s"))
      let x = a.map { Int8($0 * 127) }
      let y = b.map { Int8($0 * 127) }
      var z = [Int32](repeating: 0, count: m * n)
      let integer = seconds {
        MatrixProduct.accumulate(m: m, n: n, k: k, a: x, lda: k, b: y, ldb: n, c: &z, ldc: n)
      }
      rows.append(
        Row(kernel: "product int8", size: "\(m)×\(n)×\(k)", value: work / integer / 1e9, unit: "GOP/s"))
    }
    return rows
  }

  private static let layers: [(name: String, convolution: Convolution)] = [
    ("3×3 64→64 56×56", square(64, 64, 56, kernel: 3)), ("1×1 256→64 56×56", square(256, 64, 56, kernel: 1)),
    ("3×3 512→512 7×7", square(512, 512, 7, kernel: 3)),
    ("3×3/2 128→128 28×28", square(128, 128, 28, kernel: 3, stride: 2)),
    ("7×7/2 3→64 112×112", square(3, 64, 112, kernel: 7, stride: 2)),
    ("depthwise 3×3 256 28×28", square(256, 256, 28, kernel: 3, groups: 256)),
    ("depthwise 3×3/2 256 28×28", square(256, 256, 28, kernel: 3, stride: 2, groups: 256)),
  ]

  private static func square(
    _ inputs: Int, _ outputs: Int, _ size: Int, kernel: Int, stride: Int = 1, groups: Int = 1
  ) -> Convolution {
    Convolution(
      inputShape: [inputs, size * stride, size * stride], outputShape: [outputs, size, size],
      kernel: [kernel, kernel], strides: [stride, stride], beginPads: [kernel / 2, kernel / 2], groups: groups
    )
  }

  private static func convolutions() -> [Row] {
    layers.flatMap { name, layer in
      let work = 2.0 * Double(layer.outputShape[0] * layer.positions * layer.depth)
      let inputs = SeededFill(seed: 1, scale: 1, offset: 0).values(count: layer.inputShape.reduce(1, *))
      let weights = SeededFill(seed: 2, scale: 1, offset: 0).values(count: layer.outputShape[0] * layer.depth)
      var output = [Float](repeating: 0, count: layer.outputShape[0] * layer.positions)
      let float = seconds { layer.accumulate(input: inputs, weights: weights, output: &output) }
      let x = inputs.map { Int8($0 * 127) }
      let w = weights.map { Int8($0 * 127) }
      var sums = [Int32](repeating: 0, count: output.count)
      let integer = seconds { layer.accumulate(input: x, weights: w, output: &sums) }
      return [
        Row(kernel: "convolution fp32", size: name, value: work / float / 1e9, unit: "GFLOP/s"),
        Row(kernel: "convolution int8", size: name, value: work / integer / 1e9, unit: "GOP/s"),
      ]
    }
  }

  private static func arrays() -> [Row] {
    let count = 1 << 16
    let values = SeededFill(seed: 3, scale: 4, offset: 0).values(count: count)
    let real = Tensor(TensorType(.float32, [count]), floats: values)
    var rows: [Row] = []
    func measure(_ kernel: String, _ body: () -> Void) {
      rows.append(
        Row(kernel: kernel, size: "\(count)", value: seconds(body) / Double(count) * 1e9, unit: "ns/element"))
    }
    var work = values
    measure("exp") { VectorMath.exp(&work) }
    work = values
    measure("tanh") { VectorMath.tanh(&work) }
    work = values
    measure("erf") { VectorMath.erf(&work) }
    work = values
    measure("sigmoid") { VectorMath.sigmoid(&work) }
    measure("seeded fill") { work = SeededFill(seed: 9, scale: 1, offset: 0).values(count: count) }
    let quantized = TensorType(.int8, [count], quantization: Quantization(scale: 0.03, zeroPoint: 3))
    for target in [
      TensorType(.float16, [count]), TensorType(.bfloat16, [count]), TensorType(.float8e4m3, [count]),
      quantized,
    ] {
      let narrow = real.converted(to: target)
      measure("fp32 → \(target.element.rawValue)") { _ = real.converted(to: target) }
      measure("\(target.element.rawValue) → fp32") { _ = narrow.floats }
    }
    return rows
  }

  /// What one core can do: register tiles on operands in the nearest cache.
  private static func peak() -> [Row] {
    let a = SeededFill(seed: 1, scale: 1, offset: 0).values(count: 6 * 256)
    let b = SeededFill(seed: 2, scale: 1, offset: 0).values(count: 16 * 256)
    var c = [Float](repeating: 0, count: 6 * 16)
    let time = seconds {
      for _ in 0..<100 { FloatTile.multiply(steps: 256, a: a, lda: 256, b: b, c: &c, ldc: 16, kernel: .best) }
    }
    let work = 2.0 * 100 * 6 * 16 * 256
    return [Row(kernel: "register tile fp32", size: "6×16×256", value: work / time / 1e9, unit: "GFLOP/s")]
  }

  /// The shortest of several runs of `body`, in seconds of this thread's processor time.
  private static func seconds(_ body: () -> Void) -> Double {
    body()
    var best = Double.infinity
    var total = 0.0
    while total < 0.06 {
      let begin = processorTime()
      body()
      let time = max(processorTime() - begin, 1e-9)
      best = min(best, time)
      total += time
    }
    return best
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
