import Reporting

/// The operating system of a simulated computer: mostly Windows, as old as its computer or as new
/// as it can run; a few computers run Linux.
enum SimulatedSystem {
  /// - Parameter year: of the computer's firmware.
  static func facts(year: Int, _ random: inout SeededGenerator) -> HardwareFacts.System {
    if random.chance(0.12) { return linux(&random) }
    switch year {
    case ..<2014: return random.one(of: [windows7, windows7, windows10(&random)])
    case ..<2021: return random.one(of: [windows10(&random), windows10(&random), windows11])
    default: return random.one(of: [windows11, windows11, windows10(&random)])
    }
  }

  private static func linux(_ random: inout SeededGenerator) -> HardwareFacts.System {
    let systems = [
      ("Ubuntu", "20.04", "5.4.0-196-generic"), ("Ubuntu", "22.04", "5.15.0-122-generic"),
      ("Ubuntu", "24.04", "6.8.0-45-generic"), ("Debian GNU/Linux", "12", "6.1.0-25-amd64"),
    ]
    let (name, version, kernel) = random.one(of: systems)
    return HardwareFacts.System(
      name: name, version: version, kernel: kernel, architecture: "x86_64")
  }

  private static let windows7 = HardwareFacts.System(
    name: "Microsoft Windows 7 Professional", version: "Service Pack 1", kernel: "6.1.7601",
    build: "7601.24214")

  /// Half of them have paid updates.
  private static func windows10(_ random: inout SeededGenerator) -> HardwareFacts.System {
    HardwareFacts.System(
      name: "Microsoft Windows 10 Pro", version: "22H2", kernel: "10.0.19045",
      build: "19045.\(random.one(of: [5247, 6456, 6809, 7291]))")
  }

  private static let windows11 = HardwareFacts.System(
    name: "Microsoft Windows 11 Pro", version: "25H2", kernel: "10.0.26200", build: "26200.7462")

  /// The system after an update of Windows or of the kernel.
  static func updated(
    _ system: HardwareFacts.System, _ random: inout SeededGenerator
  ) -> HardwareFacts.System {
    var system = system
    let step = Int.random(in: 20...90, using: &random)
    if let build = system.build, let dot = build.firstIndex(of: ".") {
      system.build = build[...dot] + String((Int(build[build.index(after: dot)...]) ?? 0) + step)
    } else {
      system.kernel = "6.8.0-\(step)-generic"
    }
    return system
  }
}
