import Reporting

/// What a computer's own disks say about the one with its system on it, which reports do not name.
struct SystemDisk {
  /// false if the system must be on a disk with moving parts; nil if it may be.
  let isSolidState: Bool?
  /// The largest disk, as it decides whether a newer system fits; nil without a disk.
  let largestBytes: Int?
  /// Likewise by the smaller of two possible sizes; nil if each size is known.
  let leastBytes: Int?

  /// From this size on, a solid-state disk beside a hard disk is the system's: 64 GB is the least
  /// that PCs are sold with.
  private static let surely = 62_000_000_000
  /// Windows does not fit on less: such disks are caches (Intel Optane of 16 GB).
  private static let windows = 16_000_000_000

  /// - Parameter fixed: the computer's own disks.
  init(_ fixed: [HardwareFacts.Disk], isWindows: Bool) {
    largestBytes = fixed.map(\.sizeBytes).max()
    let least = fixed.map { $0.leastBytes ?? $0.sizeBytes }.max()
    leastBytes = least == largestBytes ? nil : least
    let solid = fixed.filter { $0.rotational == false }
    let others = fixed.filter { $0.rotational != false }
    isSolidState =
      if !solid.isEmpty,
        others.isEmpty || solid.contains(where: { ($0.leastBytes ?? $0.sizeBytes) >= Self.surely })
      {
        true
      } else if !others.isEmpty, others.allSatisfy({ $0.rotational == true }),
        solid.allSatisfy({ isWindows && $0.sizeBytes < Self.windows })
      {
        false
      } else {
        nil
      }
  }
}
