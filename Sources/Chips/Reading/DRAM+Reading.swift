import Documents

extension DRAM {
  init(_ document: Document) throws {
    var read = try SectionReader(document, DRAMFields.section)
    standard = try read(DRAMFields.standard)
    preset = try read.optional(DRAMFields.preset).map { Self.resolved($0, besides: document.file) }
    channels = try read(DRAMFields.channels)
    bandwidthBytesPerSecond = try read(DRAMFields.bandwidth)
    latencyNanoseconds = Double(try read(DRAMFields.latency)) / 1e6
    capacityBytes = try read(DRAMFields.capacity)
    requestBytes = try read(DRAMFields.request)
    interleaveBytes = try read(DRAMFields.interleave)
    networkPorts = try read(DRAMFields.networkPorts)
    try read.finish()
    try check(document)
  }

  /// A name stays a name; a path that is not absolute begins at the folder of the chip's file.
  private static func resolved(_ preset: String, besides file: String) -> String {
    guard preset.contains("/") || preset.hasSuffix(".json"), !preset.hasPrefix("/"),
      let slash = file.lastIndex(of: "/")
    else { return preset }
    return file[...slash] + preset
  }

  private func check(_ document: Document) throws {
    let perChannel = bandwidthBytesPerSecond / channels
    guard perChannel >= 1_000 else {
      throw document.child("bandwidth").error(
        "leaves \(Quantity.bandwidth.formatted(perChannel)) for each of \(channels) channels",
        remedy: "each needs at least 1 KB/s")
    }
    guard interleaveBytes % requestBytes == 0 else {
      throw document.child("interleave").error(
        "is \(Quantity.size.formatted(interleaveBytes))",
        remedy: "must be a multiple of “request” (\(Quantity.size.formatted(requestBytes)))")
    }
    guard capacityBytes % (interleaveBytes * channels) == 0 else {
      throw document.child("capacity").error(
        "is \(Quantity.size.formatted(capacityBytes))",
        remedy: "must be a multiple of interleave × channels"
          + " (\(Quantity.size.formatted(interleaveBytes * channels)))")
    }
    guard channels % networkPorts == 0 else {
      throw document.child("networkPorts").error(
        "is \(networkPorts)", remedy: "must divide the \(channels) channels evenly")
    }
  }
}

enum DRAMFields {
  static let standard = Field<String>.dramStandard("standard")
  static let preset = Field<String>.text(
    "preset",
    about:
      "Memory file of one channel for --fidelity dram=command: a name in chips/dram, or a path from this file. "
      + "Its bandwidth times channels must be dram.bandwidth within 2 %."
  ).notRequired
  static let channels = Field<Int>.integer(
    "channels", in: 1...1024, about: "Channels that serve side by side.")
  static let bandwidth = Field<Int>.quantity(
    "bandwidth", .bandwidth, in: 1_000...100_000_000_000_000, about: "Peak over all channels.")
  static let latency = Field<Int>.quantity(
    "latency", .duration, in: 0...1_000_000_000_000,
    about: "From a request at an idle channel to its first data.")
  static let capacity = Field<Int>.quantity(
    "capacity", .size, in: 1 << 20...1 << 46, about: "Bytes it holds.")
  static let request = Field<Int>.powerOfTwoSize("request", in: 8...4096, about: "Bytes of one burst.")
  static let interleave = Field<Int>.powerOfTwoSize(
    "interleave", in: 8...1 << 20, about: "Consecutive bytes on one channel before the next follows.")
  static let networkPorts = Field<Int>.integer(
    "networkPorts", in: 1...1024, default: 1, about: "Network nodes that the channels are spread over.")

  static let section = Section(
    name: "dram", about: "Memory off the chip.",
    fields: [
      standard.description, preset.description, channels.description, bandwidth.description,
      latency.description,
      capacity.description, request.description, interleave.description, networkPorts.description,
    ])
}
