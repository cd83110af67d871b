import Foundation
import Reporting
import Testing

@testable import Probing

/// HTTP Basic, Digest, bearer, forms and OAuth 2.0, at a server that counts attempts.
struct WebLoginTests {
  typealias Status = AccountFacts.Account.Status

  let bench: AccountBench
  let server: TestServer

  init() throws {
    bench = try AccountBench()
    server = try TestServer(script: "web.py", log: bench.folder.appending(path: "log"))
  }

  func definition(_ kind: String, _ path: String) -> String {
    "kind = \"\(kind)\"\nurl = \"http://127.0.0.1:\(server.port)\(path)\"\ntimeoutSeconds = 5\n"
  }

  @Test(
    arguments: [
      ("right", .active, nil), ("wrong", .unauthorised, AccountDetail.wrongPassword),
      ("barred", .unauthorised, AccountDetail.mayNotEnter),
      ("later", .unknown, AccountDetail.tooMany), ("away", .unknown, AccountDetail.movedAddress),
      ("broken", .unreachable, AccountDetail.serverError),
      ("drop", .unreachable, AccountDetail.closed),
    ] as [(String, Status, String?)])
  func basic(_ password: String, _ status: Status, _ detail: String?) throws {
    let account = try bench.look(
      definition("http-basic", "/basic"), "user=officer\npassword=\(password)\n")
    #expect(account.status == status && account.detail == detail, "\(account)")
    #expect(account.evidence == .probed && account.checkedAt.hasSuffix("T00:00:00Z"))
    #expect(server.attempts == 1 && server.lines.count == 2)
  }

  /// A status of 200 alone does not mean success, and 401 or 403 alone does not mean refusal.
  @Test(
    arguments: ["http-basic", "bearer"],
    [
      ("robot", AccountDetail.captcha), ("challenge", AccountDetail.captcha),
      ("rejected", AccountDetail.gatewayRefuses), ("again", AccountDetail.asksAgain),
      ("blocked", AccountDetail.gatewayRefuses), ("wait", AccountDetail.tooMany),
      ("other", AccountDetail.otherMethod), ("unknown", AccountDetail.unclear),
    ])
  func pagesOfOthers(_ kind: String, _ page: (password: String, detail: String)) throws {
    let path = kind == "bearer" ? "/bearer" : "/basic"
    let secrets = "user=officer\npassword=\(page.password)\ntoken=\(page.password)\n"
    let account = try bench.look(definition(kind, path), secrets)
    // A server may accept bearer tokens without announcing them.
    if kind == "bearer", page.password == "other" {
      #expect(account.status == .unauthorised)
    } else {
      #expect(account.status == .unknown && account.detail == page.detail, "\(account)")
    }
    #expect(server.attempts == 1)
  }

  @Test(
    arguments: [
      ("right", .active), ("wrong", .unauthorised), ("barred", .unauthorised),
      ("drop", .unreachable),
    ] as [(String, Status)])
  func digest(_ password: String, _ status: Status) throws {
    let account = try bench.look(
      definition("http-digest", "/digest"), "user=officer\npassword=\(password)\n")
    #expect(account.status == status, "\(account)")
    #expect(server.attempts == 1)
  }

  @Test(
    arguments: [("right", .active), ("stale", .unauthorised), ("drop", .unreachable)]
      as [(String, Status)])
  func bearer(_ token: String, _ status: Status) throws {
    let account = try bench.look(definition("bearer", "/bearer"), "token=\(token)\n")
    #expect(account.status == status, "\(account)")
    #expect(server.attempts == 1)
  }

  /// A server that forbids the address to everybody has not judged the token.
  @Test(
    arguments: [
      ("/closed", "right", .unknown, AccountDetail.saysTheSame),
      ("/closed", "other", .unknown, AccountDetail.saysTheSame),
      ("/closed", "wrong", .unauthorised, AccountDetail.tokenRefused),
      ("/forbidden", "right", .unknown, AccountDetail.saysTheSame),
    ] as [(String, String, Status, String)])
  func forbiddenToAll(
    _ path: String, _ token: String, _ status: Status, _ detail: String
  ) throws {
    let account = try bench.look(definition("bearer", path), "token=\(token)\n")
    #expect(account.status == status && account.detail == detail, "\(account)")
    #expect(server.attempts == 1)
  }

  /// If the server does not ask for credentials, none are sent and nothing is concluded.
  @Test(
    arguments: [
      ("http-basic", "/open", .unknown, AccountDetail.asksNoLogin),
      ("http-digest", "/open", .unknown, AccountDetail.asksNoLogin),
      ("http-basic", "/digest", .unknown, AccountDetail.otherMethod),
      ("http-digest", "/basic", .unknown, AccountDetail.otherMethod),
      ("http-basic", "/moved", .unknown, AccountDetail.movedAddress),
      ("http-basic", "/nowhere", .unknown, AccountDetail.wrongAddress),
      ("http-basic", "/broken", .unreachable, AccountDetail.serverError),
      ("http-basic", "/long", .unknown, AccountDetail.longReply),
    ] as [(String, String, Status, String)])
  func nothingIsSent(_ kind: String, _ path: String, _ status: Status, _ detail: String) throws {
    let account = try bench.look(definition(kind, path))
    #expect(account.status == status && account.detail == detail, "\(account)")
    #expect(server.attempts == 0)
  }

  static let answers = """
    [answers.active]
    status = 302
    location = "/home"
    [answers.locked]
    body = ["bị khóa"]
    [answers.expired]
    body = ["đã hết hạn"]
    [answers.notIssued]
    body = "chưa được cấp"
    [answers.unauthorised]
    body = ["Sai tên"]
    """

  func form(page: Bool = true) -> String {
    let fields =
      "[form]\nuserField = \"u\"\npasswordField = \"p\"\n"
      + (page ? "page = \"http://127.0.0.1:\(server.port)/login\"\nhidden = \"csrf\"\n" : "")
    return "\(fields)\(Self.answers)\n"
  }

  /// Top-level keys precede tables in TOML, so credentials come first.
  func look(_ definition: String, _ tables: String, _ credentials: String) throws
    -> AccountFacts.Account
  {
    bench.storage.bytes = nil
    try bench.define("service", try definition + bench.secrets(credentials) + tables)
    return try #require(try bench.accounts().first)
  }

  @Test(
    arguments: [
      ("right", .active, nil), ("wrong", .unauthorised, AccountDetail.matched),
      ("locked", .locked, AccountDetail.matched), ("expired", .expired, AccountDetail.matched),
      ("missing", .notIssued, AccountDetail.matched), ("odd", .unknown, AccountDetail.unclear),
      ("escaped", .locked, AccountDetail.matched), ("page", .unknown, AccountDetail.unclear),
      ("broken", .unreachable, AccountDetail.serverError),
      ("drop", .unreachable, AccountDetail.closed),
    ] as [(String, Status, String?)])
  func form(_ password: String, _ status: Status, _ detail: String?) throws {
    let account = try look(
      definition("form", "/login"), form(), "user=cán bộ\npassword=\(password)\n")
    #expect(account.status == status && account.detail == detail, "\(account)")
    #expect(server.lines == ["GET /login -", "POST /login auth"])
  }

  @Test func formWithoutItsField() throws {
    let other = form().replacingOccurrences(of: "\"csrf\"", with: "\"token\"")
    let account = try look(definition("form", "/login"), other, "user=a\npassword=right\n")
    #expect(account.detail == AccountDetail.noHiddenField)
    #expect(server.attempts == 0)
    let missing = try look(
      definition("form", "/post"), form().replacingOccurrences(of: "/login\"", with: "/gone\""),
      "user=a\npassword=right\n")
    #expect(missing.detail == AccountDetail.noPage)
    #expect(server.attempts == 0)
  }

  @Test(
    arguments: [
      ("right", .active, nil), ("wrong", .unauthorised, AccountDetail.wrongPassword),
      ("scope", .unknown, AccountDetail.wrongRequest),
      ("kind", .unauthorised, AccountDetail.clientMayNot),
    ] as [(String, Status, String?)])
  func passwordGrant(_ password: String, _ status: Status, _ detail: String?) throws {
    let account = try look(
      definition("oauth2", "/token"),
      "[oauth2]\ngrant = \"password\"\nclientId = \"probe\"\nscope = \"a b\"\n",
      "user=officer\npassword=\(password)\n")
    #expect(account.status == status && account.detail == detail, "\(account)")
    #expect(server.attempts == 1)
  }

  @Test(arguments: ["basic", "body"], ["right", "wrong"])
  func clientCredentials(_ authentication: String, _ secret: String) throws {
    let account = try look(
      definition("oauth2", "/token"),
      """
      [oauth2]
      grant = "client_credentials"
      clientId = "probe"
      clientAuthentication = "\(authentication)"
      """, "clientSecret=\(secret)\n")
    #expect(account.status == (secret == "right" ? .active : .unauthorised), "\(account)")
    #expect(account.detail == (secret == "right" ? nil : AccountDetail.clientRefused))
    #expect(server.attempts == 1)
  }
}
