import Foundation
import Testing
import Tilewright

@Suite("Tables of hardware descriptions")
struct HardwareTableTests {
  private func rows(_ text: String) throws -> [ValidationRow] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try HardwareTable.read(file.path).rows()
  }

  private let products = "variant,trim,R,C,M,K,N,first_out_cycle,last_out_cycle,total_cycles,a_words_read\n"

  @Test("Products are held against both levels, and one figure that differs is named")
  func productsAreHeldAgainstBothLevels() throws {
    let sound = try rows(products + "os_block,0,4,4,7,100,17,106,1098,1099,3500\n")
    #expect(sound.map(\.holds) == [true, true])
    let broken = try rows(products + "os_block,0,4,4,7,100,17,106,1098,1099,3501\n")
    #expect(broken.map(\.holds) == [false, false])
    #expect(broken[1].failure == "a_words_read 3500, should be 3501")
  }

  /// One product of one word each: the sum is the words' product, and its checksum one step of FNV-1a over 32 bits
  /// (offset basis 2,166,136,261, prime 16,777,619). The words are as `Tests/RTL/testbench.cpp` defines them.
  @Test("Operands by a seed give the checksum of all sums", arguments: [7, 8, 12, 1000] as [UInt32])
  func checksum(seed: UInt32) throws {
    func firstWord(_ operand: UInt32) -> Int32 {
      var hash = 2_654_435_761 ^ (2 &* seed &+ operand &+ 1) &* 2_246_822_519
      hash = (hash ^ hash >> 15) &* 2_654_435_769
      return hash >> 8 & 7 == 0 ? 0 : Int32(Int8(truncatingIfNeeded: hash >> 24))
    }
    let sum = firstWord(0) * firstWord(1)
    let checksum = (2_166_136_261 ^ UInt32(bitPattern: sum)) &* 16_777_619
    let header = "variant,trim,R,C,M,K,N,seed,total_cycles,checksum\n"
    #expect(try rows(header + "os_shadow,0,4,3,1,1,1,\(seed),8,\(checksum)\n")[1].failure == nil)
    #expect(try rows(header + "os_shadow,0,4,3,1,1,1,\(seed),8,\(checksum &+ 1)\n")[1].failure != nil)
  }

  @Test("Tiles are held against both levels")
  func tiles() throws {
    let header =
      "variant,trim,R,C,M,K,N,tile_i,tile_j,first_weight,last_weight,first_in,last_in,first_out,last_out\n"
    let sound = try rows(header + "os_block,0,4,4,1,7,7,0,1,-1,-1,17,23,30,30\n")
    #expect(sound.map(\.holds) == [true, true])
    let error = #expect(throws: InputError.self) {
      try rows(header + "os_block,0,4,4,1,7,7,1,1,-1,-1,17,23,30,30\n")
    }
    #expect(error?.description.hasSuffix("names tile 1, 1; the product has 1 by 2") == true)
  }

  @Test("Tiles back to back on the public array: times where it goes on, and whether it stops")
  func shiftedTiles() throws {
    let header = "R,C,K,tiles,ready_every,first_in,last_in,first_out,last_out,total_cycles,stalls,ok\n"
    // Measured: one tile; eight tiles; a tile that is done before the way out is free.
    let measured =
      "16,16,1,1,1,0,0,33,48,49,0,ok\n8,4,24,8,1,0,191,36,207,208,0,ok\n8,4,8,2,1,0,15,-1,-1,0,0,deadlock\n"
    #expect(try rows(header + measured).map(\.holds) == [true, true, true])
    let late = try rows(header + "8,4,24,8,1,0,191,37,207,208,0,ok\n")
    #expect(late[0].failure == "first_out 36, should be 37")
    let stopped = try rows(header + "8,4,100,2,1,0,15,-1,-1,0,0,deadlock\n")
    #expect(stopped.map(\.holds) == [false])
    let slow = try rows(header + "8,4,100,2,3,0,15,36,200,201,0,ok\n")
    #expect(slow[0].omission != nil)
  }

  @Test("Layers are held against the convolution pipeline, with what binds them")
  func layers() throws {
    let header =
      "name,in_w,in_h,in_c,k_w,k_h,out_c,out_w,out_h,read_latency,bytes_per_cycle,cycles_enable_to_interrupt\n"
    let layer = "conv,12,12,20,5,5,50,8,8,50,8.0,34836\n"
    let results = try rows(header + layer + "huge,4096,4096,64,1,1,8,4096,4096,50,8.0,1\n")
    #expect(results[0].holds)
    #expect(results[0].quantity.hasSuffix("compute"))
    #expect(results[1].failure != nil)
    #expect(results[2].subject == "all layers")
  }

  @Test(
    "Damage has a place and a remedy",
    arguments: [
      ("a,b\n1,2\n", "has no header that is known"),
      ("variant,trim,R,C,M,K,N,total_cycles\nos_blok,0,4,4,1,1,1,8\n", "did you mean “os_block”?"),
      ("variant,trim,R,C,M,K,N,total_cycles\nos_bus,0,0,4,1,1,1,8\n", "R: is 0; 1 to 4096"),
      ("variant,trim,R,C,M,K,N,total_cycles\nos_bus,0,4,4,x,1,1,8\n", "M: is “x”; expected a whole number"),
      (
        "variant,trim,R,C,M,K,N,total_cycles\nos_bus,0,4,4,1073741824,1073741824,1073741824,8\n",
        "all multiply-accumulates at most 2^42"
      ),
    ])
  func damage(_ text: String, _ message: String) {
    let error = #expect(throws: InputError.self) { try rows(text) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }
}
