import Foundation
import Reporting
import Testing

@testable import Probing

struct AccountDefinitionTests {
  func parse(_ text: String) -> Result<AccountDefinition, DefinitionError> {
    Result { () throws(DefinitionError) in try AccountDefinition.parse(Array(text.utf8)) }
  }

  func error(_ text: String) -> String? {
    if case .failure(let error) = parse(text) { error.description } else { nil }
  }

  @Test func readsACompleteForm() throws {
    let definition = try parse(
      """
      kind = "form"
      url = "https://a.vn/login"
      ca = "/etc/ca.pem"
      credentials = "/etc/c"
      timeoutSeconds = 5
      [form]
      page = "https://a.vn/"
      hidden = "csrf"
      userField = "tên"
      [form.fields]
      "nhớ" = "không"
      [answers.active]
      status = [302, 303]
      [answers.locked]
      body = ["khóa", "locked"]
      location = "/x"
      """
    ).get()
    #expect(definition.kind == .form && definition.timeoutSeconds == 5)
    #expect(definition.form?.fields == ["nhớ": "không"])
    #expect(definition.form?.userField == "tên" && definition.form?.passwordField == "password")
    #expect(definition.answers.map(\.status) == [.locked, .active])
    #expect(definition.answers.last?.codes == [302, 303])
  }

  static let login = "url = \"https://a.vn\"\ncredentials = \"/c\"\n"

  @Test(
    arguments: [
      ("", "kind is missing"), ("kind = \"vneid\"", "line 1: kind is one of http-basic"),
      ("kind = 3", "line 1: kind is one of"),
      ("kind = \"manual\"\nurl = \"https://a.vn\"", "line 2: no such key here"),
      ("kind = \"http-basic\"\nurl = \"https://a.vn\"", "credentials is missing"),
      ("kind = \"http-basic\"\ncredentials = \"/c\"", "url is missing"),
      ("kind = \"http-basic\"\ncredentials = \"c\"", "line 2: credentials is a path"),
      ("kind = \"ldap\"\n\(login)", "line 2: url begins with ldaps:// or ldap://"),
      ("kind = \"form\"\n\(login)", "[answers.active] is missing"),
      ("kind = \"form\"\n\(login)[answers.active]\n", "line 4: this table needs status"),
      ("kind = \"form\"\n\(login)[answers.active]\nstatus=999", "line 5: status is a list"),
      ("kind = \"form\"\n\(login)[answers.fine]\nstatus=200", "line 4: no such key"),
      ("kind = \"form\"\n\(login)[form]\nhidden = \"x\"", "line 5: hidden needs page"),
      ("kind = \"oauth2\"\n\(login)[oauth2]\ngrant = \"client_credentials\"", "line 5: clientId"),
      ("kind = \"imap\"\nmechanism = \"NTLM\"", "line 2: mechanism is one of PLAIN, LOGIN"),
      ("kind = \"pkcs11\"", "module is missing"), ("kind = \"certificate\"", "file is missing"),
      ("kind = \"bearer\"\n\(login)timeoutSeconds = 16", "line 4: timeoutSeconds is a whole"),
      ("kind = \"manual\"\nofficer: secret", "line 2: this is not TOML"),
      ("[=]\n", "line 1: a heading needs a name"),
      ("a = " + String(repeating: "[", count: 300), "nests too deeply"),
      (String(repeating: "#", count: 70_000), "at most 64 KiB"),
      ("kind = \"manual\"\n\u{0}", "not a UTF-8 text"),
    ])
  func wrong(_ text: String, _ words: String) throws {
    let said = try #require(error(text))
    #expect(said.hasPrefix("definition"), "\(said)")
    #expect(said.contains(words), "\(said)")
    #expect(said.count <= 200 && !said.contains("secret") && !said.contains("\n"))
  }

  @Test func notUTF8() {
    #expect(throws: DefinitionError.self) { try AccountDefinition.parse([0xFF, 0xFE, 0x6B]) }
  }

  @Test(
    arguments: [
      ("http://portal.vn/", false), ("http://127.0.0.1:8080/", true), ("http://localhost/", true),
      ("http://[::1]:80/", true), ("http://127.0.0.1.evil.vn/", false),
      ("http://127.1/", true), ("http://2130706433/", true), ("https://portal.vn/x?y=z", true),
      ("https://officer@portal.vn/", false), ("https://officer:secret@portal.vn/", false),
      ("ftp://127.0.0.1/", false), ("portal.vn", false), ("https://", false),
      ("https://a b.vn/", false), ("https://đ.vn/", false), ("file:///etc/passwd", false),
    ])
  func addresses(_ text: String, _ isTaken: Bool) {
    #expect(((try? ServiceAddress(text, for: .basic)) != nil) == isTaken)
  }

  /// The examples in the repository are valid, cover every kind, and are not active.
  @Test func examples() throws {
    let folder = probesFolder.appending(path: "accounts")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".toml") }
    #expect(
      Set(files) == [
        "civil-registration.toml", "digital-signature.toml", "e-authentication.toml",
        "official-mail.toml", "public-service-portal.toml", "treasury-payment.toml",
      ])
    for file in files {
      let bytes = try Data(contentsOf: folder.appending(path: file))
      _ = try AccountDefinition.parse([UInt8](bytes))
    }
  }

  @Test func hiddenFields() {
    func value(_ page: String, _ name: String = "t") -> String? {
      HiddenField.value(of: name, in: Array(page.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(value(#"<input name="t" value="a&amp;b&#x41;&#66;&quot;&bad;&">"#) == "a&bAB\"&bad;&")
    #expect(value("<INPUT VALUE='1' type=hidden Name='t'/>") == "1")
    #expect(value("<input name=u value=1><input value=2 name=t>") == "2")
    #expect(value("<input name=t>") == nil || value("<input name=t>") == "")
    #expect(value("<inputs name=t value=1>") == nil)
    for broken in ["<input", "<input name", "<input name=", "<input name='t", "<<<input t=>", ""] {
      #expect(value(broken) == nil)
    }
    #expect(value("<input name=t value=\(String(repeating: "x", count: 20_000))>") == nil)
  }
}
