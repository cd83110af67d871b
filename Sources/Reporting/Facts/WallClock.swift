/// The plausible readings of a wall clock. With a dead CMOS battery a PC starts at 1970, 1980 or
/// 2002, or at 2098 in a wrong century.
public enum WallClock {
  /// 2025-01-01, before this program was written, to 2060-01-01, in seconds since 1970.
  public static let plausible = 1_735_689_600..<2_840_140_800

  public static func isPlausible(_ seconds: Int) -> Bool { plausible ~= seconds }
}
