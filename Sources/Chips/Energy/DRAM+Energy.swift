import Foundation

extension DRAM {
  /// The standard whose pins are driven where commands are played: that of the preset, where its file's name tells one;
  /// else what the chip's file calls it.
  public var playedStandard: String {
    guard let preset else { return standard }
    let name = (preset as NSString).lastPathComponent
    return DRAMByteEnergy.families.knows(name) ? name : standard
  }
}
