import FoundationEssentials
import Glibc
public import Reporting

/// The clocks whose readings requests carry, as functions so that a test can set them.
public struct AgentClock: Sendable {
  /// Seconds since 1970 by the wall clock.
  public var wallSeconds: @Sendable () -> Int
  /// The boot clock; nil if the machine has no boot id.
  public var boot: @Sendable () -> BootTime?

  public init(
    wallSeconds: @escaping @Sendable () -> Int, boot: @escaping @Sendable () -> BootTime?
  ) {
    self.wallSeconds = wallSeconds
    self.boot = boot
  }

  /// This machine's clocks.
  public static let system = AgentClock(
    wallSeconds: { time(nil) },
    boot: {
      let path = "/proc/sys/kernel/random/boot_id"
      guard let contents = try? FileContents.read(path, limit: 64),
        let id = UUID(uuidString: String(decoding: contents.bytes.prefix(36), as: UTF8.self))
      else { return nil }
      return BootClock.seconds().map { BootTime(bootId: id.uuidString.lowercased(), seconds: $0) }
    })
}
