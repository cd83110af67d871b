import CCurl
import Curl
import Foundation
import Reporting
import Testing

@testable import Probing

/// IMAP and SMTP logins at a server that gives every standard answer and counts attempts.
struct MailLoginTests {
  typealias Status = AccountFacts.Account.Status

  let bench: AccountBench

  init() throws {
    bench = try AccountBench()
    try bench.certificate("ok")
  }

  enum Cover: CaseIterable { case none, startTLS, implicit }

  func server(_ kind: String, _ cover: Cover) throws -> TestServer {
    let files = ["\(bench.path)/ok.pem", "\(bench.path)/ok.key"]
    return try TestServer(
      script: "mail.py", log: bench.folder.appending(path: "log-\(UUID())"), first: [kind],
      cover == .none ? [] : cover == .startTLS ? files : files + ["tls"])
  }

  func definition(_ kind: String, _ cover: Cover, _ port: Int) -> String {
    """
    kind = "\(kind)"
    url = "\(kind)\(cover == .implicit ? "s" : "")://127.0.0.1:\(port)"
    ca = "\(bench.path)/ca.pem"

    """
  }

  func look(_ kind: String, _ cover: Cover, _ password: String) throws -> AccountFacts.Account {
    let server = try server(kind, cover)
    let account = try bench.look(
      definition(kind, cover, server.port), "user=cán bộ@xã.vn\npassword=\(password)\n")
    #expect(server.attempts == 1)
    return account
  }

  @Test(
    arguments: [
      ("imap", "right", .active, nil),
      ("imap", "wrong", .unauthorised, AccountDetail.wrongPassword),
      ("imap", "plain", .unauthorised, AccountDetail.wrongPassword),
      ("imap", "rude", .unknown, AccountDetail.unwilling),
      ("imap", "down", .unreachable, AccountDetail.temporary),
      ("imap", "expired", .expired, AccountDetail.passwordExpired),
      ("imap", "contact", .locked, AccountDetail.accountLocked),
      ("imap", "denied", .unauthorised, AccountDetail.mayNotEnter),
      ("imap", "later", .unreachable, AccountDetail.temporary),
      ("imap", "bad", .unknown, AccountDetail.weakMechanism),
      ("smtp", "right", .active, nil),
      ("smtp", "wrong", .unauthorised, AccountDetail.wrongPassword),
      ("smtp", "disabled", .locked, AccountDetail.accountDisabled),
      ("smtp", "change", .expired, AccountDetail.mustChange),
      ("smtp", "later", .unreachable, AccountDetail.temporary),
      ("smtp", "weak", .unknown, AccountDetail.weakMechanism),
      ("smtp", "odd", .unknown, AccountDetail.unwilling),
    ] as [(String, String, Status, String?)])
  func login(_ kind: String, _ password: String, _ status: Status, _ detail: String?) throws {
    let account = try look(kind, kind == "imap" ? .implicit : .startTLS, password)
    #expect(account.status == status && account.detail == detail, "\(account)")
  }

  @Test(arguments: ["imap", "smtp"], Cover.allCases)
  func everyLine(_ kind: String, _ cover: Cover) throws {
    #expect(try look(kind, cover, "right").status == .active)
    #expect(try look(kind, cover, "wrong").status == .unauthorised)
  }

  /// No password is sent to another computer over an unencrypted connection.
  @Test(arguments: ["imap", "smtp"])
  func withoutEncryption(_ kind: String) throws {
    let server = try server(kind, .none)
    let name = "elsewhere.test"
    let hosts = "\(name):\(server.port):127.0.0.1"
    let line = try CheckLine(
      AccountDefinition.parse(
        Array(
          "kind = \"\(kind)\"\nurl = \"\(kind)://\(name):\(server.port)\"\ncredentials = \"/c\""
            .utf8)),
      seconds: 10)
    line.handle.set(CURLOPT_RESOLVE, lines: [hosts])
    try bench.secrets("user=a\npassword=right\n")
    let credentials = try Credentials.read("\(bench.path)/credentials", needs: [.user, .password])
    let address = try ServiceAddress(line.definition.url ?? "", for: line.definition.kind)
    let error = #expect(throws: CheckStopped.self) {
      try MailCheck(line: line, address: address, credentials: credentials).run()
    }
    #expect(error?.finding == AccountFinding(.unreachable, AccountDetail.noStartTLS))
    #expect(server.attempts == 0)
  }

  @Test func linesOfMail() {
    let letIn = MailReply.imap(["* PREAUTH hello\r\n"], .done, isCut: false)
    #expect(letIn?.detail == AccountDetail.letInUnasked)
    #expect(MailReply.imap([], .denied, isCut: false) == nil)
    #expect(MailReply.imap([], .denied, isCut: true)?.isUnclear == true)
    #expect(MailReply.smtp(["220 a", "250 b"], .done, isCut: false) == nil, "unsolicited reply")
    #expect(MailReply.smtp(["554 no"], .failed, isCut: false)?.status == .unreachable)
  }
}
