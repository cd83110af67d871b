public import Mustache

/// What a template is shown: values by their names there. A type of its own, because the library
/// looks into one several times faster than into a `Dictionary`.
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

  /// These and `others`, which win.
  func merging(_ others: PageValues) -> PageValues {
    var merged = self
    merged.merge(others)
    return merged
  }
}

// What pages mostly show. The library takes them as they are, but only after it has looked for five
// other things in each, and with a mirror for names in them: these spare it that.

extension String: @retroactive MustacheCustomRenderable, @retroactive MustacheParent {
  public var renderText: String { self }
  public var isNull: Bool { false }
  public func child(named: String) -> Any? { nil }
}

extension Int: @retroactive MustacheCustomRenderable {
  public var renderText: String { String(self) }
  public var isNull: Bool { false }
}
