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
      ("right", .active, nil),
      ("wrong", .unauthorised, AccountDetail.wrongPassword),
      ("plain", .unauthorised, AccountDetail.wrongPassword),
      ("rude", .unknown, AccountDetail.unwilling),
      ("strange", .unknown, AccountDetail.unwilling),
      ("down", .unreachable, AccountDetail.temporary),
      ("expired", .expired, AccountDetail.passwordExpired),
      ("contact", .locked, AccountDetail.accountLocked),
      ("denied", .unauthorised, AccountDetail.mayNotEnter),
      ("later", .unreachable, AccountDetail.temporary),
      ("bad", .unknown, AccountDetail.weakMechanism),
    ] as [(String, Status, String?)])
  func imap(_ password: String, _ status: Status, _ detail: String?) throws {
    let account = try look("imap", .implicit, password)
    #expect(account.status == status && account.detail == detail, "\(account)")
  }

  @Test(
    arguments: [
      ("right", .active, nil),
      ("wrong", .unauthorised, AccountDetail.wrongPassword),
      ("disabled", .locked, AccountDetail.accountDisabled),
      ("change", .expired, AccountDetail.mustChange),
      ("later", .unreachable, AccountDetail.temporary),
      ("weak", .unknown, AccountDetail.weakMechanism),
      ("odd", .unknown, AccountDetail.unwilling),
      ("full", .unknown, AccountDetail.unwilling),
    ] as [(String, Status, String?)])
  func smtp(_ password: String, _ status: Status, _ detail: String?) throws {
    let account = try look("smtp", .startTLS, password)
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
    let line = try CheckConnection(
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
      try MailCheck(login: .init(line: line, address: address, credentials: credentials)).run()
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
