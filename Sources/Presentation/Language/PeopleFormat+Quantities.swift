/// Quantities with their units.
extension PeopleFormat {
  /// Memory, in GiB or MiB.
  public func memory(_ bytes: Int) -> String {
    bytes >= 1 << 30
      ? number(Double(bytes) / Double(1 << 30), decimals: 1, trimmed: true) + " GiB"
      : number(Double(bytes) / Double(1 << 20)) + " MiB"
  }

  /// What a disk holds, as its maker counts: in TB, GB or MB.
  public func storage(_ bytes: Int) -> String {
    let size = Double(bytes)
    if size >= 1e12 { return number(size / 1e12, decimals: 2, trimmed: true) + " TB" }
    return size >= 1e9 ? number(size / 1e9) + " GB" : number(size / 1e6) + " MB"
  }

  public func speed(bitsPerSecond: Int) -> String {
    number(Double(bitsPerSecond) / 1e6, decimals: 1, trimmed: true) + " Mbit/s"
  }

  public func frequency(hertz: Int) -> String {
    number(Double(hertz) / 1e9, decimals: 2, trimmed: true) + " GHz"
  }

  public func milliseconds(_ seconds: Double) -> String {
    number(seconds * 1000, decimals: seconds < 0.01 ? 1 : 0) + " ms"
  }
}
