import RawStructuredFieldValues

/// What a signature covers, and its parameters: one member of `Signature-Input`.
struct SignatureParameters: Sendable {
  let components: [String]
  /// The member's value, `("@method" …);created=…`, as it appears in the signature base.
  let text: String
  private let parameters: [(name: String, value: RFC9651BareItem)]

  /// - Throws: ``MessageSignatureError`` if a component has parameters or is repeated: neither is
  ///   needed, so both are rejected.
  init(_ list: InnerList) throws(MessageSignatureError) {
    var names: [String] = []
    for item in list.bareInnerList {
      guard case .string(let name) = item.rfc9651BareItem, item.rfc9651Parameters.isEmpty else {
        throw .malformed("a covered component that is not a plain name")
      }
      guard !names.contains(name) else { throw .malformed("\"\(name)\" is covered twice") }
      names.append(name)
    }
    components = names
    parameters = list.rfc9651Parameters.map { ($0, $1) }
    text = try Self.text(of: list)
  }

  /// - Throws: ``MessageSignatureError`` if a structured field cannot express it.
  init(
    components: [String], parameters: [(String, RFC9651BareItem)]
  ) throws(MessageSignatureError) {
    var bare = BareInnerList()
    for name in components {
      bare.append(Item(bareItem: .string(name) as RFC9651BareItem, parameters: [:]))
    }
    var map = OrderedMap<String, RFC9651BareItem>()
    for (name, value) in parameters { map[name] = value }
    self.components = components
    self.parameters = parameters.map { ($0, $1) }
    text = try Self.text(of: InnerList(bareInnerList: bare, parameters: map))
  }

  /// Reads `label=("…" "…");name=value…` in the form that agents write; nil for any other form, and
  /// for anything that must be refused.
  static func plain(_ field: String) -> (label: String, parameters: SignatureParameters)? {
    PlainFieldScanner.read(field) { scanner in
      guard let label = scanner.key(), scanner.skip("="), scanner.skip("(") else { return nil }
      var components: [String] = []
      repeat {
        guard let name = scanner.string(), !components.contains(name) else { return nil }
        components.append(name)
      } while scanner.skip(" ")
      guard scanner.skip(")") else { return nil }
      var parameters: [(name: String, value: RFC9651BareItem)] = []
      while scanner.skip(";") {
        guard let name = scanner.key(), scanner.skip("="),
          !parameters.contains(where: { $0.name == name })
        else { return nil }
        if scanner.next == UInt8(ascii: "\"") {
          guard let string = scanner.string() else { return nil }
          parameters.append((name, .string(string)))
        } else {
          guard let number = scanner.integer() else { return nil }
          parameters.append((name, .integer(Int64(number))))
        }
      }
      // As there is only one form, the text is its own serialisation.
      let text = String(decoding: field.utf8.dropFirst(label.utf8.count + 1), as: UTF8.self)
      return (label, SignatureParameters(components, text, parameters))
    }
  }

  private init(
    _ components: [String], _ text: String, _ parameters: [(name: String, value: RFC9651BareItem)]
  ) {
    (self.components, self.text, self.parameters) = (components, text, parameters)
  }

  private subscript(name: String) -> RFC9651BareItem? {
    parameters.first { $0.name == name }?.value
  }

  func has(_ name: String) -> Bool { self[name] != nil }

  func string(_ name: String) -> String? {
    if case .string(let text)? = self[name] { text } else { nil }
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let number)? = self[name] { Int(number) } else { nil }
  }

  private static func text(of list: InnerList) throws(MessageSignatureError) -> String {
    var serializer = StructuredFieldValueSerializer()
    do {
      return String(
        decoding: try serializer.writeListFieldValue([.innerList(list)]), as: UTF8.self)
    } catch {
      throw .malformed("parameters that cannot be written")
    }
  }
}

extension SignatureParameters {
  /// The signature base of RFC 9421, section 2.5: exactly the bytes that are signed.
  func base(of request: RequestComponents) throws(MessageSignatureError) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(1024)
    for name in components {
      guard let value = request.value(of: name) else {
        throw .malformed("\"\(name)\" is covered but not there")
      }
      guard !value.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
        throw .malformed("\"\(name)\" has a line break")
      }
      lines.append(UInt8(ascii: "\""))
      lines.append(text: name)
      lines.append(text: "\": ")
      lines.append(text: value)
      lines.append(UInt8(ascii: "\n"))
    }
    lines.append(text: "\"@signature-params\": ")
    lines.append(text: text)
    return lines
  }
}
