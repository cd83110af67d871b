/// The parts of an HTTP request that a signature may cover (RFC 9421, section 2).
public struct RequestComponents: Sendable {
  public var method: String
  /// Host and, unless it is the scheme's default, port; lower case.
  public var authority: String
  /// The path alone, `/agent/v1/reports`.
  public var path: String
  /// The query with its question mark, or empty.
  public var query: String
  /// Values by lower-case field name. Those of a field that occurs twice are joined by `, `.
  public var fields: RequestFields

  public init(
    method: String, authority: String, path: String, query: String = "",
    fields: RequestFields = [:]
  ) {
    self.method = method
    self.authority = authority.lowercased()
    self.path = path
    self.query = query
    self.fields = fields
  }

  func value(of component: String) -> String? {
    switch component {
    case "@method": method
    case "@authority": authority
    case "@path": path.isEmpty ? "/" : path
    case "@query": query.isEmpty ? "?" : query
    default:
      component.hasPrefix("@") ? nil : fields[component].map(Self.trimmed)
    }
  }

  /// Removes spaces and tabs around it (RFC 9421, section 2.1).
  private static func trimmed(_ value: String) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    let bytes = value.utf8
    guard let first = bytes.first, let last = bytes.last, isSpace(first) || isSpace(last) else {
      return value
    }
    let tail = bytes.drop(while: isSpace)
    guard let end = tail.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(Substring(tail[...end]))
  }
}
