import Chips
import Documents
import Tensors

/// A published figure of a chip itself, whatever runs on it: its power when every array works or none does, its area.
struct FullLoadCase: Sendable {
  var chip: ChipSettings
  var element: ElementType
  var measure: Measure

  enum Measure: String, Sendable, CaseIterable {
    case chipMilliwatts = "chip-milliwatts"
    case chipWatts = "chip-watts"
    /// DRAM at its full bandwidth included.
    case systemWatts = "system-watts"
    case idleWatts = "idle-watts"
    /// Two operations for each multiply-accumulate.
    case picojoulesPerOperation = "picojoules-per-operation"
    /// Estimated, also where the chip file states the die.
    case squareMillimetres = "square-millimetres"
  }

  init(_ document: Document) throws {
    var object = try document.object()
    chip = try ChipSettings(&object)
    element = try object.required("element").choice(ElementType.self)
    measure = try object.required("measure").choice(Measure.self)
    try object.finish()
  }

  func figure(on chip: Chip) -> Double {
    let power = FullLoadPower(chip, element: element)
    switch measure {
    case .chipMilliwatts: return 1000 * power.chipWatts
    case .chipWatts: return power.chipWatts
    case .systemWatts: return power.chipWatts + power.dramWatts
    case .idleWatts: return power.idleWatts
    case .picojoulesPerOperation:
      return power.chipWatts / (2 * chip.peakMultiplyAccumulatesPerSecond(element)) * 1e12
    case .squareMillimetres:
      var chip = chip
      chip.technology.dieSquareMicrometres = nil
      return ChipArea(chip).squareMillimetres
    }
  }
}
