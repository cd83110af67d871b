import Foundation

/// A wrong clock for a program under test, by libfaketime.
///
/// The library is preloaded here instead of by its `faketime` command: that command names a
/// semaphore by its process ID and refuses to start if a killed process has left one of the same
/// name.
public enum FakeTime {
  public struct NotInstalled: Error, CustomStringConvertible {
    public var description: String { "libfaketime is not installed" }
  }

  /// The environment for the program.
  ///
  /// The library adds to the environment of the first program that loads it, and Swift then loses
  /// that program's arguments: start the program through `/usr/bin/env`.
  ///
  /// - Parameters:
  ///   - clock: as the library reads it: `@2002-01-01 00:00:30`, or `+400d` from now.
  ///   - withUptime: moves the kernel's uptime as well, as when time really passes. A wrong battery
  ///     does not change it.
  public static func environment(
    _ clock: String, withUptime: Bool = false
  ) throws -> [String: String] {
    let library = ["x86_64", "aarch64"].map {
      "/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1"
    }.first { FileManager.default.fileExists(atPath: $0) }
    guard let library else { throw NotInstalled() }
    return [
      "LD_PRELOAD": library, "FAKETIME": clock,
      "FAKETIME_DONT_FAKE_MONOTONIC": withUptime ? "0" : "1",
    ]
  }
}
