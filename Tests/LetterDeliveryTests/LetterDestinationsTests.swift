import Foundation
import InventoryStore
import LetterDelivery
import Testing

struct LetterDestinationsTests {
  private static let mail = """
    [mail]
    server = "smtps://mail.example.vn"
    from = "kiemke@example.vn"

    """

  private func read(_ text: String) throws -> LetterDestinations {
    try LetterDestinations(toml: text, path: "mail.toml", secret: SecretFile.read)
  }

  @Test func aMailServer() throws {
    let destinations = try read("pages = \"https://centre.example.vn/\"\n" + Self.mail)
    #expect(destinations.pages == "https://centre.example.vn")
    #expect(destinations.mail?.server.url == "smtps://mail.example.vn")
    #expect(destinations.mail?.timeoutSeconds == 60 && destinations.webhooks.isEmpty)
  }

  /// The shipped example is valid, also with all commented lines active.
  @Test func theExample() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "inventory/deploy/mail.toml")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(try read(text).webhooks.isEmpty)
    let whole = text.replacing(/# (\[\[|\w+ = )/) { $0.1 }
    let destinations = try LetterDestinations(toml: whole, path: "mail.toml") { _ in
      [UInt8](repeating: 65, count: 16)
    }
    #expect(
      destinations.mail?.user != nil && destinations.webhooks.map(\.scope) == [.province("51")])
  }

  @Test(arguments: [
    ("", "mail.toml: names neither"),
    ("[mail]\nserver =", "mail.toml line 2: this is not TOML"),
    (
      mail + "sever = 1", "mail.toml line 4, mail.sever: is not a setting. Did you mean \"server\"?"
    ),
    ("[mails]\n", "mail.toml line 1, mails: is not a setting"),
    ("[mail]\nfrom = \"a@example.vn\"", "mail.toml line 1, mail.server: is missing"),
    ("[mail]\nserver = \"mail.example.vn\"", "line 2, mail.server: must be an address"),
    ("[mail]\nserver = \"smtp://mail.example.vn/x\"", "line 2, mail.server: must be an address"),
    ("[mail]\nserver = \"smtp://a@mail.example.vn\"", "line 2, mail.server: must be an address"),
    (
      "[mail]\nserver = \"smtp://localhost\"\nfrom = \"a@example.vn\\nx\"",
      "line 3, mail.from: must be one e-mail address"
    ),
    (mail + "fromName = \"a\\r\\nBcc: b@example.vn\"", "line 4, mail.fromName: must be one line"),
    (mail + "user = \"a\"", "line 4, mail.user: needs passwordFile beside it"),
    (
      mail + "user = \"a\"\npasswordFile = \"pw\"",
      "line 5, mail.passwordFile: must be an absolute path"
    ),
    (
      mail + "user = \"a\"\npasswordFile = \"/nowhere\"",
      "line 5, mail.passwordFile: names /nowhere, which cannot be read"
    ),
    (
      mail + "user = \"a\"\npasswordFile = \"/etc/passwd\"",
      "line 5, mail.passwordFile: names /etc/passwd, which everybody may read"
    ),
    (mail + "timeoutSeconds = 0", "line 4, mail.timeoutSeconds: must be a whole number"),
    ("pages = \"ftp://x\"\n" + mail, "line 1, pages: must be an address"),
    ("[[webhook]]\nname = \"a b\"", "line 2, webhook.name: must be 1 to 40 letters"),
    (
      "[[webhook]]\nname = \"a\"\nurl = \"http://chat.example.vn/\"",
      "line 3, webhook.url: must begin with https://"
    ),
  ])
  func faultsNameFileLineAndKey(_ text: String, _ says: String) throws {
    do {
      _ = try read(text)
      Issue.record("accepted: \(text)")
    } catch let error as LetterDestinationsError {
      #expect(error.message.contains(says), "\(error.message)")
    }
  }

  /// Addresses that are not this computer, however much they look like it.
  @Test(arguments: [
    ("smtp://localhost", true), ("smtp://127.0.0.1:25", true), ("smtp://[::1]:25", true),
    ("smtp://127.0.0.1.example.vn", false), ("smtp://127.1", false), ("smtp://localhost.vn", false),
    ("smtp://0.0.0.0", false), ("smtp://127.0.0.01", false),
  ])
  func loopback(_ text: String, _ isLoopback: Bool) {
    #expect(
      ServerAddress(text, schemes: ["smtp"], allowsPath: false)?.isLoopback == isLoopback)
  }
}
