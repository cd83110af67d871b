import Reporting

extension MachineInventory {
  func processor(_ source: FactSource) -> HardwareFacts.Processor {
    let entries = self["cpus"].prefix(64)
    let first = entries.first ?? [:]
    let counting = ThreadCounting(source, isWindows: isWindows)
    func sum(_ counts: [Int?]) -> Int? {
      let known = counts.compactMap(\.self)
      return known.count == counts.count && !known.isEmpty ? known.reduce(0, +) : nil
    }
    let speeds = entries.compactMap {
      Amount.hertz($0["speed"], in: 100_000_000...20_000_000_000)
    }
    let isContradicted = entries.contains(where: ThreadCounting.isContradicted)
    let family = Text.number(first["familynumber"], in: 1...1024)
    return HardwareFacts.Processor(
      // OCS puts the name into the type.
      model: Text.fact(first["name"]) ?? Text.fact(first["type"]),
      cores: isContradicted ? nil : sum(entries.map(ThreadCounting.cores)),
      threads: isContradicted ? nil : sum(entries.map(counting.threads)),
      frequencyHz: speeds.max(),
      // Agents that compute it from dmidecode's `ID` drop a digit: whatever is in truth from 15 to
      // 30, which is every AMD processor since 2003, is 15.
      family: family == 15 ? nil : family,
      modelNumber: Text.number(first["model"], in: 0...1024),
      stepping: Text.number(first["stepping"], in: 0...1024))
  }
}

/// The threads of a processor, of which agents count different things.
///
/// | agent | `thread` |
/// |---|---|
/// | GLPI Agent on Windows, elsewhere from 1.5 | per core, rounded up |
/// | FusionInventory on Windows | all; if the firmware has no count, per core with a fraction |
/// | FusionInventory elsewhere | all |
///
/// OCS counts all (`logical_cpus`), but on Linux as though each core had as many threads as the one
/// with the most. Where the numbers leave two possibilities, the count is unknown: there are then
/// at least as many threads as cores.
struct ThreadCounting {
  private enum Unit { case core, processor, unknown }

  /// What `thread` counts the threads of.
  private let unit: Unit

  init(_ source: FactSource, isWindows: Bool) {
    let agent = source.agent.lowercased()
    unit =
      if agent.hasPrefix("glpi") {
        isWindows || AgentVersion.isAtLeast((1, 5), source.version) ? .core : .unknown
      } else if agent.hasPrefix("fusioninventory"), !isWindows {
        .processor
      } else {
        .unknown
      }
  }

  static func cores(_ entry: MachineInventory.Entry) -> Int? {
    Text.number(entry["core"], in: counts) ?? Text.number(entry["cores"], in: counts)
  }

  /// nil if the entry does not say it, or not clearly.
  func threads(_ entry: MachineInventory.Entry) -> Int? {
    let cores = Self.cores(entry)
    guard let said = Self.count(entry["thread"]) else { return Self.total(entry, cores) }
    guard let cores else { return unit == .processor ? Int(said) : nil }
    // Only a quotient has a fraction.
    guard said == said.rounded() else { return Int((said * Double(cores)).rounded()) }
    let threads = Int(said)
    // No computer of an office has cores with more than two threads.
    if threads > 2 { return threads >= cores ? threads : nil }
    if threads < cores || unit == .core {
      return threads == 2 && Self.mayDiffer(entry, cores) ? nil : cores * threads
    }
    // Of two cores, two threads may be all of them, or as many of each.
    return cores == 2 && unit == .unknown ? nil : threads
  }

  /// OCS's count.
  private static func total(_ entry: MachineInventory.Entry, _ cores: Int?) -> Int? {
    let product = Text.number(entry["threads"], in: counts)
    guard let total = Text.number(entry["logical_cpus"], in: counts) ?? product else { return nil }
    // The agent for Linux, which alone has `threads`, multiplies.
    guard product != nil, let cores, total == 2 * cores, mayDiffer(entry, cores) else {
      return total
    }
    return nil
  }

  /// Whether some of the cores may have two threads and others one, as in Intel's processors since
  /// 2021 (Alder Lake), which have at least five.
  private static func mayDiffer(_ entry: MachineInventory.Entry, _ cores: Int) -> Bool {
    let name = (entry["name"] ?? entry["type"] ?? "").lowercased()
    guard cores >= 5, !name.contains("amd") else { return false }
    guard let model = Text.number(entry["model"], in: 0...1024) else { return true }
    // Comet Lake and Rocket Lake have higher numbers than Alder Lake.
    return model > 150 && ![165, 166, 167].contains(model)
  }

  private static let counts = 1...1024

  private static func count(_ text: String?) -> Double? {
    guard let text = Text.line(text), text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let count = Double(text), (1...1024).contains(count)
    else { return nil }
    return count
  }

  /// Whether the firmware says that some of the processor's cores are off. Real firmware says it of
  /// processors that use all (`CORE` 1 of `CORECOUNT` 4), so the counts are then unknown.
  static func isContradicted(_ entry: MachineInventory.Entry) -> Bool {
    guard let cores = cores(entry), let all = Text.number(entry["corecount"], in: counts) else {
      return false
    }
    return cores < all
  }
}

/// Versions of agents, `1.7.3`, `1.11-git1234`.
enum AgentVersion {
  /// false also if the version is unknown.
  static func isAtLeast(_ least: (Int, Int), _ version: String?) -> Bool {
    let parts = (version ?? "").split(separator: ".").map { $0.prefix { $0.isNumber } }
    guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]) else {
      return false
    }
    return (major, minor) >= least
  }
}
