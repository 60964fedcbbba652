import Foundation

extension DRAM {
  /// The standard whose energy counts: that of the preset, where its file's name tells one, since it is what is played;
  /// else what the chip's file calls it.
  public var energyStandard: String {
    guard let preset else { return standard }
    let name = (preset as NSString).lastPathComponent
    return DRAMByteEnergy.families.knows(name) ? name : standard
  }
}
