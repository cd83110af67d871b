/// Reads the JSON messages of GLPI Agent from 1.0 on: `contact` and `inventory`.
///
/// Only the fields of ``WantedFields`` become text; everything else is skipped without a copy.
enum JSONMessage {
  /// - Parameter bytes: without a byte order mark.
  static func read(_ bytes: [UInt8]) throws(MessageError) -> AgentMessage {
    var scanner = JSONScanner(MessageText.repaired(bytes))
    var action: String?
    var itemType: String?
    var agent: String?
    var version: String?
    var message = AgentMessage(kind: .inventory, format: .json)
    try scanner.members { name, scanner throws(MessageError) in
      switch name {
      case "action": action = try scanner.scalar()
      case "deviceid": message.deviceID = try scanner.scalar()
      case "itemtype": itemType = try scanner.scalar()
      case "partial": message.isPartial = try ["true", "1"].contains(scanner.scalar() ?? "")
      // A contact names its agent here, an inventory inside its content.
      case "name": agent = try scanner.scalar()
      case "version": version = try scanner.scalar()
      case "content": try content(&scanner, &message)
      default: try scanner.skip()
      }
    }
    try scanner.end()
    if message.client == nil, let agent {
      message.client = version.map { "\(agent)_v\($0)" } ?? agent
    }
    switch action {
    case "contact": message.kind = .contact
    case "inventory" where itemType.map { $0.lowercased() == "computer" } ?? true: break
    case nil where !message.inventory.sections.isEmpty: break
    case "inventory":
      throw MessageError(
        .notInventory, "The inventory is not of a computer: only computers are kept here.")
    default:
      throw MessageError(
        .notInventory, "The message is neither a contact nor an inventory of GLPI Agent.")
    }
    if message.kind == .contact { message.inventory = MachineInventory() }
    return message
  }

  private static func content(
    _ scanner: inout JSONScanner, _ message: inout AgentMessage
  ) throws(MessageError) {
    var client: String?
    var sections: [String: [MachineInventory.Entry]] = [:]
    try scanner.members { name, scanner throws(MessageError) in
      let section = name.lowercased()
      if section == "versionclient" {
        client = try scanner.scalar()
      } else if WantedFields.contains(section: section) {
        guard sections[section] == nil else { throw JSONScanner.duplicate }
        // A null section says no more than a missing one.
        guard try !scanner.isNull() else { return try scanner.skip() }
        sections[section] = try entries(of: section, &scanner)
      } else if section == "accesslog", message.localTime == nil, try scanner.isObject() {
        try scanner.members { name, scanner throws(MessageError) in
          guard name.lowercased() == "logdate" else { return try scanner.skip() }
          message.localTime = try scanner.scalar()
        }
      } else {
        try scanner.skip()
      }
    }
    message.client = client ?? message.client
    message.inventory = MachineInventory(sections: sections)
  }

  /// Reads a section, which is an entry or a list of them. Entries without any value are dropped.
  private static func entries(
    of section: String, _ scanner: inout JSONScanner
  ) throws(MessageError) -> [MachineInventory.Entry] {
    guard try scanner.isList() else {
      return try entry(of: section, &scanner).map { [$0] } ?? []
    }
    var entries: [MachineInventory.Entry] = []
    try scanner.elements { scanner throws(MessageError) in
      // What is beyond the most entries is not even looked at.
      guard entries.count < MessageLimits.mostEntries else { return try scanner.skip() }
      guard let entry = try entry(of: section, &scanner) else { return }
      entries.append(entry)
    }
    return entries
  }

  /// nil if it contains no value. An entry without wanted fields still shows that such a thing
  /// exists, for example a battery that has only a name.
  private static func entry(
    of section: String, _ scanner: inout JSONScanner
  ) throws(MessageError) -> MachineInventory.Entry? {
    guard try scanner.isObject() else {
      try scanner.skip()
      return nil
    }
    var entry: MachineInventory.Entry = [:]
    var holdsValue = false
    try scanner.members { name, scanner throws(MessageError) in
      let field = name.lowercased()
      guard try !scanner.isNothing() else { return try scanner.skip() }
      holdsValue = true
      guard WantedFields.contains(field, of: section) else { return try scanner.skip() }
      guard let value = try scanner.scalar(),
        let kept = WantedFields.kept(value, field, of: section), !kept.isEmpty
      else { return }
      entry[field] = kept
    }
    return holdsValue ? entry : nil
  }
}
