import Tilewright

/// Clocks and supplies other than the chip file's: `--clock 600MHz`, `--voltage network=0.7V`.
enum OperatingOptions {
  static let options: [CommandSpecification.Option] = [
    .init(
      name: "--clock", value: "[DOMAIN=]F",
      summary: "clock of the cores (the fastest; others in ratio), or network=F", repeats: true),
    .init(
      name: "--voltage", value: "[DOMAIN=]V", summary: "supply of the cores, or network=V", repeats: true),
  ]

  private static let domains = ["cores", "network"]

  /// - Throws: `InputError` `.usage` for an unknown domain, one that is given twice, and figures without unit or range.
  static func parse(_ arguments: Arguments) throws -> OperatingRequest {
    var request = OperatingRequest()
    let clocks = try figures("--clock", .frequency, in: 1_000...20_000_000_000, arguments)
    let supplies = try figures("--voltage", .voltage, in: 100_000...5_000_000, arguments)
    request.coreHertz = clocks["cores"]
    request.networkHertz = clocks["network"]
    request.coreMicrovolts = supplies["cores"]
    request.networkMicrovolts = supplies["network"]
    return request
  }

  private static func figures(
    _ option: String, _ quantity: Quantity, in range: ClosedRange<Int>, _ arguments: Arguments
  ) throws -> [String: Int] {
    var figures: [String: Int] = [:]
    for text in arguments.values(option) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let domain = parts.count == 2 ? parts[0] : domains[0]
      guard domains.contains(domain) else {
        throw arguments.usage(
          "\(option) is “\(text)”", remedy: suggestion(for: domain, among: domains))
      }
      let figure = try arguments.quantity(parts.last ?? "", of: option, quantity, in: range)
      guard figures.updateValue(figure, forKey: domain) == nil else {
        throw arguments.usage("\(option) gives the \(domain) twice")
      }
    }
    return figures
  }
}

extension Arguments {
  /// A figure with a unit, in base units.
  /// - Throws: `InputError` `.usage` with what would be one.
  func quantity(
    _ text: String, of option: String, _ quantity: Quantity, in range: ClosedRange<Int>
  ) throws -> Int {
    let figure: Int
    do {
      figure = try quantity.parse(text)
    } catch {
      throw usage("\(option) is “\(text)”", remedy: error.remedy)
    }
    guard range.contains(figure) else {
      throw usage(
        "\(option) is \(text)",
        remedy: "allowed: \(quantity.formatted(range.lowerBound))…\(quantity.formatted(range.upperBound))")
    }
    return figure
  }

  func quantity(_ option: String, _ quantity: Quantity, in range: ClosedRange<Int>) throws -> Int? {
    try value(option).map { try self.quantity($0, of: option, quantity, in: range) }
  }
}
