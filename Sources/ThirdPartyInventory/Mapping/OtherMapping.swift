import HardwareCatalogue
import Reporting

extension MachineInventory {
  func protectionFacts(_ source: FactSource) -> Outcome<ProtectionFacts>? {
    guard let entries = sections["antivirus"] else { return nil }
    let programs = entries.prefix(16).compactMap { entry in
      Text.fact(entry["name"]).map {
        ProtectionFacts.Antivirus(
          name: $0, enabled: Text.flag(entry["enabled"]), upToDate: Text.flag(entry["uptodate"]))
      }
    }
    return .observed(ProtectionFacts(antivirus: programs, source: source))
  }

  func networkFacts(_ source: FactSource) -> Outcome<NetworkFacts>? {
    guard sections["networks"] != nil else { return nil }
    let adapters = adapters.prefix(32).map { entry in
      NetworkFacts.Adapter(
        kind: kind(entry), linkBitsPerSecond: Self.bitsPerSecond(entry["speed"]),
        up: entry["status"].flatMap { ["up": true, "down": false][$0.lowercased()] })
    }
    return .observed(NetworkFacts(adapters: Array(adapters), source: source))
  }

  /// Those that are devices; agents list one for each address.
  private var adapters: [Entry] {
    var seen: Set<String> = []
    return self["networks"].filter { entry in
      let type = entry["type"]?.lowercased() ?? ""
      let virtual = ["loopback", "bridge", "dialup", "alias", "tun", "local", "bond", "aggregate"]
      guard Text.flag(entry["virtualdev"]) != true, !virtual.contains(type) else { return false }
      guard let address = entry["macaddr"] ?? entry["mac"] else { return true }
      return seen.insert(address.lowercased()).inserted
    }
  }

  private func kind(_ entry: Entry) -> NetworkFacts.Adapter.Kind {
    let type = (entry["type"] ?? entry["typemib"] ?? "").lowercased()
    if type.contains("wifi") || type.contains("wireless") || type.contains("80211") { return .wifi }
    return type.hasPrefix("ether") ? .wired : .other
  }

  /// GLPI Agent and FusionInventory say megabits, old Windows agents bits; OCS says `1 Gb/s`.
  static func bitsPerSecond(_ text: String?) -> Int? {
    guard let text = text?.lowercased(), let number = Text.number(text, in: 1...1_000_000_000_000)
    else { return nil }
    let unit = text.drop { $0.isNumber || $0 == " " || $0 == "." }
    let factor: Int
    switch unit.first {
    case "g": factor = 1_000_000_000
    case "m": factor = 1_000_000
    case "k": factor = 1000
    case "b": factor = 1
    default: factor = number < 1_000_000 ? 1_000_000 : 1
    }
    let (bits, isTooLarge) = number.multipliedReportingOverflow(by: factor)
    return isTooLarge || bits > 1_000_000_000_000 ? nil : bits
  }

  /// What tells this machine from another, as evidence when it enrols: `serial`, `uuid` and `mac`,
  /// in lower case, without placeholders. Whoever keeps it hashes it first.
  public var identifiers: [String: String] {
    var found: [String: String] = [:]
    found["serial"] = Text.fact(first("bios", "ssn"))?.lowercased()
    found["uuid"] = Text.fact(first("hardware", "uuid"))?.lowercased()
    found["mac"] = adapters.filter { kind($0) != .other }.compactMap(Self.permanentAddress).min()
    return found
  }

  /// The address of an adapter in lower case; nil for one that software has made up.
  private static func permanentAddress(_ entry: Entry) -> String? {
    guard let address = Text.fact(entry["macaddr"] ?? entry["mac"])?.lowercased() else {
      return nil
    }
    let pairs = address.split(separator: ":", omittingEmptySubsequences: false)
    guard pairs.count == 6, pairs.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isHexDigit) }),
      let first = UInt8(pairs[0], radix: 16), first & 3 == 0
    else { return nil }
    return address
  }
}

extension MachineInventory {
  /// This inventory without what only tells machines apart: what may be kept.
  public var withoutAddresses: MachineInventory {
    var kept = self
    for index in (kept.sections["networks"] ?? []).indices {
      kept.sections["networks"]?[index]["macaddr"] = nil
      kept.sections["networks"]?[index]["mac"] = nil
    }
    return kept
  }
}
