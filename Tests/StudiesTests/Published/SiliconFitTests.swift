import Testing
import Tilewright

@testable import Studies

@Suite struct SiliconFitTests {
  /// A chip whose power was published as ours times a factor.
  private func estimate(_ machine: String, times factor: Double) throws -> PublishedEstimate {
    let chip = try Chip.read(Shelf.chips.file(named: "soc"))
    let power: @Sendable (Chip) -> Double = { FullLoadPower($0, element: .int8).chipWatts }
    return PublishedEstimate(
      machine: machine, isArea: false, published: factor * power(chip), chip: chip, figure: power)
  }

  private func row(_ fit: SiliconFit, _ way: SiliconFit.Way) throws -> SiliconFit.Row {
    try #require(fit.rows.first { $0.way == way })
  }

  @Test func whatAgreesWithTheSourcesIsLeftAlone() throws {
    let fit = try SiliconFit(["a", "b", "c"].map { try estimate($0, times: 1) })
    #expect(fit.fitted == SiliconConstants())
    #expect(SiliconFit.Way.allCases.allSatisfy { way in fit.rows.contains { $0.way == way } })
    #expect(fit.rows.allSatisfy { $0.medianError == 0 && $0.within20Percent == 3 })
  }

  @Test func aFitSeesItsOwnRowsAndAHeldOutOneOnlyTheOthers() throws {
    let factors = [("a", 1.5), ("b", 1.5), ("c", 1.5), ("odd", 0.4)]
    let fit = try SiliconFit(factors.map { try estimate($0.0, times: $0.1) })
    let elsewhere = try row(fit, .elsewhere).errors
    let fitted = try row(fit, .fitted).errors
    let heldOut = try row(fit, .heldOut).errors
    #expect(abs(fitted[0]) < abs(elsewhere[0]))
    #expect(heldOut[3] > elsewhere[3])
    #expect(heldOut[3] >= fitted[3])
  }

  @Test func theEstimatesOfTheShelfHaveMachines() throws {
    let estimates = try PublishedStudy(folder: "results/published").estimates()
    #expect(estimates.count == 40)
    #expect(Set(estimates.map(\.machine)).isSuperset(of: ["NVDLA", "Eyeriss", "TPU v1", "DianNao", "A100"]))
    #expect(estimates.count(where: \.isArea) == 17)
  }

  @Test func halfOfThePublishedPowersAreWithinTwentyPercentByConstantsFromElsewhere() throws {
    let powers = try PublishedStudy(folder: "results/published").estimates().filter { !$0.isArea }
    let close = try powers.count { abs(try $0.error(SiliconConstants())) <= 0.2 }
    #expect(2 * close >= powers.count, "\(close) of \(powers.count)")
  }
}
