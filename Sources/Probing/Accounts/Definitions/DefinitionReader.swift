import Reporting
import TOMLDocument
import TOMLKit

extension AccountDefinition {
  /// Maximum size of a definition, in bytes.
  static let maximumBytes = 64 << 10

  /// Parses the bytes of a file. Pure and total. An unknown key is an error, because a misspelt one
  /// must not be ignored silently.
  static func parse(_ bytes: [UInt8]) throws(DefinitionError) -> AccountDefinition {
    guard bytes.count <= maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
      throw DefinitionError.notText
    }
    let document: TOMLDocument
    do throws(TOMLFault) {
      document = try TOMLDocument(parsing: text)
    } catch {
      throw DefinitionError(error)
    }
    return try read(
      DefinitionTable(table: document.root, lines: document.lines, heading: nil))
  }

  private static let common = ["kind", "url", "ca", "credentials", "timeoutSeconds"]

  private static func read(_ table: DefinitionTable) throws(DefinitionError) -> AccountDefinition {
    guard let kind = try table.word("kind", Kind.self) else {
      throw DefinitionError("kind is missing: kind = \"manual\", \"form\", \"ldap\" …")
    }
    var definition = AccountDefinition(kind: kind)
    switch kind {
    case .manual: try table.allow(["kind"])
    case .certificate:
      try table.allow(["kind", "file"])
      definition.file = try required("file", try table.path("file"))
    case .pkcs11:
      try table.allow(["kind", "module", "token", "certificate", "timeoutSeconds"])
      definition.pkcs11 = TokenModule(
        module: try required("module", try table.path("module")),
        token: try table.string("token"), certificate: try table.string("certificate"))
    case .imap, .smtp:
      try table.allow(common + ["mechanism"])
      definition.mechanism = (try table.word("mechanism", MailMechanism.self) ?? .plain).rawValue
    case .ldap: try table.allow(common)
    case .form:
      try table.allow(common + ["form", "answers"])
      definition.form = try form(table.table("form"))
    case .oauth2:
      try table.allow(common + ["oauth2", "answers"])
      definition.oauth2 = try tokenRequest(table.table("oauth2"))
    case .basic, .digest, .bearer: try table.allow(common + ["answers"])
    }
    definition.timeoutSeconds =
      try table.whole("timeoutSeconds", 1...longestCheck) ?? longestCheck
    if definition.logsIn {
      definition.ca = try table.path("ca")
      definition.credentials = try required("credentials", try table.path("credentials"))
      definition.url = try address(table, "url", kind)
      definition.answers = try answers(table.table("answers"))
    }
    if kind == .form, !definition.answers.contains(where: { $0.status == .active }) {
      throw DefinitionError("[answers.active] is missing: how the page looks after the login")
    }
    return definition
  }

  private static func required(
    _ key: String, _ value: String?
  ) throws(DefinitionError) -> String {
    guard let value else { throw DefinitionError("\(key) is missing") }
    return value
  }

  /// Reads the address at `key`, which must be there and safe from being read on the way.
  private static func address(
    _ table: DefinitionTable, _ key: String, _ kind: Kind
  ) throws(DefinitionError) -> String {
    let text = try required(key, try table.string(key))
    do throws(ServiceAddress.Problem) {
      _ = try ServiceAddress(text, for: kind)
    } catch {
      throw table.wrong(key, "\(key) \(error.phrase)")
    }
    return text
  }

  private static func form(_ table: DefinitionTable?) throws(DefinitionError) -> LoginForm {
    var form = LoginForm()
    guard let table else { return form }
    try table.allow(["page", "hidden", "userField", "passwordField", "fields"])
    if table.table["page"] != nil { form.page = try address(table, "page", .form) }
    form.hidden = try table.string("hidden")
    form.userField = try table.string("userField") ?? form.userField
    form.passwordField = try table.string("passwordField") ?? form.passwordField
    guard form.hidden == nil || form.page != nil else {
      throw table.wrong("hidden", "hidden needs page: where the hidden field stands")
    }
    if let fields = try table.table("fields") {
      guard fields.table.keys.count <= 16 else {
        throw table.wrong("fields", "[form.fields] has more than 16 fields")
      }
      for name in fields.table.keys.sorted() {
        guard let value = fields.table[name]?.string, value.utf8.count <= 512 else {
          throw fields.wrong(name, "a field is a text in quotes")
        }
        form.fields[name] = value
      }
    }
    return form
  }

  private static func tokenRequest(
    _ table: DefinitionTable?
  ) throws(DefinitionError) -> TokenRequest {
    var request = TokenRequest()
    guard let table else { return request }
    try table.allow(["grant", "clientId", "scope", "clientAuthentication"])
    request.grant = try table.word("grant", TokenRequest.Grant.self) ?? request.grant
    request.clientId = try table.string("clientId")
    request.scope = try table.string("scope")
    request.clientAuthentication =
      try table.word("clientAuthentication", TokenRequest.Authentication.self)
      ?? request.clientAuthentication
    guard request.clientId != nil || request.grant == .password else {
      throw table.wrong("grant", "clientId is missing: client_credentials needs it")
    }
    return request
  }

  private static func answers(_ table: DefinitionTable?) throws(DefinitionError) -> [AnswerPattern]
  {
    guard let table else { return [] }
    try table.allow(AnswerPattern.order.map(\.rawValue))
    var answers: [AnswerPattern] = []
    for status in AnswerPattern.order {
      guard let inner = try table.table(status.rawValue) else { continue }
      try inner.allow(["status", "location", "body"])
      let pattern = AnswerPattern(
        status: status, codes: try inner.statuses("status"),
        location: try inner.string("location"), body: try inner.strings("body"))
      guard !pattern.codes.isEmpty || pattern.location != nil || !pattern.body.isEmpty else {
        throw table.wrong(status.rawValue, "this table needs status, location or body")
      }
      answers.append(pattern)
    }
    return answers
  }
}

extension DefinitionError {
  fileprivate static let notText = DefinitionError("it is not a UTF-8 text of at most 64 KiB")

  fileprivate init(_ fault: TOMLFault) {
    switch fault.kind {
    case .zeroByte: self = .notText
    case .namelessHeading:
      self.init("a heading needs a name between its brackets", line: fault.line)
    case .deepNesting: self.init("it nests too deeply", line: fault.line)
    case .brokenList: self.init("a list is not closed with ]", line: fault.line)
    case .syntax(nil): self.init("it is not TOML")
    case .syntax: self.init("this is not TOML: key = \"text\"", line: fault.line)
    }
  }
}
