import Graphs
import Tensors

/// The place of a whole tensor in DRAM or in the shared buffer.
public struct Home: Sendable, Hashable {
  public var memory: MemoryIdentifier
  public var address: Int
  public var layout: HomeLayout

  public init(memory: MemoryIdentifier, address: Int, layout: HomeLayout) {
    self.memory = memory
    self.address = address
    self.layout = layout
  }

  /// A box of the value that lives here: a view of every block that holds some of it.
  public func views(of value: ValueIndex, _ box: Box) -> [View] {
    layout.blocks(touching: box).map { block in
      View(
        value: Int32(value), memory: memory, address: address + block.offset, layout: block.box,
        box: block.box.intersection(box)!, element: layout.type.element)
    }
  }
}
