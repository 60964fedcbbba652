import Documents
import Foundation
import Testing
import Tilewright

@Suite("Data sets are read")
struct DatasetTests {
  private func withFiles(_ files: [String: Data], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    try body(folder.path + "/")
  }

  @Test func theDigitsAreAllThere() throws {
    let digits = try Dataset.read("digits")
    #expect(digits.sampleLength == 64 && digits.test.count == 360 && digits.training.count == 1_437)
    #expect(Set(digits.test.labels) == Set(0...9))
    let first: [Float] = [0, 0, 0.3125, 0.8125, 0.5625]
    #expect(Array(digits.training.values.prefix(5)) == first)
  }

  @Test func aTableOfNumbersIsADataset() throws {
    let text = "label,split,a,b\n1,train,0.5,2\n0,test,-1,3e2\n"
    try withFiles(["d.csv": Data(text.utf8)]) { folder in
      let data = try Dataset.read(folder + "d.csv")
      #expect(data.test.values == [-1, 300])
      #expect(data.test.labels == [0])
      #expect(data.training.labels == [1])
    }
  }

  @Test func anArrayNeedsItsLabels() throws {
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n"
    var array = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]) + Data(header.utf8)
    for value: Float in [1, 2, 3, 4] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { array.append(contentsOf: $0) }
    }
    try withFiles(["x.npy": array, "y.csv": Data("label\n3\n1\n".utf8)]) { folder in
      let data = try Dataset.read(folder + "x.npy", labels: folder + "y.csv")
      #expect(data.test.values == [1, 2, 3, 4])
      #expect(data.test.labels == [3, 1])
      #expect(data.sampleLength == 2)
      #expect(throws: InputError.self) { try Dataset.read(folder + "x.npy") }
    }
  }

  @Test(arguments: [
    ("label,a\n-1,2\n", "classes count from 0"), ("label,a\n1,x\n", "expected a number"),
    ("label,digits\n1,0g\n2,0\n", "as many as the first"), ("label,digits\n1,0!\n", "0 to 9 and a to z"),
    ("label,split,a\n1,tset,2\n", "train or test"), ("lable,a\n1,2\n", "has no column “label”"),
  ])
  func aMistakeIsToldWithItsLine(_ text: String, _ words: String) throws {
    try withFiles(["d.csv": Data(text.utf8)]) { folder in
      #expect {
        try Dataset.read(folder + "d.csv")
      } throws: {
        "\($0)".contains(words)
      }
    }
  }

  @Test func theLastBatchIsFilledUpAndSamplesAreCopiedToChannels() throws {
    let text = "label,a,b\n0,1,2\n1,3,4\n2,5,6\n"
    try withFiles(["small.csv": Data(text.utf8)]) { folder in
      let data = try Dataset.read(folder + "small.csv")
      let batches = try data.batches(of: data.test, for: TensorType(.float32, [2, 2, 1, 2]))
      let floats: [[Float]] = batches.map { $0.floats }
      #expect(floats == [[1, 2, 1, 2, 3, 4, 3, 4], [5, 6, 5, 6, 5, 6, 5, 6]])
      #expect(throws: InputError.self) {
        try data.batches(of: data.test, for: TensorType(.float32, [2, 5]))
      }
    }
  }

  @Test func aNameThatIsNotThereGetsTheNearest() {
    #expect {
      try Dataset.read("digit")
    } throws: {
      "\($0)".contains("did you mean “digits”")
    }
  }
}
