import InventoryStore

/// Infers the operating system from a browser's `userAgentData`. Pure.
enum SystemGuess {
  private static let others: Set = [
    "Android", "Chrome OS", "Chromium OS", "iOS", "Linux", "macOS",
  ]

  /// - Parameters:
  ///   - platform: `platform`, such as `Windows`.
  ///   - version: `platformVersion`: on Windows 10 it is 1 to 10, on Windows 11 at least 13, and 0
  ///     before.
  /// - Returns: nil for values that no browser sends.
  static func system(
    platform: String, version: String, isMobile: Bool
  ) -> CheckResult.System? {
    if others.contains(platform) {
      return CheckResult.System(name: platform, isMobile: isMobile)
    }
    guard platform == "Windows", version.utf8.count <= 32,
      let major = Int(version.prefix { $0 != "." })
    else { return nil }
    let name: String? =
      switch major {
      case 0: ["0.1": "Windows 7", "0.2": "Windows 8", "0.3": "Windows 8.1"][version.prefix(3)]
      case 1...10: "Windows 10"
      case 13...99: "Windows 11"
      default: nil
      }
    return name.map { CheckResult.System(name: $0, isMobile: isMobile) }
  }
}
