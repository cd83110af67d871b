/// What the kernel's name of a block device reveals.
public enum BlockDeviceName {
  /// Whether the kernel gives such names to block devices that it makes from other things, or from
  /// other computers' disks.
  public static func isMade(_ name: String) -> Bool {
    isNumbered(
      name,
      [
        "loop", "ram", "zram", "dm-", "md", "md_d", "zd", "bcache", "nbd", "rbd", "drbd", "nullb",
        "ublkb", "scini",
      ])
  }

  /// Whether it names a drive without a disk of its own: optical, floppy, flash and memory without
  /// a controller, and the areas of an eMMC beside its disk (`mmcblk0boot0`, `mmcblk0gp0`).
  public static func isOtherDrive(_ name: String) -> Bool {
    if name.hasPrefix("mmcblk") { return !isNumbered(name, ["mmcblk"]) }
    return name.hasPrefix("ubiblock") || name.hasPrefix("pmem")
      || isNumbered(name, ["sr", "scd", "fd", "mtdblock", "mtdblock_ro", "pktcdvd"])
  }

  private static func isNumbered(_ name: String, _ prefixes: [String]) -> Bool {
    prefixes.contains { prefix in
      name.count > prefix.count && name.hasPrefix(prefix)
        && name.dropFirst(prefix.count).allSatisfy(\.isNumber)
    }
  }
}
