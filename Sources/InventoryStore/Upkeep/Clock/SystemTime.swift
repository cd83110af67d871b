import CInventory
public import Foundation
import Glibc
import Reporting

/// The clocks of this computer.
public struct SystemTime: Sendable {
  /// The wall clock, which people, NTP and batteries set.
  public var wall: @Sendable () -> Date
  /// Seconds since the computer started, including sleep; it cannot be set.
  public var uptime: @Sendable () -> Double
  /// The id of the boot: another with each start of the computer.
  public var boot: String
  /// Whether the wall clock is known to be right, because NTP synchronises it.
  public var isSynchronised: @Sendable (_ wall: Date) -> Bool

  public static let system = SystemTime(
    wall: { Date() },
    uptime: { BootClock.seconds() ?? 0 },
    boot: ((try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "")
      .trimmingCharacters(in: .whitespacesAndNewlines),
    isSynchronised: isKept)

  /// Seconds by which the kernel's time may differ from ours, read an instant later.
  private static let tolerance = 5.0
  /// systemd-timesyncd touches its file at least every 34 minutes.
  private static let timesyncdSeconds = 3 * 3600.0

  @Sendable private static func isKept(_ wall: Date) -> Bool {
    var seconds = 0.0
    switch inventory_synchronised_time(&seconds) {
    case 1: return abs(wall.timeIntervalSince1970 - seconds) < tolerance
    case 0: return false
    default:
      // The service's sandbox forbids the system call.
      var status = stat()
      guard stat("/run/systemd/timesync/synchronized", &status) == 0 else { return false }
      return abs(wall.timeIntervalSince1970 - Double(status.st_mtim.tv_sec)) < timesyncdSeconds
    }
  }
}
