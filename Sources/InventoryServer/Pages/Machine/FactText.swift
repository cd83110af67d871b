import Presentation

/// Facts of sections in words.
struct FactText {
  let call: PageCall
  let probe: String

  /// A change as one line: "Bộ nhớ: 4 GiB → 8 GiB".
  func line(_ change: FactChange) -> String {
    let name = label(change)
    switch (change.before, change.after) {
    case (nil, let after?) where after.isComposite:
      return call.text(
        "machine.change.added", ["what": name, "value": value(after, change.path)])
    case (let before?, nil) where before.isComposite:
      return call.text(
        "machine.change.removed", ["what": name, "value": value(before, change.path)])
    default:
      let unknown = call.text("value.unknown")
      return call.text(
        "machine.change.value",
        [
          "what": name, "before": change.before.map { value($0, change.path) } ?? unknown,
          "after": change.after.map { value($0, change.path) } ?? unknown,
        ])
    }
  }

  private func label(_ change: FactChange) -> String {
    let key = "fact.\(probe).\(change.path.joined(separator: "."))"
    let known = call.text(key)
    // Facts of newer agents have no name here yet.
    let name =
      known == key ? change.path.map(Self.clean).joined(separator: " › ") : known
    let items = change.items.map(Self.clean).filter { !$0.isEmpty }
    return items.isEmpty ? name : "\(name) \(items.joined(separator: ", "))"
  }

  /// - Parameter path: The last name contains the unit.
  func value(_ tree: FactTree, _ path: [String]) -> String {
    let people = call.people
    let name = path.last ?? ""
    switch tree {
    case .nothing: return call.text("value.unknown")
    case .truth(let truth): return call.text(truth ? "value.yes" : "value.no")
    case .text(let text):
      let key = "\(name).\(text)"
      let known = call.text(key)
      return known == key ? Self.clean(text) : known
    case .number(let number):
      guard let whole = Int(exactly: number) else {
        return people.number(number, decimals: 3, trimmed: true)
      }
      if path.first == "memory", name.hasSuffix("Bytes") { return people.memory(whole) }
      if name.hasSuffix("Bytes") { return people.storage(whole) }
      if name.hasSuffix("Hz") { return people.frequency(hertz: whole) }
      if name.hasSuffix("BitsPerSecond") { return people.speed(bitsPerSecond: whole) }
      return name == "year" ? String(whole) : people.number(whole)
    case .list(let list):
      return people.number(list.count)
    case .object(let members):
      let told = Self.tellingMembers.compactMap { name in
        members[name].map { value($0, path + [name]) }
      }
      return told.joined(separator: ", ")
    }
  }

  /// Members that briefly describe an item.
  private static let tellingMembers = [
    "manufacturer", "model", "kind", "sizeBytes", "connection", "status", "expiresAt", "reason",
  ]

  private static func clean(_ text: String) -> String {
    DisplayText.neutralised(String(text.prefix(120)))
  }
}

extension FactTree {
  fileprivate var isComposite: Bool {
    switch self {
    case .object, .list: true
    default: false
    }
  }
}
