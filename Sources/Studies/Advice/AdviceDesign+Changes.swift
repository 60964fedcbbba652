import Chips
import Documents

extension AdviceDesign {
  /// This design with one thing changed; nil where there is nothing to change, or no such chip.
  func changed(by step: AdviceStep) -> AdviceDesign? {
    switch step {
    case .clock(let factor): clocked(at: Double(point.clockHertz) * factor)
    case .highestClock: clocked(at: .infinity)
    case .cores(let factor): withCores(factor)
    case .array(let factor): withArrays(factor)
    case .scratchpad(let factor): withScratchpads(factor)
    case .bandwidth(let factor): withBandwidth(factor)
    case .batch(let factor): batched(factor)
    }
  }

  private func clocked(at hertz: Double) -> AdviceDesign? {
    let domain = chip.technology.cores
    let highest = domain.maximumHertz(atMicrovolts: domain.allowedMicrovolts.upperBound)
    var clock = hertz < Double(highest) ? Int(hertz) : highest
    if clock >= 2_000_000 { clock = clock / 1_000_000 * 1_000_000 }
    guard clock > 0, clock != point.clockHertz, let supply = domain.minimumMicrovolts(forHertz: clock) else {
      return nil
    }
    var design = self
    design.options.operating.coreHertz = clock
    design.options.operating.coreMicrovolts = supply
    design.note(.clock(from: point, to: design.point))
    return design
  }

  private func batched(_ factor: AdviceStep.Factor) -> AdviceDesign? {
    guard let count = factor.applied(to: batch) else { return nil }
    var design = self
    design.batch = count
    design.options.batch = count
    design.note(.batch(from: batch, to: count))
    return design
  }

  private func withBandwidth(_ factor: AdviceStep.Factor) -> AdviceDesign? {
    let bandwidth = chip.dram.bandwidthBytesPerSecond
    guard let wanted = factor.applied(to: bandwidth) else { return nil }
    return setting(
      [("dram.bandwidth", .string(Quantity.bandwidth.formatted(wanted)))],
      .bandwidth(fromBytesPerSecond: bandwidth, toBytesPerSecond: wanted))
  }

  private func withScratchpads(_ factor: AdviceStep.Factor) -> AdviceDesign? {
    let groups = matrixGroups.compactMap { path, group -> (path: String, old: Int, new: Int)? in
      let capacity = group.child("scratchpad").child("capacity")
      guard let old = try? capacity.quantity(.size, in: 1...Int.max), let new = factor.applied(to: old) else {
        return nil
      }
      return ("\(path).scratchpad.capacity", old, new)
    }
    guard let first = groups.first else { return nil }
    return setting(
      groups.map { ($0.path, .string(Quantity.size.formatted($0.new))) },
      .scratchpad(fromBytes: first.old, toBytes: first.new))
  }

  /// Twice or half the PEs: along the shorter side, or the longer.
  private func withArrays(_ factor: AdviceStep.Factor) -> AdviceDesign? {
    let groups = matrixGroups.compactMap { path, group -> (path: String, old: [Int], new: [Int])? in
      let matrix = group.child("matrix")
      guard let rows = try? matrix.child("rows").integer(),
        let columns = try? matrix.child("columns").integer()
      else { return nil }
      let changesRows = factor == .half ? rows > columns : rows < columns
      guard let side = factor.applied(to: changesRows ? rows : columns) else { return nil }
      return ("\(path).matrix", [rows, columns], changesRows ? [side, columns] : [rows, side])
    }
    guard let first = groups.first else { return nil }
    let values = groups.flatMap {
      [("\($0.path).rows", JSONValue.integer($0.new[0])), ("\($0.path).columns", .integer($0.new[1]))]
    }
    return setting(values, .array(from: first.old, to: first.new))
  }

  /// A grid gets rows, a butterfly or fat tree a level, where there are more cores than places.
  private func withCores(_ factor: AdviceStep.Factor) -> AdviceDesign? {
    var values: [(String, JSONValue)] = []
    var (before, after) = (0, 0)
    for (path, group) in matrixGroups {
      let old = (try? group.child("count").integer()) ?? 1
      let new = factor.applied(to: old) ?? old
      values.append(("\(path).count", .integer(new)))
      before += old
      after += new
    }
    guard before != after else { return nil }
    let nodes = chip.networkNodeCount + after - before
    switch chip.network.topology {
    case .mesh(let columns, let rows), .torus(let columns, let rows):
      if nodes > columns * rows {
        values.append(("network.rows", .integer((nodes + columns - 1) / columns)))
      }
    case .concentratedMesh(let columns, let rows, let endpoints):
      if nodes > columns * rows * endpoints {
        let perRow = columns * endpoints
        values.append(("network.rows", .integer((nodes + perRow - 1) / perRow)))
      }
    case .butterfly(_, let levels), .fatTree(_, let levels):
      // One level more has room for at least twice as many.
      if nodes > chip.network.topology.nodeLimit ?? nodes {
        values.append(("network.levels", .integer(levels + 1)))
      }
    case .crossbar, .ring: break
    }
    return setting(values, .cores(from: before, to: after))
  }

  /// The parts of the document that describe cores with matrix engines, with their paths.
  private var matrixGroups: [(path: String, group: Document)] {
    guard let groups = try? document?.child("cores").array() else { return [] }
    return groups.enumerated().compactMap { index, group in
      guard case .object? = Optional(group.child("matrix").value) else { return nil }
      return ("cores[\(index)]", group)
    }
  }

  private func setting(_ values: [(String, JSONValue)], _ change: AdviceChange) -> AdviceDesign? {
    guard var changed = document else { return nil }
    do {
      for (path, value) in values { changed = try changed.setting(path: path, to: value, mayAdd: true) }
      var design = self
      design.chip = try Chip.load(changed)
      // What a published die holds besides its engines stays as it is.
      if let stated = chip.technology.dieSquareMicrometres {
        let area = Double(stated) + design.chip.estimatedSquareMicrometres - chip.estimatedSquareMicrometres
        changed = try changed.setting(
          path: "technology.dieArea", to: .string("\(max(100, Int(area))) um2"))
        design.chip = try Chip.load(changed)
      }
      design.document = changed
      design.note(change)
      return design
    } catch {
      return nil
    }
  }
}

extension Chip {
  /// As if its file stated none.
  fileprivate var estimatedSquareMicrometres: Double {
    var chip = self
    chip.technology.dieSquareMicrometres = nil
    return ChipArea(chip).squareMillimetres * 1e6
  }
}
