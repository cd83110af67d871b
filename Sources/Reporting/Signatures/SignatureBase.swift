import RawStructuredFieldValues

/// The parts of an HTTP request that a signature may cover (RFC 9421, section 2).
public struct RequestComponents: Sendable {
  public var method: String
  /// Host and, unless it is the scheme's own, port; lower case.
  public var authority: String
  /// The path alone, `/agent/v1/reports`.
  public var path: String
  /// With its question mark, or empty.
  public var query: String
  /// Field values by lower-case field name. A field sent twice has its values joined by `, `.
  public var fields: [String: String]

  public init(
    method: String, authority: String, path: String, query: String = "",
    fields: [String: String] = [:]
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

  private static func trimmed(_ value: String) -> String {
    let space: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let tail = value.drop(while: space)
    guard let last = tail.lastIndex(where: { !space($0) }) else { return "" }
    return String(tail[...last])
  }
}

/// What a signature covers and under which parameters: one member of `Signature-Input`.
struct SignatureParameters: Sendable {
  let list: InnerList
  let components: [String]

  /// - Throws: ``MessageSignatureError`` for a component with parameters of its own or a repeated
  ///   one: neither is needed, so both are rejected.
  init(_ list: InnerList) throws(MessageSignatureError) {
    self.list = list
    var names: [String] = []
    for item in list.bareInnerList {
      guard case .string(let name) = item.rfc9651BareItem, item.rfc9651Parameters.isEmpty else {
        throw .malformed("a covered component that is not a plain name")
      }
      guard !names.contains(name) else { throw .malformed("\"\(name)\" is covered twice") }
      names.append(name)
    }
    components = names
  }

  init(components: [String], parameters: [(String, RFC9651BareItem)]) {
    var bare = BareInnerList()
    for name in components {
      bare.append(Item(bareItem: .string(name) as RFC9651BareItem, parameters: [:]))
    }
    var map = OrderedMap<String, RFC9651BareItem>()
    for (name, value) in parameters { map[name] = value }
    list = InnerList(bareInnerList: bare, parameters: map)
    self.components = components
  }

  func string(_ name: String) -> String? {
    if case .string(let text)? = list.rfc9651Parameters[name] { text } else { nil }
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let number)? = list.rfc9651Parameters[name] { Int(number) } else { nil }
  }

  /// The member's value, `("@method" …);created=…`.
  func serialized() throws(MessageSignatureError) -> String {
    var serializer = StructuredFieldValueSerializer()
    do {
      return String(
        decoding: try serializer.writeListFieldValue([.innerList(list)]), as: UTF8.self)
    } catch {
      throw .malformed("parameters that cannot be written")
    }
  }

  /// The signature base of RFC 9421, section 2.5: exactly the bytes that are signed.
  func base(of request: RequestComponents) throws(MessageSignatureError) -> String {
    var lines = ""
    for name in components {
      guard let value = request.value(of: name) else {
        throw .malformed("\"\(name)\" is covered but not there")
      }
      guard !value.utf8.contains(10), !value.utf8.contains(13) else {
        throw .malformed("\"\(name)\" has a line break")
      }
      lines += "\"\(name)\": \(value)\n"
    }
    return lines + "\"@signature-params\": \(try serialized())"
  }
}
