/// One difference between a section and its predecessor.
struct FactChange: Equatable {
  /// Names of the members on the path to it, without list indices: `disks`, `sizeBytes`.
  var path: [String]
  /// The items in lists on that path, such as the disk `sda`.
  var items: [String] = []
  /// nil if it did not exist.
  var before: FactTree?
  var after: FactTree?
}

/// The differences between two sections. Items in lists are matched by name, so that an additional
/// disk is reported as such and not as a changed list.
struct FactDifference {
  /// The most changes listed; further ones are only counted.
  static let most = 24
  /// Members that differ in every report.
  private static let ignored: Set<String> = ["checkedAt", "outcome"]

  private(set) var changes: [FactChange] = []
  private(set) var untold = 0

  init(from before: FactTree, to after: FactTree) {
    compare(before, after, FactChange(path: []))
  }

  private mutating func compare(_ before: FactTree?, _ after: FactTree?, _ at: FactChange) {
    if before == after { return }
    switch (before, after) {
    case (.object(let one), .object(let other)):
      for name in Set(one.keys).union(other.keys).sorted() where !Self.ignored.contains(name) {
        var inside = at
        inside.path.append(name)
        compare(one[name], other[name], inside)
      }
    case (.list(let one), .list(let other)):
      compare(list: one, other, at)
    case (nil, .list(let other)):
      compare(list: [], other, at)
    case (.list(let one), nil):
      compare(list: one, [], at)
    case (nil, .object(let other)) where at.path.count < 3 && at.items.isEmpty:
      compare(.object([:]), .object(other), at)
    case (nil, .nothing), (.nothing, nil):
      break
    default:
      tell(before, after, at)
    }
  }

  private mutating func compare(list one: [FactTree], _ other: [FactTree], _ at: FactChange) {
    let (was, now) = (Self.named(one), Self.named(other))
    let former = Dictionary(was) { first, _ in first }
    let present = Dictionary(now) { first, _ in first }
    for (name, item) in was where present[name] == nil { tell(item, nil, at.item(name)) }
    for (name, item) in now {
      if let before = former[name] {
        compare(before, item, at.item(name))
      } else {
        tell(nil, item, at.item(name))
      }
    }
  }

  private mutating func tell(_ before: FactTree?, _ after: FactTree?, _ at: FactChange) {
    guard changes.count < Self.most else {
      untold += 1
      return
    }
    changes.append(FactChange(path: at.path, items: at.items, before: before, after: after))
  }

  /// Each item with a name that is unique in its list.
  private static func named(_ list: [FactTree]) -> [(String, FactTree)] {
    var seen: [String: Int] = [:]
    return list.map { item in
      let name = item.identity ?? ""
      let count = seen[name, default: 0] + 1
      seen[name] = count
      return (count == 1 && !name.isEmpty ? name : "\(name) #\(count)", item)
    }
  }
}

extension FactChange {
  fileprivate func item(_ name: String) -> FactChange {
    var change = self
    change.items.append(name)
    return change
  }
}
