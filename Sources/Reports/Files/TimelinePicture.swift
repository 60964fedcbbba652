import Documents

/// What every engine did when, and how full the memories were, in a few bytes a command.
public struct TimelinePicture: Codable, Sendable, Hashable {
  public struct Track: Codable, Sendable, Hashable {
    /// Index into `engines` of the run.
    public var engine: Int
    /// 0, or more where commands of the engine overlapped.
    public var lane: Int
    /// Slices in order of time, `;` between them. A slice is `gap,duration,operator,tile` and, where the engine waited
    /// in the gap for another command, `,engine,operator,tile` of that one. Gaps (since the slice before) and durations
    /// are picoseconds. Operators and tiles are differences from the slice before, those of the command waited for
    /// differences from this slice.
    public var slices: String
  }

  public struct Occupancy: Codable, Sendable, Hashable {
    /// Name of the memory, as in `memories` of the run.
    public var memory: String
    public var capacityBytes: Int
    /// Picoseconds and bytes in turn, each number a difference from the one two before: from that time on the memory
    /// holds so many bytes that are still to be read.
    public var steps: [Int]

    enum CodingKeys: String, CodingKey {
      case memory, steps
      case capacityBytes = "capacity_bytes"
    }
  }

  public var tracks: [Track]
  public var occupancy: [Occupancy]
}

extension TimelinePicture {
  /// One command, or neighbours drawn as one.
  struct Slice: Hashable {
    var start: Int
    var duration: Int
    var operatorIndex: Int
    var tile: Int
    var wait: Wait?

    var end: Int { start + duration }
  }

  /// What the engine waited for before a slice.
  struct Wait: Hashable {
    var engine: Int
    var operatorIndex: Int
    var tile: Int
  }
}

extension TimelinePicture.Track {
  init(engine: Int, lane: Int, _ slices: [TimelinePicture.Slice]) {
    var text: [UInt8] = []
    var before = TimelinePicture.Slice(start: 0, duration: 0, operatorIndex: 0, tile: 0)
    for slice in slices {
      if !text.isEmpty { text.append(UInt8(ascii: ";")) }
      var numbers = [
        slice.start - before.end, slice.duration, slice.operatorIndex - before.operatorIndex,
        slice.tile - before.tile,
      ]
      if let wait = slice.wait {
        numbers += [wait.engine, wait.operatorIndex - slice.operatorIndex, wait.tile - slice.tile]
      }
      for (index, number) in numbers.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        text.appendDigits(number)
      }
      before = slice
    }
    self.init(engine: engine, lane: lane, slices: String(decoding: text, as: UTF8.self))
  }

  /// - Throws: `InputError` when the text is not what `slices` says.
  func decoded(in file: String) throws -> [TimelinePicture.Slice] {
    var result: [TimelinePicture.Slice] = []
    var before = TimelinePicture.Slice(start: 0, duration: 0, operatorIndex: 0, tile: 0)
    for part in slices.utf8.split(separator: UInt8(ascii: ";")) {
      let numbers = part.split(separator: UInt8(ascii: ",")).compactMap { Int(Substring($0)) }
      guard numbers.count == 4 || numbers.count == 7,
        numbers.allSatisfy({ $0.magnitude < 1 << 60 }), numbers[0] >= 0, numbers[1] >= 0
      else {
        throw InputError(
          at: "\(file): timeline", "slice \(result.count) is “\(String(Substring(part)).prefix(40))”",
          remedy: "expected gap,duration,operator,tile and perhaps engine,operator,tile")
      }
      let (start, startOverflows) = before.end.addingReportingOverflow(numbers[0])
      guard !startOverflows, start.addingReportingOverflow(numbers[1]).overflow == false else {
        throw InputError(at: "\(file): timeline", "slice \(result.count) ends beyond all time")
      }
      var slice = TimelinePicture.Slice(
        start: start, duration: numbers[1], operatorIndex: before.operatorIndex &+ numbers[2],
        tile: before.tile &+ numbers[3])
      if numbers.count == 7 {
        slice.wait = TimelinePicture.Wait(
          engine: numbers[4], operatorIndex: slice.operatorIndex &+ numbers[5], tile: slice.tile &+ numbers[6]
        )
      }
      result.append(slice)
      before = slice
    }
    return result
  }
}

extension TimelinePicture.Occupancy {
  init(memory: String, capacityBytes: Int, levels: [(picoseconds: Int, bytes: Int)]) {
    var steps: [Int] = []
    var before = (picoseconds: 0, bytes: 0)
    for level in levels {
      steps += [level.picoseconds - before.picoseconds, level.bytes - before.bytes]
      before = level
    }
    self.init(memory: memory, capacityBytes: capacityBytes, steps: steps)
  }

  var levels: [(picoseconds: Int, bytes: Int)] {
    var before = (picoseconds: 0, bytes: 0)
    return stride(from: 0, to: steps.count - steps.count % 2, by: 2).map { index in
      before = (before.picoseconds &+ steps[index], before.bytes &+ steps[index + 1])
      return before
    }
  }
}
