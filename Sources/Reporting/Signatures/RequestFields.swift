/// The fields of a request by lower-case name.
///
/// A list, because a request has about a dozen: comparing so few is quicker than hashing each.
public struct RequestFields: Sendable, ExpressibleByDictionaryLiteral {
  private var fields: [(name: String, value: String)] = []

  public init() { fields.reserveCapacity(16) }

  /// - Parameter elements: of equal names, the last one counts.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// - Parameter fields: of equal names, the first one counts.
  public init(_ fields: [(name: String, value: String)]) {
    for (name, value) in fields { _ = insert(name, value) }
  }

  public subscript(name: String) -> String? {
    get { index(of: name).map { fields[$0].value } }
    set {
      switch (index(of: name), newValue) {
      case (let index?, let value?): fields[index].value = value
      case (let index?, nil): fields.remove(at: index)
      case (nil, let value?): fields.append((name, value))
      case (nil, nil): break
      }
    }
  }

  /// Adds a field that is not there yet.
  ///
  /// - Returns: false, with nothing changed, if it is.
  public mutating func insert(_ name: String, _ value: String) -> Bool {
    guard index(of: name) == nil else { return false }
    fields.append((name, value))
    return true
  }

  private func index(of name: String) -> Int? {
    let count = name.utf8.count
    return fields.firstIndex { $0.name.utf8.count == count && $0.name == name }
  }
}
