@testable import Arrays

/// Convolution layers measured on the hardware description of NVDLA's small configuration (Verilator 5.006): twelve of
/// the traces that are shipped with it, and layers made for this, under several memories.
struct MeasuredLayer {
  var name: String
  var layer: ConvolutionLayer
  var memory: ConvolutionMemory
  /// From the start to the interrupt.
  var cycles: Int

  /// Whether it is one of the traces that are shipped with the hardware description.
  var isShipped: Bool { name.hasPrefix("dc_") }

  /// Name; width, height and channels of the input; width and height of the kernel; output channels; width and height of
  /// the output; banks of features and weights (0: as needed); read latency in cycles; bytes a cycle; cycles.
  private static let table = """
    g_17x17x17,17,1,17,1,1,17,17,1,0,0,50,8.0,763
    g_64x64x64,8,8,64,1,1,64,8,8,0,0,50,8.0,7110
    fc_1x256x64,1,1,256,1,1,64,1,1,0,0,50,8.0,2513
    lenet_conv1,28,28,1,5,5,20,24,24,0,0,50,8.0,44384
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,50,8.0,34836
    lenet_fc1,4,4,50,4,4,500,1,1,0,0,50,8.0,57537
    lenet_fc2,1,1,500,1,1,10,1,1,0,0,50,8.0,1748
    c_14x14x64_3x3x64,14,14,64,3,3,64,14,14,0,0,50,8.0,116318
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,10,8.0,34796
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,100,8.0,34886
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,200,8.0,34986
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,400,8.0,35627
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,50,4.0,35767
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,50,2.0,37629
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,50,1.0,41353
    lenet_conv2,12,12,20,5,5,50,8,8,0,0,200,2.0,37779
    dc_13x15x64_5x3x64x16,13,15,64,5,3,16,12,14,12,3,50,8.0,44200
    dc_14x7x49_3x4x49x32,14,7,49,3,4,32,14,7,7,3,50,8.0,34569
    dc_1x1x8_1x1x8x1,1,1,8,1,1,1,1,1,7,8,50,8.0,196
    dc_24x33x55_5x5x55x25,24,33,55,5,5,25,7,12,12,10,50,8.0,69221
    dc_24x44x14_5x3x14x41,24,44,14,5,3,41,26,45,18,14,50,8.0,214105
    dc_32x26x76_6x3x76x16,32,26,76,6,3,16,29,28,24,6,50,8.0,304819
    dc_35x22x54_6x8x54x29,35,22,54,6,8,29,36,24,26,6,50,8.0,1176102
    dc_4x1x8192_1x1x8192x1,4,1,8192,1,1,1,2,1,16,16,50,8.0,14655
    dc_6x8x192_3x3x192x32,6,8,192,3,3,32,3,2,8,24,50,8.0,10014
    dc_8192x1x1_2x3x1x41,8192,1,1,2,3,41,4099,1,16,16,50,8.0,287935
    dc_8x16x128_3x3x128x32,8,16,128,3,3,32,7,17,11,5,50,8.0,72950
    dc_8x8x36_4x4x36x16_dilation,8,8,36,4,4,16,2,2,4,4,50,8.0,2380
    """

  static let all: [MeasuredLayer] = table.split(separator: "\n").map { line in
    let fields = line.split(separator: ",")
    let numbers = fields.dropFirst().map { Double($0)! }
    func integer(_ index: Int) -> Int { Int(numbers[index]) }
    return MeasuredLayer(
      name: String(fields[0]),
      layer: ConvolutionLayer(
        inputWidth: integer(0), inputHeight: integer(1), inputChannels: integer(2), kernelWidth: integer(3),
        kernelHeight: integer(4), outputChannels: integer(5), outputWidth: integer(6),
        outputHeight: integer(7), featureBanks: integer(8) > 0 ? integer(8) : nil,
        weightBanks: integer(9) > 0 ? integer(9) : nil),
      memory: ConvolutionMemory(readLatency: integer(10), cyclesPerBeat: 8 / numbers[11]),
      cycles: integer(12))
  }
}
