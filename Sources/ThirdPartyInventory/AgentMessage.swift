/// A message of another project's inventory agent to its server: GLPI Agent, FusionInventory or the
/// unix agent of OCS Inventory.
public struct AgentMessage: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Asks, in XML, whether an inventory is wanted.
    case prolog
    /// Asks, in JSON, which tasks are wanted.
    case contact
    /// Brings an inventory.
    case inventory
  }

  /// The format in which it was written, and in which it must be answered.
  public enum Format: String, Equatable, Sendable { case json, xml }

  public var kind: Kind
  public var format: Format
  /// The agent's name for the machine. It begins with the host's name: personal data, never stored.
  public var deviceID: String?
  /// The agent's name and version, `GLPI-Agent_v1.7.3`.
  public var client: String?
  /// Whether sections that are missing are unchanged since the last inventory.
  public var isPartial = false
  /// When the agent inspected the computer, `2026-11-28 08:15:02`, by that computer's clock in its
  /// local time; as written, nil if missing.
  public var localTime: String?
  public var inventory = MachineInventory()

  public init(kind: Kind, format: Format) {
    self.kind = kind
    self.format = format
  }
}

/// The part of a machine's inventory that is kept: the sections and fields of ``WantedFields``, as
/// text, as the agent wrote them. Nothing in it is personal.
public struct MachineInventory: Codable, Equatable, Sendable {
  /// One entry of a section: values by lower-case field name.
  public typealias Entry = [String: String]

  /// Entries by lower-case section name. A section without entries was sent empty.
  public var sections: [String: [Entry]]

  public init(sections: [String: [Entry]] = [:]) { self.sections = sections }

  /// Whether it says nothing about the machine.
  public var isEmpty: Bool { sections.values.allSatisfy(\.isEmpty) }

  public subscript(section: String) -> [Entry] { sections[section] ?? [] }

  /// The first value found in a section, trying `fields` in order.
  func first(_ section: String, _ fields: String...) -> String? {
    for field in fields {
      for entry in self[section] { if let value = entry[field] { return value } }
    }
    return nil
  }

  /// Total size of all names and values, in bytes of UTF-8.
  var bytes: Int {
    sections.values.joined().reduce(0) { sum, entry in
      entry.reduce(sum) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    }
  }

  /// Sections with one entry. Agents repeat a few of their fields in every partial inventory, so
  /// that the server recognises the machine.
  private static let single: Set = ["bios", "hardware", "operatingsystem"]

  /// This inventory, updated by a later, partial one. A section that the later one lacks is
  /// unchanged, as is a field that it lacks in a section with only one entry.
  public func updated(by later: MachineInventory) -> MachineInventory {
    var merged = sections
    for (section, entries) in later.sections {
      guard Self.single.contains(section), let old = merged[section]?.first else {
        merged[section] = entries
        continue
      }
      merged[section] = [entries.reduce(old) { $0.merging($1) { _, new in new } }]
    }
    return MachineInventory(sections: merged)
  }
}
