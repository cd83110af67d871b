import FoundationEssentials
import HardwareCatalogue
public import Reporting

extension Host {
  /// Both clocks of the machine, now.
  ///
  /// Without a boot clock, the boot id is nil as well and the seconds are 0: neither means anything
  /// without the other.
  public func clock() -> ClockReading {
    let wall = Date.ISO8601FormatStyle().format(now())
    guard let seconds = bootSeconds(),
      let bootId = PlainText.line(try? text("proc/sys/kernel/random/boot_id"))
    else { return ClockReading(bootId: nil, bootSeconds: 0, wall: wall) }
    return ClockReading(
      bootId: bootId, bootSeconds: (seconds * 1000).rounded(.down) / 1000, wall: wall)
  }

  private func bootSeconds() -> Double? {
    guard isThisMachine else { return Self.uptime(in: (try? text("proc/uptime")) ?? "") }
    return BootClock.seconds()
  }

  /// The first number of `/proc/uptime`: seconds since boot.
  static func uptime(in text: String) -> Double? {
    guard let seconds = text.split(whereSeparator: \.isWhitespace).first.flatMap({ Double($0) }),
      (0...1e10).contains(seconds)
    else { return nil }
    return seconds
  }
}
