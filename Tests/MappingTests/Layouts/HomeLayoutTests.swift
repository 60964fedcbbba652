import Tensors
import Testing

@testable import Mapping
@testable import RandomCases

@Suite("A tensor in blocks")
struct HomeLayoutTests {
  /// A layout in blocks and a box of its tensor, by chance.
  private static func layout(_ number: Int) -> (HomeLayout, Box) {
    var random = Generator(seed: number)
    let shape = (0..<random.integer(in: 1...4)).map { _ in random.integer(in: 1...9) }
    let type = TensorType(random.choice([.int8, .float16, .float32]), shape)
    let layout = HomeLayout(
      type, blockShape: shape.map { random.integer(in: 1...$0) }, alignment: random.choice([1, 4, 32, 64]))
    let lower = shape.map { random.integer(in: 0...$0 - 1) }
    let box = Box(lower: lower, extent: zip(shape, lower).map { random.integer(in: 1...$0 - $1) })
    return (layout, box)
  }

  @Test(arguments: 0..<200) func `has every element of a box in one block`(_ number: Int) {
    let (layout, box) = Self.layout(number)
    let parts = layout.blocks(touching: box).map { $0.box.intersection(box) }
    #expect(!parts.contains(nil), "only blocks that hold some of it")
    #expect(parts.count == layout.blockCount(touching: box))
    #expect(parts.compactMap { $0?.elementCount }.reduce(0, +) == box.elementCount)
    for (place, part) in parts.enumerated() {
      for other in parts[..<place] { #expect(part!.intersection(other!) == nil) }
    }
  }

  @Test(arguments: 0..<200) func `is told by a few of its blocks`(_ number: Int) {
    /// How a part lies in its block: extents of both, and where it begins.
    struct Place: Hashable { var block, part, lower: [Int] }
    func place(of part: Box, in block: Box) -> Place {
      Place(
        block: block.shape, part: part.shape,
        lower: zip(part.lowerBounds, block.lowerBounds).map { $0 - $1 })
    }
    let (layout, box) = Self.layout(number)
    var all: [Place: Int] = [:]
    for block in layout.blocks(touching: box) {
      all[place(of: block.box.intersection(box)!, in: block.box), default: 0] += 1
    }
    var told: [Place: Int] = [:]
    for (block, count) in layout.representatives(ofBlocksTouching: box) {
      told[place(of: block.intersection(box)!, in: block), default: 0] += count
    }
    #expect(told == all)
    #expect(layout.blockCount(touching: box) == all.values.reduce(0, +))
  }

  @Test(arguments: 0..<200) func `has its blocks one behind the other`(_ number: Int) {
    let (layout, _) = Self.layout(number)
    let blocks = layout.blocks(touching: Box(shape: layout.type.shape))
    #expect(blocks.count == layout.blockCount)
    #expect(blocks.map(\.offset) == blocks.indices.map { $0 * layout.blockBytes })
    for block in blocks {
      #expect(layout.type.element.byteCount(of: block.box.elementCount) <= layout.blockBytes)
    }
    #expect(layout.byteCount >= layout.type.byteCount)
  }

  @Test func `is row-major when one block holds all`() {
    let type = TensorType(.int8, [3, 5, 7])
    #expect(HomeLayout(type).isRowMajor)
    #expect(HomeLayout(type).byteCount == 105)
    #expect(!HomeLayout(type, blockShape: [3, 5, 4], alignment: 1).isRowMajor)
  }
}
