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
        kind: kind(entry), linkBitsPerSecond: Amount.bitsPerSecond(entry["speed"]),
        up: entry["status"].flatMap { ["up": true, "down": false][$0.lowercased()] })
    }
    return .observed(NetworkFacts(adapters: Array(adapters), source: source))
  }

  /// The adapters that are devices, each once: agents list one entry per address.
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

  /// Identifiers that tell this machine from another, as evidence at enrolment: `serial`, `uuid`
  /// and `mac`, in lower case, without placeholders. Adapters on the USB are left out: they are
  /// plugged into another computer the next day, and all modems of a series have one address. They
  /// must be hashed before they are stored.
  public var identifiers: [String: String] {
    var found: [String: String] = [:]
    found["serial"] = serialNumber?.lowercased()
    found["uuid"] = uuid
    found["mac"] = adapters.filter { kind($0) != .other && !Self.isOnUSB($0) }
      .compactMap(Self.permanentAddress).min()
    return found
  }

  private static func isOnUSB(_ entry: Entry) -> Bool {
    USBAdapter.fields.contains { entry[$0] == USBAdapter.mark }
  }

  /// The address of an adapter in lower case; nil if software made it up.
  private static func permanentAddress(_ entry: Entry) -> String? {
    guard let address = MACAddress.own(entry["macaddr"] ?? entry["mac"]),
      !MACAddress.isLocal(address)
    else { return nil }
    return address
  }
}

extension MachineInventory {
  /// This inventory, ready to be kept: without what only identifies the machine.
  public var withoutAddresses: MachineInventory {
    var kept = self
    for index in (kept.sections["networks"] ?? []).indices {
      for field in ["macaddr", "mac"] + USBAdapter.fields {
        kept.sections["networks"]?[index][field] = nil
      }
    }
    return kept
  }
}
