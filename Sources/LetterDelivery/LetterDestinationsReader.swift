import InventoryStore
import TOMLDocument
import TOMLKit

extension LetterDestinations {
  /// Reads `mail.toml`. An unknown key is an error, because a misspelt setting must not be ignored
  /// silently.
  ///
  /// - Parameters:
  ///   - path: of the file, for messages.
  ///   - secret: reads a file that holds one secret; throws ``LetterDestinationsError`` without
  ///     file, line and key.
  /// - Throws: ``LetterDestinationsError`` with file, line and key.
  public init(
    toml text: String, path: String,
    secret: @escaping (String) throws(LetterDestinationsError) -> [UInt8]
  ) throws(LetterDestinationsError) {
    let document: TOMLDocument
    do {
      document = try TOMLDocument(parsing: text)
    } catch {
      throw LetterDestinationsError(message: error.sentence(in: path))
    }
    let reader = LetterDestinationsReader(lines: document.lines, path: path, secret: secret)
    self = try reader.read(document.root)
  }
}

private struct LetterDestinationsReader {
  typealias Value = (any TOMLValueConvertible)?

  let lines: TOMLLines
  let path: String
  let secret: (String) throws(LetterDestinationsError) -> [UInt8]

  private static let tables = ["pages", "mail", "webhook"]
  private static let mailKeys = [
    "server", "from", "fromName", "user", "passwordFile", "ca", "timeoutSeconds",
  ]
  private static let webhookKeys = [
    "name", "url", "secretFile", "province", "language", "period", "ca",
  ]
  private static let mostWebhooks = 32

  func read(_ root: TOMLTable) throws(LetterDestinationsError) -> LetterDestinations {
    var destinations = LetterDestinations()
    try refuseUnknown(root, Place(), Self.tables)
    if let value = root["pages"] {
      let text = try string(value, Place(key: "pages"))
      guard ServerAddress(text, schemes: ["https", "http"], allowsPath: false) != nil else {
        throw wrong(Place(key: "pages"), "must be an address such as https://centre.example.vn.")
      }
      destinations.pages = text.hasSuffix("/") ? String(text.dropLast()) : text
    }
    if let value = root["mail"] {
      guard let table = value.table else { throw wrong(Place(key: "mail"), "must be a table.") }
      destinations.mail = try mail(table)
    }
    if let value = root["webhook"] {
      guard let list = value.array, list.count <= Self.mostWebhooks else {
        throw wrong(
          Place(key: "webhook"), "must be at most \(Self.mostWebhooks) tables [[webhook]].")
      }
      for (at, element) in list.enumerated() {
        guard let table = element.table else {
          throw wrong(Place(key: "webhook"), "must be tables [[webhook]].")
        }
        let webhook = try webhook(table, at)
        guard !destinations.webhooks.contains(where: { $0.name == webhook.name }) else {
          throw wrong(
            Place(table: "webhook", index: at, key: "name"), "names another webhook too.")
        }
        destinations.webhooks.append(webhook)
      }
    }
    guard destinations.mail != nil || !destinations.webhooks.isEmpty else {
      throw LetterDestinationsError(
        message: "\(path): names neither a mail server nor a webhook: add [mail] or [[webhook]].")
    }
    return destinations
  }

  private func mail(_ table: TOMLTable) throws(LetterDestinationsError) -> LetterDestinations.Mail {
    func place(_ key: String) -> Place { Place(table: "mail", key: key) }
    try refuseUnknown(table, Place(table: "mail"), Self.mailKeys)
    let server = ServerAddress(
      try string(table["server"], place("server")), schemes: ["smtps", "smtp"], allowsPath: false)
    guard let server else {
      throw wrong(
        place("server"), "must be an address such as smtps://mail.example.vn or smtp://localhost.")
    }
    let user = try table["user"].map { (value) throws(LetterDestinationsError) in
      try line(value, place("user"))
    }
    let password = try table["passwordFile"].map { (value) throws(LetterDestinationsError) in
      String(decoding: try secret(value, place("passwordFile"), least: 1), as: UTF8.self)
    }
    guard (user == nil) == (password == nil) else {
      throw wrong(
        place(user == nil ? "passwordFile" : "user"),
        "needs \(user == nil ? "user" : "passwordFile") beside it.")
    }
    return LetterDestinations.Mail(
      server: server, from: try address(table["from"], place("from")),
      fromName: try table["fromName"].map { (value) throws(LetterDestinationsError) in
        try line(value, place("fromName"))
      },
      user: user, password: password,
      certificateAuthority: try filePath(table["ca"], place("ca")),
      timeoutSeconds: try whole(table["timeoutSeconds"], place("timeoutSeconds"), 1...600) ?? 60)
  }

  private func webhook(
    _ table: TOMLTable, _ index: Int
  ) throws(LetterDestinationsError) -> LetterDestinations.Webhook {
    func place(_ key: String) -> Place { Place(table: "webhook", index: index, key: key) }
    try refuseUnknown(table, Place(table: "webhook", index: index), Self.webhookKeys)
    let name = try string(table["name"], place("name"))
    let isPlain = name.utf8.allSatisfy { byte in
      48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte || "._-".utf8.contains(byte)
    }
    guard 1...40 ~= name.utf8.count, isPlain else {
      throw wrong(
        place("name"), "must be 1 to 40 letters without accents, digits, \".\", \"_\", \"-\".")
    }
    let text = try string(table["url"], place("url"))
    guard let address = ServerAddress(text, schemes: ["https", "http"], allowsPath: true) else {
      throw wrong(place("url"), "must be an address such as https://chat.example.vn/hooks/7.")
    }
    guard address.scheme == "https" || address.isLoopback else {
      throw wrong(place("url"), "must begin with https:// unless it is this very computer.")
    }
    let province = try table["province"].map { (value) throws(LetterDestinationsError) in
      try string(value, place("province"))
    }
    if let province, province.utf8.count != 2 || !province.utf8.allSatisfy({ 48...57 ~= $0 }) {
      throw wrong(place("province"), "must be a province code of two digits, such as \"51\".")
    }
    return LetterDestinations.Webhook(
      name: name, address: address,
      secret: try secret(table["secretFile"], place("secretFile"), least: 16),
      province: province,
      language: try choice(table["language"], place("language")) ?? .vi,
      period: try choice(table["period"], place("period")) ?? .daily,
      certificateAuthority: try filePath(table["ca"], place("ca")))
  }

  // MARK: Values

  private struct Place {
    var table = ""
    var index = 0
    var key: String?
  }

  private func wrong(_ place: Place, _ what: String) -> LetterDestinationsError {
    let line = lines.line(table: place.table, index: place.index, key: place.key)
    let at = line.map { " line \($0)" } ?? ""
    let name = [place.table, place.key ?? ""].filter { !$0.isEmpty }.joined(separator: ".")
    return LetterDestinationsError(message: "\(path)\(at), \(name): \(what)")
  }

  private func refuseUnknown(
    _ table: TOMLTable, _ place: Place, _ known: [String]
  ) throws(LetterDestinationsError) {
    guard let key = table.unknownKey(known: known) else { return }
    var place = place
    place.key = String(key.prefix(40))
    let suggestion = nearestName(to: key, among: known).map { " Did you mean \"\($0)\"?" } ?? ""
    throw wrong(
      place, "is not a setting.\(suggestion) Known settings: \(known.joined(separator: ", ")).")
  }

  private func string(_ value: Value, _ place: Place) throws(LetterDestinationsError) -> String {
    guard let text = value?.string else {
      throw wrong(place, value == nil ? "is missing." : "must be a text in quotes.")
    }
    return text
  }

  /// One line without control characters.
  private func line(_ value: Value, _ place: Place) throws(LetterDestinationsError) -> String {
    let text = try string(value, place)
    guard 1...200 ~= text.unicodeScalars.count,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw wrong(place, "must be one line of at most 200 characters.") }
    return text
  }

  private func address(_ value: Value, _ place: Place) throws(LetterDestinationsError) -> String {
    let text = try string(value, place)
    guard let address = try? LetterSettings.checkedAddress(text) else {
      throw wrong(place, "must be one e-mail address such as kiemke@example.gov.vn.")
    }
    return address
  }

  private func filePath(_ value: Value, _ place: Place) throws(LetterDestinationsError) -> String? {
    guard let value else { return nil }
    guard let path = value.string, path.hasPrefix("/") else {
      throw wrong(place, "must be an absolute path in quotes.")
    }
    return path
  }

  private func secret(
    _ value: Value, _ place: Place, least: Int
  ) throws(LetterDestinationsError) -> [UInt8] {
    guard let path = try filePath(value, place) else { throw wrong(place, "is missing.") }
    let bytes: [UInt8]
    do {
      bytes = try secret(path)
    } catch {
      throw wrong(place, error.message)
    }
    guard bytes.count >= least else {
      throw wrong(place, "names a file of fewer than \(least) bytes.")
    }
    return bytes
  }

  private func whole(
    _ value: Value, _ place: Place, _ range: ClosedRange<Int>
  ) throws(LetterDestinationsError) -> Int? {
    guard let value else { return nil }
    guard let number = value.int, range ~= number else {
      throw wrong(
        place, "must be a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ value: Value, _ place: Place
  ) throws(LetterDestinationsError) -> Choice? {
    guard let value else { return nil }
    guard let choice = value.string.flatMap(Choice.init) else {
      throw wrong(
        place,
        "must be one of \(Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")).")
    }
    return choice
  }
}
