import Reporting
import Testing

@testable import Probing

/// Replies of various mail servers to a login, and how they are interpreted.
struct MailReplyTests {
  typealias Status = AccountFacts.Account.Status

  @Test(
    arguments: [
      // Plain refusals, with and without a response code (RFC 5530).
      ("NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", .unauthorised, true),
      ("NO [AUTHENTICATIONFAILED] Authentication failed.", .unauthorised, true),
      ("NO LOGIN failed.", .unauthorised, true),
      ("NO Login failed.", .unauthorised, true),
      ("NO AUTHENTICATE failed.", .unauthorised, true),
      ("NO Invalid user name or password.", .unauthorised, true),
      ("NO [ALERT] Invalid credentials (Failure)", .unauthorised, true),
      ("NO Login failed: authentication failure", .unauthorised, true),
      ("NO [AUTHORIZATIONFAILED] no", .unauthorised, true),
      ("NO [EXPIRED] change it", .expired, true),
      ("NO [CONTACTADMIN] barred", .locked, true),
      // Server faults.
      ("NO Server Unavailable. 15", .unreachable, false),
      ("NO [UNAVAILABLE] Temporary authentication failure.", .unreachable, false),
      ("NO Temporary authentication failure", .unreachable, false),
      ("NO [INUSE] Mailbox in use", .unreachable, false),
      ("NO [SERVERBUG] Internal error occurred.", .unreachable, false),
      ("NO [LIMIT] Too many simultaneous connections", .unreachable, false),
      ("NO Login failed: too many login failures, try again later", .unreachable, false),
      ("NO [AUTHENTICATIONFAILED] Backend timed out", .unreachable, false),
      ("NO Error in IMAP command received by server: internal error", .unreachable, false),
      // Nothing that clearly rejects these credentials.
      ("NO go away", .unknown, false), ("NO", .unknown, false), ("NO [", .unknown, false),
      ("NO [ALERT] Please log in via your web browser", .unknown, false),
      ("NO [PRIVACYREQUIRED] use TLS", .unknown, false), ("BAD what", .unknown, false),
    ] as [(String, Status, Bool)])
  func imap(_ reply: String, _ status: Status, _ isRefusal: Bool) throws {
    let lines = ["* OK ready\r\n", "* CAPABILITY IMAP4rev1\r\n", "A002 \(reply)\r\n"]
    let finding = try #require(MailReply.imap(lines, .denied, isCut: false))
    #expect(finding.status == status && finding.isRefusal == isRefusal, "\(finding)")
  }

  @Test func imapGoodbyes() {
    for ending in [MailReply.Ending.denied, .failed] {
      let said = MailReply.imap(["* OK a\r\n", "* BYE timeout\r\n"], ending, isCut: false)
      #expect(said == .later())
    }
    #expect(MailReply.imap(["* BYE full\r\n"], .failed, isCut: false)?.isRefusal == false)
  }

  @Test(
    arguments: [
      ("535 5.7.8 Error: authentication failed: authentication failure", .unauthorised, true),
      ("535 5.7.8 Username and Password not accepted.", .unauthorised, true),
      ("535 5.7.3 Authentication unsuccessful", .unauthorised, true),
      ("535 Incorrect authentication data", .unauthorised, true),
      ("535 5.7.8 wrong user name or password. Please try again", .unauthorised, true),
      ("554 5.7.8 Error: authentication failed", .unauthorised, true),
      (
        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
        .unauthorised, true
      ),
      ("535 5.7.13 disabled", .locked, true), ("525 5.7.13 disabled", .locked, true),
      ("550 5.2.1 mailbox disabled", .locked, true),
      ("432 4.7.12 A password transition is needed", .expired, false),
      ("454 4.7.0 Temporary authentication failure", .unreachable, false),
      ("421 4.3.2 Service shutting down", .unreachable, false),
      ("450 4.7.1 slow down", .unreachable, false),
      ("535 5.7.8 Error: authentication failed: generic failure", .unreachable, false),
      ("535 5.7.8 Connection lost to authentication server", .unreachable, false),
      (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", .unknown,
        false
      ),
      ("534 5.7.9 Application-specific password required", .unknown, false),
      ("538 5.7.11 Encryption required", .unknown, false),
      ("504 5.5.4 mechanism", .unknown, false), ("530 5.7.0 first STARTTLS", .unknown, false),
      ("554 5.0.0 no", .unknown, false), ("554 5.7.0 Too many errors", .unreachable, false),
      ("500 what", .unknown, false),
    ] as [(String, Status, Bool)])
  func smtp(_ reply: String, _ status: Status, _ isRefusal: Bool) throws {
    let lines = ["220 a\r\n", "250 AUTH PLAIN\r\n", "\(reply)\r\n"]
    let finding = try #require(MailReply.smtp(lines, .denied, isCut: false))
    #expect(finding.status == status && finding.isRefusal == isRefusal, "\(finding)")
  }

  @Test func smtpGoodbyes() {
    let late = MailReply.smtp(["220 a", "250 AUTH", "421 4.4.2 timeout"], .failed, isCut: false)
    #expect(late == .later())
    #expect(MailReply.smtp(["220 a", "250 AUTH"], .failed, isCut: false) == nil)
  }
}
