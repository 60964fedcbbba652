import Documents
import Testing

@testable import Chips

@Suite("Clock and supply")
struct OperatingTests {
  private let domain = VoltageDomain(
    rated: OperatingPoint(clockHertz: 1_000_000_000, microvolts: 900_000),
    present: OperatingPoint(clockHertz: 1_000_000_000, microvolts: 900_000), points: [],
    thresholdMicrovolts: 370_000, alpha: 1.3)

  @Test("The highest clock is the rated one at the rated supply, and grows with the supply")
  func law() {
    #expect(domain.maximumHertz(atMicrovolts: 900_000) == 1_000_000_000)
    let supplies = stride(from: 410_000, through: 1_200_000, by: 10_000)
    let clocks = supplies.map { domain.maximumHertz(atMicrovolts: $0) }
    #expect(zip(clocks, clocks.dropFirst()).allSatisfy { $0 < $1 })
    // (0.6 − 0.37)^1.3 ÷ 0.6 over (0.9 − 0.37)^1.3 ÷ 0.9.
    #expect(abs(Double(domain.maximumHertz(atMicrovolts: 600_000)) / 1e9 - 0.5066) < 1e-3)
  }

  @Test(
    "The lowest supply for a clock allows it, and a millivolt less does not", arguments: [1, 3, 5, 8, 11])
  func inverse(hundreds: Int) throws {
    let hertz = hundreds * 100_000_000
    let supply = try #require(domain.minimumMicrovolts(forHertz: hertz))
    #expect(domain.maximumHertz(atMicrovolts: supply) >= hertz)
    if supply - 1000 > domain.allowedMicrovolts.lowerBound {
      #expect(domain.maximumHertz(atMicrovolts: supply - 1000) < hertz)
    }
    #expect(domain.minimumMicrovolts(forHertz: 5_000_000_000) == nil)
  }

  @Test("Listed points stand instead of the law, with straight lines between them")
  func points() throws {
    var listed = domain
    listed.points = [
      OperatingPoint(clockHertz: 200_000_000, microvolts: 600_000),
      OperatingPoint(clockHertz: 800_000_000, microvolts: 800_000),
    ]
    #expect(listed.maximumHertz(atMicrovolts: 700_000) == 500_000_000)
    #expect(listed.maximumHertz(atMicrovolts: 600_000) == 200_000_000)
    #expect(listed.minimumMicrovolts(forHertz: 500_000_000) == 700_000)
    #expect(listed.minimumMicrovolts(forHertz: 900_000_000) == nil)
    #expect(listed.allowedMicrovolts == 600_000...800_000)
  }

  @Test("Cores keep their ratios; network and DRAM keep their clocks")
  func scaling() throws {
    let soc = try Presets.load("soc")
    var request = OperatingRequest()
    request.coreHertz = 500_000_000
    let slow = try soc.operating(at: request)
    #expect(slow.cores.map(\.clockHertz) == [400_000_000, 500_000_000])
    #expect(slow.network == soc.network)
    #expect(slow.dram == soc.dram)
    #expect(slow.technology.cores.present.clockHertz == 500_000_000)
    #expect(slow.technology.cores.rated == soc.technology.cores.rated)
  }

  @Test("A clock that the supply does not allow is refused, with the highest that it does")
  func refused() throws {
    let chip = try Presets.load("edge-npu")
    var request = OperatingRequest()
    request.coreMicrovolts = 600_000
    let error = #expect(throws: InputError.self) { try chip.operating(at: request) }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("edge-npu: cannot clock its cores at 800 MHz on 600 mV: at most "))
    #expect(text.hasSuffix("; raise the supply to 800 mV, or lower the clock"))
    request.coreMicrovolts = 3_000_000
    let high = #expect(throws: InputError.self) { try chip.operating(at: request) }
    #expect(high?.description.contains("cannot run its cores at 3 V; allowed: 352 mV…") == true)
  }
}
