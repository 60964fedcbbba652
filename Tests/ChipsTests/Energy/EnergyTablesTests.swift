import Tensors
import Testing

@testable import Chips

@Suite("Tables of energy and area")
struct EnergyTablesTests {
  /// Horowitz, ISSCC 2014, Figure 1.1.9: picojoules at 45 nm and 0.9 V.
  @Test("Arithmetic at 45 nm costs what the published table says")
  func arithmetic() {
    #expect(OperationEnergy.multiply(.int8, at: .nm45) == 0.2)
    #expect(OperationEnergy.multiply(.int32, at: .nm45) == 3.1)
    #expect(OperationEnergy.multiply(.float16, at: .nm45) == 1.1)
    #expect(OperationEnergy.multiply(.float32, at: .nm45) == 3.7)
    #expect(OperationEnergy.accumulate(.int8, at: .nm45) == 0.1)
    #expect(OperationEnergy.accumulate(.float32, at: .nm45) == 0.9)
    #expect(OperationEnergy.multiplyAccumulate(.float32, at: .nm45) == 3.7 + 0.9)
    #expect(OperationEnergy.hostOperation(at: .nm45) == 70)
  }

  /// Jouppi et al., ISCA 2021, Table 2.
  @Test("Arithmetic at 7 nm costs what the published table says")
  func arithmeticAt7() {
    #expect(OperationEnergy.multiply(.int8, at: .nm7) == 0.07)
    #expect(OperationEnergy.multiply(.bfloat16, at: .nm7) == 0.21)
    #expect(OperationEnergy.multiply(.float16, at: .nm7) == 0.34)
    #expect(OperationEnergy.multiply(.float32, at: .nm7) == 1.31)
  }

  @Test(
    "Accesses to a single array of the published sizes cost what the tables say",
    arguments: [
      (8 << 10, 10.0, 7.5), (32 << 10, 20, 8.5), (1 << 20, 100, 14),
    ])
  func memories(bytes: Int, at45: Double, at7: Double) {
    func energy(_ node: TechnologyNode) -> Double {
      MemoryEnergy.access(bits: 64, capacityBytes: bytes, at: node)
    }
    #expect(abs(energy(.nm45) - at45) < 1e-9)
    #expect(abs(energy(.nm7) - at7) < 1e-9)
    #expect(MemoryEnergy.access(bits: 128, capacityBytes: bytes, at: .nm45) == 2 * energy(.nm45))
    #expect(
      MemoryEnergy.byte(capacityBytes: bytes, banks: 1, squareMillimetres: 1, at: .nm45) * 8 == energy(.nm45))
  }

  /// Keckler et al., IEEE Micro 2011: 256 bits over 10 mm took 310 pJ at 40 nm.
  @Test("A wire costs what was published of one")
  func wire() {
    #expect(abs(256 * WireEnergy.bit(millimetres: 10, at: .nm40) / 310 - 1) < 0.02)
  }

  @Test("A smaller generation never costs more, for any figure", arguments: zip(bySize, bySize.dropFirst()))
  func monotone(larger: TechnologyNode, smaller: TechnologyNode) {
    for element in ElementType.allCases {
      #expect(
        OperationEnergy.multiplyAccumulate(element, at: smaller)
          <= OperationEnergy.multiplyAccumulate(element, at: larger))
      #expect(
        AreaTable.processingElement([element], at: smaller)
          <= AreaTable.processingElement([element], at: larger))
    }
    for bytes in [64, 1 << 12, 1 << 16, 1 << 20, 1 << 25] {
      #expect(
        MemoryEnergy.access(bits: 64, capacityBytes: bytes, at: smaller)
          <= MemoryEnergy.access(bits: 64, capacityBytes: bytes, at: larger))
      #expect(AreaTable.memory(bytes: bytes, at: smaller) <= AreaTable.memory(bytes: bytes, at: larger))
    }
    #expect(
      WireEnergy.bit(millimetres: 1, at: smaller) <= WireEnergy.bit(millimetres: 1, at: larger))
    #expect(OperationEnergy.vectorOperation(at: smaller) <= OperationEnergy.vectorOperation(at: larger))
  }

  /// By energy: 22 nm is quoted at a lower supply than 20 nm.
  static let bySize = TechnologyNode.allCases.filter { $0 != .nm22 }

  @Test("A larger memory never costs less", arguments: TechnologyNode.allCases)
  func growing(node: TechnologyNode) {
    let energies = (4...28).map { MemoryEnergy.access(bits: 64, capacityBytes: 1 << $0, at: node) }
    #expect(zip(energies, energies.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// Stillmaker and Baas, Integration 58 (2017): the corrected example of section 4.2.1 scales 1 pJ at 65 nm and 1.3 V to
  /// 0.1755 pJ at 32 nm and 0.9 V; at the nominal 1.1 V the same polynomials give 0.2719.
  @Test("Generations scale by the published polynomials")
  func scaling() {
    let factor = TechnologyNode.nm32.energyFactor / TechnologyNode.nm65.energyFactor
    #expect(abs(factor - 0.4571 / 1.681) < 1e-3)
    #expect(TechnologyNode.nm45.energyFactor == 1)
    #expect(TechnologyNode.nm7.logicAreaFactor == 0.059)
  }

  @Test("DRAM by the name of its standard")
  func memoryStandards() {
    #expect(DRAMByteEnergy(standard: "LPDDR5-6400").picojoulesPerBit == 4)
    #expect(DRAMByteEnergy(standard: "DDR3-2133").picojoulesPerBit == 20.3)
    #expect(DRAMByteEnergy(standard: "hbm2e").picojoulesPerBit == 5.5)
    #expect(DRAMByteEnergy(standard: "teaching").picojoulesPerBit == 20.3)
    #expect(DRAMInterfaceEnergy(standard: "teaching") == DRAMInterfaceEnergy(standard: "DDR4-3200"))
  }

  /// The current of the two resistors to the rails, and of the driver beside one of them, worked out by Kirchhoff's laws.
  @Test func aPinOfDDR3DrawsCurrentAtBothLevels() {
    let (volts, driver, rail) = (1.5, 34.0, 120.0)
    let upper = 1 / (1 / driver + 1 / rail)
    let high = volts / (upper + rail)
    let low = volts / (rail + upper)
    #expect(high == low)
    let bit = DRAMInterfaceEnergy(standard: "DDR3-1600").picojoulesPerBit
    #expect(abs(bit - volts * high / 1.6 * 1e3) < 1e-9)
    #expect(bit > DRAMInterfaceEnergy(standard: "DDR4-3200").picojoulesPerBit)
  }
}
