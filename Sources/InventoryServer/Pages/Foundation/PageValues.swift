public import Mustache

/// A template's values by name. A type of its own, because the library reads it several times
/// faster than a `Dictionary`.
struct PageValues: MustacheParent, ExpressibleByDictionaryLiteral {
  private(set) var members: [String: Any]

  init(dictionaryLiteral elements: (String, Any)...) {
    members = Dictionary(elements) { $1 }
  }

  var isEmpty: Bool { members.isEmpty }

  subscript(name: String) -> Any? {
    get { members[name] }
    set { members[name] = newValue }
  }

  func child(named name: String) -> Any? { members[name] }

  mutating func merge(_ others: PageValues) { members.merge(others.members) { $1 } }

  /// These and `others`, which take precedence.
  func merging(_ others: PageValues) -> PageValues {
    var merged = self
    merged.merge(others)
    return merged
  }
}

// The most frequent types on pages. The library accepts them as they are, but only after it has
// tested each for five other types and searched it for names with a mirror; these conformances
// avoid that.

extension String: @retroactive MustacheCustomRenderable, @retroactive MustacheParent {
  public var renderText: String { self }
  public var isNull: Bool { false }
  public func child(named: String) -> Any? { nil }
}

extension Int: @retroactive MustacheCustomRenderable {
  public var renderText: String { String(self) }
  public var isNull: Bool { false }
}
