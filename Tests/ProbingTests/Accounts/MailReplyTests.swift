import Foundation
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
      ("NO Login failed: Connection refused", .unreachable, false),
      ("NO Login failed, LDAP server down", .unreachable, false),
      ("NO Login failed: transient failure (e.g., weak key)", .unreachable, false),
      ("NO Login failed: cannot open database", .unreachable, false),
      ("NO [AUTHENTICATIONFAILED] database is locked", .unreachable, false),
      (
        "NO [AUTHENTICATIONFAILED] Authentication failed. Can not contact LDAP server",
        .unreachable, false
      ),
      (
        "NO [AUTHENTICATIONFAILED] Account exceeded command or bandwidth limits. (Failure)",
        .unreachable, false
      ),
      ("NO [AUTHENTICATIONFAILED] auth process crashed", .unreachable, false),
      ("NO [AUTHORIZATIONFAILED] Directory temporarily unavailable", .unreachable, false),
      ("NO Login failed. Máy chủ đang bảo trì", .unreachable, false),
      ("NO Đăng nhập thất bại: hệ thống quá tải, vui lòng thử lại sau", .unreachable, false),
      // The server requires another login method, or more than a password.
      ("NO Login failed: no mechanism available", .unknown, false),
      ("NO Login failed: another step is needed in authentication", .unknown, false),
      ("NO Login failed: encryption needed to use mechanism", .unknown, false),
      ("NO [AUTHENTICATIONFAILED] IMAP access is disabled for your domain", .unknown, false),
      ("NO [AUTHENTICATIONFAILED] Application password is REQUIRED", .unknown, false),
      ("NO [AUTHENTICATIONFAILED] The IP you are using has been blocked", .unknown, false),
      ("NO Login failed from your IP address is not allowed", .unknown, false),
      ("NO Login failed: quota table corrupt", .unknown, false),
      // The account's state, in words.
      ("NO Login failed: account is locked", .locked, true),
      ("NO [AUTHENTICATIONFAILED] Account is disabled", .locked, true),
      ("NO [AUTHENTICATIONFAILED] Your account has been suspended", .locked, true),
      ("NO [AUTHENTICATIONFAILED] Account temporarily locked", .locked, false),
      ("NO [AUTHENTICATIONFAILED] Password expired", .expired, true),
      ("NO Login failed: password has expired", .expired, true),
      ("NO Đăng nhập thất bại: tài khoản của bạn đã bị khóa", .locked, true),
      ("NO Đăng nhập thất bại: tài khoản của bạn đã bị khoá", .locked, true),
      ("NO Mật khẩu đã hết hạn", .expired, true),
      ("NO \("TÀI KHOẢN ĐÃ BỊ KHÓA".decomposedStringWithCanonicalMapping)", .locked, true),
      ("NO Login failed: user credentials have expired", .expired, true),
      // An announced lock is not a lock yet.
      ("NO Wrong password: your account will be locked", .unauthorised, true),
      ("NO Invalid password, 2 attempts before the account is locked", .unauthorised, true),
      ("NO Sai mật khẩu, tài khoản sẽ bị khóa", .unauthorised, true),
      ("NO Sai mật khẩu hoặc tài khoản bị khóa", .unauthorised, true),
      // Other plain refusals.
      ("NO Đăng nhập thất bại: sai tên hoặc mật khẩu", .unauthorised, true),
      ("NO Login failed: no secret in database", .unauthorised, true),
      ("NO Login failed for busy@xa.example", .unauthorised, true),
      ("NO [AUTHENTICATIONFAILED] Wrong password, or the account is locked", .unauthorised, true),
      // Nothing that clearly rejects these credentials.
      ("NO go away", .unknown, false), ("NO", .unknown, false), ("NO [", .unknown, false),
      ("NO [ALERT] Please log in via your web browser", .unknown, false),
      ("NO [PRIVACYREQUIRED] use TLS", .unknown, false), ("BAD what", .unknown, false),
      ("NO [AUTHENTICATIONFAILED] (#MBR1240) Please verify your account", .unknown, false),
      ("NO [AUTHENTICATIONFAILED] Mailbox is full", .unknown, false),
      ("NO [AUTHORIZATIONFAILED] Mailbox not provisioned", .unknown, false),
      ("NO [AUTHENTICATIONFAILED]", .unauthorised, true),
      ("NO Access denied", .unauthorised, true),
      ("NO Login failed, device not registered", .unknown, false),
      ("NO Login failed. Your unit has moved to another system", .unknown, false),
      ("NO Login failed. Please try again", .unauthorised, true),
      ("NO User is locked by your organization's security defaults policy", .unknown, false),
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
      // Postfix has no reason, or repeats the question.
      ("535 5.7.8 Error: authentication failed: (reason unavailable)", .unauthorised, true),
      ("535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", .unauthorised, true),
      ("535 5.7.8 Error: authentication failed: no mechanism available", .unknown, false),
      ("535 5.7.8 Error: authentication failed: bad protocol / cancel", .unknown, false),
      (
        "535 5.7.8 Error: authentication failed: another step is needed in authentication",
        .unknown, false
      ),
      ("535 5.7.8 Error: authentication failed: something we never saw", .unknown, false),
      ("535 5.7.0 Error: authentication failed: Connection refused", .unreachable, false),
      ("535 5.7.8 authentication failed: cannot open /var/lib/sasl2/db", .unreachable, false),
      // Exchange Online: rules of the organization, not of the account.
      (
        "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security"
          + " defaults policy. Contact your administrator. [SG2PR01CA0123.prod.exchangelabs.com]",
        .unknown, false
      ),
      (
        "535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [x]", .unknown,
        false
      ),
      (
        "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be"
          + " authenticated successfully. Contact your administrator.", .unknown, false
      ),
      // Words that are not understood decide nothing; no words leave it to the code.
      ("535 5.7.8 Mailbox is full", .unknown, false), ("535", .unauthorised, true),
      ("535 5.7.8", .unauthorised, true), ("535 5.7.8 Access denied", .unauthorised, true),
      ("535 5.7.8 Access denied: relay from this IP is blocked", .unknown, false),
      ("535 5.7.8 Access denied: unit dissolved", .unknown, false),
      ("535 5.7.8 Your organization has disabled password sign-in", .unknown, false),
      ("535 5.7.0 Please log in at the webmail first", .unknown, false),
      ("535 Login Fail. Please enter your authorization code to login", .unknown, false),
      ("535 Authentication Credentials Invalid", .unauthorised, true),
      ("535 authentication failed (#5.7.1)", .unauthorised, true),
      ("535 5.7.8 Error: authentication failed: Invalid user or password!", .unauthorised, true),
      ("535 Authentication failed. Restarting authentication process.", .unauthorised, true),
      (
        "535 5.7.3 Authentication unsuccessful [SGXP274CA0016.PROD.OUTLOOK.COM"
          + " 2025-03-20T11:25:21.972Z 08DD66EDEFB0DFDF]", .unauthorised, true
      ),
      ("535 5.7.3 STARTTLS is required to send mail", .unknown, false),
      ("503 5.5.1 Error: authentication not enabled", .unknown, false),
      ("535 5.7.1 Your IP is blacklisted", .unknown, false),
      ("550 5.7.1 Service unavailable", .unreachable, false),
      ("535 5.7.8 Account is locked", .locked, true), ("535 Account is locked", .locked, true),
      ("535 Password expired", .expired, true),
      (
        "535 5.7.8 Error: authentication failed: passphrase expired, has to be reset", .expired,
        true
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

  /// Any line of a multi-line reply may give the reason.
  @Test(
    arguments: [
      (
        [
          "535-5.7.8 Username and Password not accepted. For more information, go to",
          "535 5.7.8  https://support.example/mail/?p=BadCredentials x - gsmtp",
        ], .unauthorised, true
      ),
      (["535-5.7.8 Account is locked", "535 5.7.8 see https://a.example"], .locked, true),
      (["535-5.7.8 Authentication failed", "535 5.7.8 Try later"], .unreachable, false),
      (["502 5.5.2 temporarily", "535 5.7.8 Authentication failed"], .unauthorised, true),
    ] as [([String], Status, Bool)])
  func smtpLines(_ lines: [String], _ status: Status, _ isRefusal: Bool) throws {
    let finding = try #require(
      MailReply.smtp(["220 a", "250 AUTH"] + lines, .denied, isCut: false))
    #expect(finding.status == status && finding.isRefusal == isRefusal, "\(finding)")
  }

  @Test func smtpGoodbyes() {
    let late = MailReply.smtp(["220 a", "250 AUTH", "421 4.4.2 timeout"], .failed, isCut: false)
    #expect(late == .later())
    #expect(MailReply.smtp(["220 a", "250 AUTH"], .failed, isCut: false) == nil)
  }
}
