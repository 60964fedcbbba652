import Chips

/// The parts of a chip that are simulated in detail, those that somebody asked for.
struct DetailedParts: ~Copyable {
  /// The network at `flit` level.
  let flits: Installed<FlitFabric>
  /// The DRAM at `command` level.
  let memory: Installed<CommandMemory>

  /// - Throws: `InputError` for a memory file or routers that do not fit the chip.
  init(_ chip: Chip, options: MachineOptions) throws {
    let layout = NetworkLayout(chip)
    let requesters = Requester.requesters(of: chip, layout: layout)
    let flits = try Installed<FlitFabric> {
      options.network == .flit ? try FlitFabric(chip, layout: layout) : nil
    }
    let memory = try Installed<CommandMemory> {
      guard let configuration = options.dram else { return nil }
      return try CommandMemory(
        configuration, of: chip, requestCapacity: requesters.reduce(0) { $0 + $1.outstandingLimit })
    }
    self.flits = flits
    self.memory = memory
  }
}

/// A part that is there or not, in a place of its own: whoever uses it without asking must know that it is.
struct Installed<Part: ~Copyable>: ~Copyable {
  private let place: UnsafeMutablePointer<Part>?

  init(_ make: () throws -> Part?) rethrows {
    guard let part = try make() else {
      place = nil
      return
    }
    let place = UnsafeMutablePointer<Part>.allocate(capacity: 1)
    place.initialize(to: part)
    self.place = place
  }

  deinit {
    place?.deinitialize(count: 1)
    place?.deallocate()
  }

  var isInstalled: Bool { place != nil }

  var part: Part {
    @inline(__always) unsafeAddress { UnsafePointer(place!) }
    @inline(__always) nonmutating unsafeMutableAddress { place! }
  }
}
