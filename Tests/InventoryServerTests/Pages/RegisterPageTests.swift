import Delivery
import Foundation
import InventoryStore
import Presentation
import Testing

@testable import InventoryServer

struct RegisterPageTests {
  private static let boundary = "----table"

  /// Sends a form with a file, as a browser does.
  private func upload(
    _ table: Data, _ centre: TestCentre, _ session: String, language: Language = .en,
    fields: [(String, String)] = [("source", "Report 12")], token: String? = nil
  ) async throws -> IncomingReply {
    var text = ""
    for (name, value) in [("token", token ?? FormToken.make(session: session))] + fields {
      text +=
        "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    text += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"table\"; "
    text += "filename=\"t.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    let body = Data(text.utf8) + table + Data("\r\n--\(Self.boundary)--\r\n".utf8)
    guard case .router(let routes) = centre.door else { throw CocoaError(.featureUnsupported) }
    return try await routes.answer(
      "POST", "/administration/register?language=\(language.rawValue)",
      fields: [
        ("Content-Type", "multipart/form-data; boundary=\(Self.boundary)"),
        ("Origin", centre.address), ("Cookie", "\(SecretCookie.session.name)=\(session)"),
      ], body: body)
  }

  /// Confirms a preview by its form.
  private func confirm(
    _ preview: String, _ centre: TestCentre, _ session: String, language: Language = .vi
  ) async throws -> IncomingReply {
    try await centre.ask(
      "POST", "/administration/register/import?language=\(language.rawValue)",
      "import=\(preview)", session: session, formToken: FormToken.make(session: session))
  }

  private func digest(_ reply: IncomingReply) throws -> String {
    String(try #require(reply.text.firstMatch(of: /name="import" value="([0-9a-f]{64})"/)).1)
  }

  private func officials(_ centre: TestCentre) async throws -> Int? {
    try await centre.store.communes.details("21250", within: .country, now: Date())
      .register.officials
  }

  private func run(
    _ test: @escaping @Sendable (TestCentre, String) async throws -> Void
  ) async throws {
    try await TestCentre.run(access: .signIn) { centre in
      _ = try await centre.addUser("admin", .administrator, .country)
      try await test(centre, try await centre.session(of: "admin"))
    }
  }

  /// The page's own template, of a demonstration, holds its made-up figures.
  @Test func madeUpFiguresBecomeRealOnlyIfConfirmed() async throws {
    try await run { centre, session in
      let table = Data("code,officials,dossiersPerMonth\n21250,31,900\n".utf8)
      _ = try await centre.store.register.importTable(table, simulated: true, now: Date())
      let preview = try await upload(table, centre, session)
      #expect(preview.text.contains(#"name="real" value="yes" required"#))
      let digest = try digest(preview)
      let refused = try await confirm(digest, centre, session, language: .en)
      #expect(refused.status == 400 && refused.text.contains("not confirmed"))
      let marked = try await centre.store.communes.details(
        "21250", within: .country, now: Date()
      ).register.simulated
      #expect(marked)
      let done = try await centre.ask(
        "POST", "/administration/register/import", "real=yes&import=\(digest)", session: session,
        formToken: FormToken.make(session: session))
      #expect(done.status == 303)
      let other = try await upload(
        Data("code,officials\n21250,32\n".utf8), centre, session)
      #expect(!other.text.contains(#"name="real""#))
    }
  }

  @Test func refusedTableKeepsItsMark() async throws {
    try await run { centre, session in
      let fields = [("source", "Report 12"), ("simulated", "yes")]
      let refused = try await upload(
        Data("code,officials\n21250,12.5\n".utf8), centre, session, fields: fields)
      #expect(refused.status == 400 && refused.text.contains(#"value="yes" checked"#))
      let plain = try await upload(Data("code,officials\n21250,x\n".utf8), centre, session)
      #expect(plain.status == 400 && !plain.text.contains(#"value="yes" checked"#))
    }
  }

  @Test func previewIsConfirmedOnce() async throws {
    try await run { centre, session in
      let preview = try await upload(
        Data("code,officials\n21250,31\n".utf8), centre, session)
      #expect(preview.status == 200 && preview.text.contains("<del>unknown</del>"))
      #expect(try await officials(centre) == nil)
      let digest = try digest(preview)
      let done = try await confirm(digest, centre, session)
      #expect(done.status == 303)
      #expect(done.fields["location"] == "/administration/register?done=registerImported")
      #expect(try await officials(centre) == 31)
      let page = try await centre.ask("GET", "/communes/21250?language=en", session: session)
      #expect(page.text.contains("source: Report 12, imported on"))
      // A preview can be confirmed once.
      let again = try await confirm(digest, centre, session)
      #expect(again.status == 400 && again.text.contains("đã được nhập, đã hết hiệu lực"))
    }
  }

  @Test func onlyPreviewedChangesAreImported() async throws {
    try await run { centre, session in
      let first = try digest(
        try await upload(Data("code,officials\n21250,31\n".utf8), centre, session))
      _ = try await centre.store.register.importTable(
        Data("code,officials\n21250,7\n".utf8), now: Date())
      let refused = try await confirm(first, centre, session, language: .en)
      #expect(refused.status == 400 && refused.text.contains("has changed since the preview"))
      #expect(try await officials(centre) == 7)
      // The answer is a new preview, which can be confirmed.
      let second = try digest(refused)
      #expect(second != first)
      #expect(
        try await confirm(second, centre, session).status == 303)
      #expect(try await officials(centre) == 31)
      // An administrator cannot confirm another one's preview.
      _ = try await centre.addUser("other", .administrator, .country)
      let other = try await centre.session(of: "other")
      let theirs = try digest(
        try await upload(Data("code,officials\n21250,1\n".utf8), centre, other))
      #expect(
        try await confirm(theirs, centre, session).status == 400)
      #expect(try await officials(centre) == 31)
    }
  }

  @Test func erasingRequiresConfirmation() async throws {
    try await run { centre, session in
      _ = try await centre.store.register.importTable(
        Data("code,officials\n21250,7\n".utf8), now: Date())
      let preview = try await upload(Data("code,officials\n21250,\n".utf8), centre, session)
      #expect(preview.text.contains(#"name="erase" value="yes" required"#))
      let refused = try await confirm(digest(preview), centre, session, language: .en)
      #expect(refused.status == 400 && refused.text.contains("Tick the box"))
      #expect(try await officials(centre) == 7)
      let done = try await confirm("\(try digest(refused))&erase=yes", centre, session)
      #expect(done.status == 303)
      #expect(try await officials(centre) == nil)
    }
  }

  /// A table, and the message about it in both languages.
  struct BadTable: Sendable {
    var bytes: Data
    var english, vietnamese: String

    init(_ text: String, _ english: String, _ vietnamese: String) {
      self.init(Data(text.utf8), english, vietnamese)
    }

    init(_ bytes: Data, _ english: String, _ vietnamese: String) {
      self.bytes = bytes
      self.english = english
      self.vietnamese = vietnamese
    }

    static let all: [BadTable] = [
      BadTable("code,officials\n21250,31\n21244,x\n", "Line 3, column", "Dòng 3, cột"),
      BadTable("code,officials\n21250,31\n21244\n", "Line 3: ", "Dòng 3: "),
      BadTable("code,officials\n21250,=1+1\n", "Line 2, column", "Dòng 2, cột"),
      BadTable("code,<script>\n21250,1\n", "Line 1, column", "Dòng 1, cột"),
      BadTable("x\n", "Line 1: ", "Dòng 1: "), BadTable("", "is empty", "tệp trống"),
      BadTable(Data([0xFF, 0xFE, 0x63, 0, 0x6F, 0]), "UTF-16", "UTF-16"),
      BadTable(Data([0x63, 0x6F, 0xE3, 0x0A]), "not UTF-8", "không dùng bảng mã UTF-8"),
      BadTable(Data([0x50, 0x4B, 3, 4, 0]), "workbook", "Excel"),
      BadTable(
        "code,officials\n" + String(repeating: "21250,1\n", count: 100_000),
        "at most 10,000 rows", "tối đa 10.000 dòng"),
      BadTable(Data(count: 17 << 20), "larger than 16 MiB", "lớn hơn 16 MiB"),
    ]
  }

  /// Bad tables are refused in the reader's language, with their line, and nothing is filed.
  @Test(arguments: BadTable.all.indices)
  func invalidTablesAreRejectedInReadersLanguage(_ place: Int) async throws {
    let bad = BadTable.all[place]
    try await run { centre, session in
      for (language, says) in [(Language.en, bad.english), (.vi, bad.vietnamese)] {
        let reply = try await upload(bad.bytes, centre, session, language: language)
        #expect(reply.status == 400, "\(reply.status)")
        #expect(reply.text.contains(says), "\(reply.text.suffix(4000))")
        #expect(!reply.text.contains("<script>") || reply.text.contains("&lt;script&gt;"))
        #expect(!reply.text.contains("table.fault."))
      }
      #expect(try await officials(centre) == nil)
      #expect(try await centre.store.register.communes(within: .country).count == 3_321)
    }
  }

  /// Each fault has a text.
  @Test func everyFaultHasText() throws {
    let messages = try Messages.embedded()
    for kind in TableFault.Kind.allCases {
      let key = "table.fault.\(kind.rawValue)"
      for language in Language.allCases { #expect(messages(key, language) != key) }
    }
  }

  @Test func importRequiresFormTokenAndRole() async throws {
    try await run { centre, session in
      let table = Data("code,officials\n21250,31\n".utf8)
      let forged = try await upload(table, centre, session, token: "x")
      #expect(forged.status == 403)
      _ = try await centre.addUser("officer", .officer, .country)
      let officer = try await centre.session(of: "officer")
      #expect(try await upload(table, centre, officer).status == 403)
      let template = try await centre.ask(
        "GET", "/administration/register/template.csv?province=51", session: session)
      #expect(template.status == 200 && template.text.split(separator: "\r\n").count == 97)
      #expect(
        try await centre.ask(
          "GET", "/administration/register/template.csv?province=99", session: session
        ).status == 404)
    }
  }
}
