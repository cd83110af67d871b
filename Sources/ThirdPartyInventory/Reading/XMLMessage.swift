import CExpat

/// Reads the XML messages of FusionInventory, OCS Inventory and GLPI Agent without JSON:
/// `<REQUEST>` with `DEVICEID`, `QUERY` and `CONTENT`.
///
/// Read as a stream; only the fields of ``WantedFields`` become text. A document type is refused,
/// and with it every entity except XML's own five.
enum XMLMessage {
  static func read(_ text: MessageText.Decoded) throws(MessageError) -> AgentMessage {
    let reading = try reading(text)
    guard reading.isRequest else {
      throw MessageError(.notInventory, "The XML is not a request of an inventory agent.")
    }
    var message = AgentMessage(kind: .inventory, format: .xml)
    message.deviceID = reading.fields["deviceid"]
    message.localTime = reading.localTime
    message.client = reading.client ?? reading.fields["versionclient"]
    switch reading.fields["query"]?.uppercased() {
    case "PROLOG": message.kind = .prolog
    // Files that agents leave on a stick may lack it.
    case "INVENTORY", nil:
      guard reading.hasContent else {
        throw MessageError(.notInventory, "The XML holds no inventory.")
      }
      message.inventory = MachineInventory(sections: reading.sections)
    default:
      throw MessageError(
        .notInventory, "The XML is not the inventory of a computer: only those are kept here.")
    }
    return message
  }

  /// Reads the message; if it is not text in its declared encoding, reads it again, repaired.
  private static func reading(_ text: MessageText.Decoded) throws(MessageError) -> XMLReading {
    let reading = XMLReading()
    do throws(MessageError) {
      try reading.run(text.bytes, isUTF8: text.isUTF8)
      return reading
    } catch {
      guard error.code == .notText else { throw error }
    }
    let isLatin1 = !text.isUTF8 && declaresLatin1(text.bytes)
    let repaired = XMLReading()
    try repaired.run(
      MessageText.withoutBadReferences(MessageText.repaired(text.bytes, isLatin1: isLatin1)),
      isUTF8: true)
    return repaired
  }

  private static func declaresLatin1(_ bytes: [UInt8]) -> Bool {
    let declaration = String(
      decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self
    ).lowercased()
    return ["iso-8859-1", "latin1", "windows-1252", "cp1252"].contains { name in
      declaration.split(whereSeparator: { "\"'".contains($0) }).contains { $0 == name }
    }
  }
}

/// One run of expat.
private final class XMLReading {
  private(set) var isRequest = false
  private(set) var hasContent = false
  /// The texts of `REQUEST` itself, by lower-case name.
  private(set) var fields: [String: String] = [:]
  private(set) var client: String?
  private(set) var localTime: String?
  private(set) var sections: [String: [MachineInventory.Entry]] = [:]

  private var parser: XML_Parser?
  private var failure: MessageError?
  /// The lower-case names of the open elements, as far down as anything is wanted.
  private var path: [String] = []
  private var depth = 0
  private var elements = 0
  /// Bytes of names and values of the entries so far.
  private var keptBytes = 0
  private var entry: MachineInventory.Entry?
  /// Whether the open entry contains any text, wanted or not: then such a thing exists.
  private var entryHoldsText = false
  /// The text of the open element, if it is wanted.
  private var text: [UInt8]?

  /// - Parameter isUTF8: whether it is UTF-8, whatever it declares.
  /// - Throws: ``MessageError`` if it is not well-formed, has a document type, or nests too deep;
  ///   `notText` if it is not text, or in another encoding than declared.
  func run(_ bytes: [UInt8], isUTF8: Bool) throws(MessageError) {
    guard let parser = XML_ParserCreate(isUTF8 ? "UTF-8" : nil) else { throw .tooLarge }
    defer { XML_ParserFree(parser) }
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { context, name, _ in XMLReading.of(context)?.open(name) },
      { context, _ in XMLReading.of(context)?.close() })
    XML_SetCharacterDataHandler(parser) { context, bytes, count in
      guard let bytes else { return }
      XMLReading.of(context)?.add(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      XMLReading.of(context)?.stop(
        MessageError(.entities, "The XML has a document type: no agent writes one, it is refused."))
    }
    let status = bytes.withUnsafeBytes { raw in
      XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), 1)
    }
    if let failure { throw failure }
    guard status == XML_STATUS_OK else { throw error(of: parser) }
  }

  private func error(of parser: XML_Parser) -> MessageError {
    switch XML_GetErrorCode(parser) {
    case XML_ERROR_PARTIAL_CHAR, XML_ERROR_INVALID_TOKEN, XML_ERROR_BAD_CHAR_REF,
      XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_INCORRECT_ENCODING:
      MessageError(
        .notText,
        "The XML is damaged or not in the encoding it declares, in line \(XML_GetCurrentLineNumber(parser))."
      )
    case XML_ERROR_NO_ELEMENTS, XML_ERROR_UNCLOSED_TOKEN, XML_ERROR_UNCLOSED_CDATA_SECTION:
      MessageError(.malformed, "The XML is cut off: send the inventory again.")
    default:
      MessageError(
        .malformed, "The XML is not well-formed in line \(XML_GetCurrentLineNumber(parser)).")
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> XMLReading? {
    context.map { Unmanaged<XMLReading>.fromOpaque($0).takeUnretainedValue() }
  }

  private func stop(_ failure: MessageError) {
    guard self.failure == nil else { return }
    self.failure = failure
    _ = parser.map { XML_StopParser($0, XML_Bool(0)) }
  }

  // MARK: - Elements

  private func open(_ name: UnsafePointer<CChar>?) {
    guard failure == nil else { return }
    depth += 1
    elements += 1
    guard depth <= MessageLimits.deepest else { return stop(.tooDeep) }
    guard elements <= MessageLimits.mostElements else {
      return stop(.tooManyElements)
    }
    text = nil
    let isWatched = path.count == depth - 1
    guard isWatched, let name else { return }
    let element = String(cString: name).lowercased()
    switch depth {
    case 1:
      isRequest = element == "request"
      if isRequest { path.append(element) }
    case 2:
      path.append(element)
      if element == "content" { hasContent = true } else { text = [] }
    case 3 where path[1] == "content":
      if element == "versionclient" {
        path.append(element)
        text = []
      } else if element == "accesslog" {
        path.append(element)
      } else if WantedFields.contains(section: element),
        // What is beyond the most entries is not even looked at.
        sections[element]?.count ?? 0 < MessageLimits.mostEntries
      {
        path.append(element)
        entry = [:]
        entryHoldsText = false
      }
    case 4 where path[2] == "accesslog" && element == "logdate":
      path.append(element)
      text = []
    case 4 where entry != nil && WantedFields.contains(element, of: path[2]):
      path.append(element)
      text = []
    default: break
    }
  }

  private func add(_ bytes: UnsafeRawBufferPointer) {
    if entry != nil, !entryHoldsText { entryHoldsText = !bytes.allSatisfy(MessageText.isBlank) }
    guard let count = text?.count, count < MessageLimits.longestValue else { return }
    text?.append(contentsOf: bytes.prefix(MessageLimits.longestValue - count))
  }

  private func close() {
    guard failure == nil else { return }
    defer {
      if path.count == depth { path.removeLast() }
      depth -= 1
      text = nil
    }
    guard path.count == depth else { return }
    let value = text.map { String(decoding: $0, as: UTF8.self) }.flatMap(Self.trimmed)
    switch depth {
    case 2: keep(value, as: path[1])
    case 3:
      if path[2] == "versionclient" {
        client = client ?? value
      } else if let entry = entry.take() {
        // An empty element means that there is nothing.
        sections[path[2], default: []] += entryHoldsText ? [entry] : []
        keptBytes += entry.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if keptBytes > MessageLimits.mostKept { stop(.tooManyDevices) }
      }
    case 4 where path[2] == "accesslog": localTime = localTime ?? value
    case 4:
      guard let value, let kept = WantedFields.kept(value, path[3], of: path[2]) else { return }
      // If an element occurs twice, the first one counts.
      if entry?[path[3]] == nil { entry?[path[3]] = kept }
    default: break
    }
  }

  private func keep(_ value: String?, as field: String) {
    guard ["deviceid", "query", "versionclient"].contains(field), let value else { return }
    guard fields[field] == nil else {
      return stop(
        MessageError(.duplicate, "The XML names its device or its purpose twice: it is ambiguous."))
    }
    fields[field] = value
  }

  private static func trimmed(_ text: String) -> String? {
    var rest = text[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest.isEmpty ? nil : String(rest)
  }
}
