import Reporting

/// The sizes of disks, which agents give in different units under one name.
///
/// | agent | `disksize` |
/// |---|---|
/// | GLPI Agent elsewhere than on Windows, and there from 1.6; OCS | millions of bytes |
/// | FusionInventory elsewhere than on Windows, since about 2.4 | millions of bytes |
/// | GLPI Agent on Windows before 1.6, FusionInventory on Windows | 2^20 bytes; millions where it found `hdparm` |
/// | FusionInventory of before elsewhere | thousands of KiB from `fdisk`; millions from other tools |
///
/// A disk's true size tells its unit: makers agreed on the exact number of sectors for each number
/// of gigabytes (IDEMA LBA1-03). If it does not, as for eMMC, the size is one of two.
struct DiskSizes {
  struct Size: Equatable {
    /// The larger one if there are two.
    var likely: Int
    /// The smaller one; nil if there is only one.
    var least: Int?
  }

  private static let million = 1_000_000
  private static let mebibyte = 1 << 20
  private static let thousandKibibytes = 1_024_000
  private static let cylinder = 255 * 63 * 512

  /// What a number without a unit may count, in bytes, in ascending order.
  private let units: [Int]

  init(_ source: FactSource, isWindows: Bool) {
    let agent = source.agent.lowercased()
    let isCertain =
      agent.hasPrefix("ocs")
      || agent.hasPrefix("glpi")
        && (!isWindows || AgentVersion.isAtLeast((1, 6), source.version))
      || agent.hasPrefix("fusioninventory") && !isWindows
        && AgentVersion.isAtLeast((2, 5), source.version)
    units =
      isCertain
      ? [Self.million] : [Self.million, isWindows ? Self.mebibyte : Self.thousandKibibytes]
  }

  /// nil if the text is no size.
  func read(_ text: String?) -> Size? {
    var sizes: [Int] = []
    for unit in units {
      guard let size = Amount.bytes(text, thousand: 1000, bare: unit), !sizes.contains(size)
      else { continue }
      sizes.append(size)
    }
    guard let least = sizes.first, let most = sizes.last else { return nil }
    let usual = zip(sizes, units).filter { size, unit in
      // Windows counts whole cylinders of 255 heads with 63 sectors each.
      Self.isUsual(size, within: unit + (unit == Self.mebibyte ? Self.cylinder : 0))
    }
    if usual.count == 1 { return Size(likely: usual[0].0) }
    return least == most ? Size(likely: most) : Size(likely: most, least: least)
  }

  /// Whether a disk of some whole number of gigabytes has this size, or less than `rest` more, which
  /// agents cut off.
  static func isUsual(_ bytes: Int, within rest: Int) -> Bool {
    let (first, gigabyte) = (97_696_368, 1_953_504)
    let beyond = bytes / 512 - first
    // The formula is for 50 GB and more.
    guard beyond >= 0 else { return false }
    let missing = (gigabyte - beyond % gigabyte) % gigabyte
    return missing * 512 < rest
  }
}
