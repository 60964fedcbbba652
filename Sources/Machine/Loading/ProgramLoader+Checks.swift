import Chips
import Mapping
import Tensors

/// What is checked before a program runs.
extension ProgramLoader {
  func checkBounds(of view: View, in index: Int) throws {
    guard let capacity = chip.capacityBytes(of: view.memory) else {
      throw impossible(index, "the chip has no \(view.memory.words)")
    }
    guard program.graph.values.indices.contains(Int(view.value)) else {
      throw impossible(index, "the graph has no value \(view.value)")
    }
    guard view.layout.contains(view.box), !view.box.isEmpty else {
      throw impossible(index, "its box \(view.box) is not within the stored \(view.layout)")
    }
    let end = view.address + view.storedBytes
    guard view.address >= 0, end <= capacity else {
      throw MachineError(
        .outOfBounds, command: index,
        "\(program.words(for: index)): bytes \(view.address)..<\(end) reach outside the "
          + "\(view.memory.words) of \(capacity) bytes")
    }
    guard
      view.element.bitWidth % 8 == 0
        || StridedRuns(of: view.box, in: view.layout, element: view.element).isByteAligned
    else {
      throw impossible(
        index, "its box \(view.box) of \(view.element.rawValue) is not made of whole bytes")
    }
  }

  func checkSameBox(_ index: Int, _ source: View, _ target: View) throws {
    guard source.box == target.box, source.element == target.element else {
      throw impossible(
        index,
        "it brings \(source.box) of \(source.element.rawValue) to \(target.box) of \(target.element.rawValue)"
      )
    }
  }

  func checkNextToCore(_ index: Int, _ views: [View], core: Int) throws {
    for view in views where !view.memory.isNext(to: core) {
      throw impossible(index, "an engine of core \(core) cannot reach the \(view.memory.words)")
    }
  }
}

extension Chip {
  /// nil when the chip has no such memory.
  func capacityBytes(of memory: MemoryIdentifier) -> Int? {
    switch memory {
    case .dram: return dram.capacityBytes
    case .sharedBuffer: return sharedBuffer?.capacityBytes
    case .scratchpad(let core):
      return cores.indices.contains(core) ? cores[core].scratchpad.capacityBytes : nil
    case .accumulator(let core):
      return cores.indices.contains(core) ? cores[core].accumulator?.capacityBytes : nil
    }
  }
}
