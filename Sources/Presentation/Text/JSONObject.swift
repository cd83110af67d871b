/// An object for programs that lists each member once, with its value; nil becomes null.
///
/// ```swift
/// let scanner: JSONObject = ["model": scanner.model, "ready": scanner.ready]
/// ```
///
/// For objects that exist for each of thousands of communes, a `struct` or ``JSONBytes`` is faster.
public struct JSONObject: Encodable, ExpressibleByDictionaryLiteral {
  private var members: [(name: String, value: (any Encodable)?)]

  public init(dictionaryLiteral members: (String, (any Encodable)?)...) {
    self.members = members.map { (name: $0, value: $1) }
  }

  /// Adds a member that only some objects have.
  public mutating func add(_ name: String, _ value: any Encodable) {
    members.append((name, value))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in members {
      if let value {
        try container.encode(value, forKey: Name(stringValue: name))
      } else {
        try container.encodeNil(forKey: Name(stringValue: name))
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
