import Reporting

/// What a mail server's lines say about a login. Only a clear refusal of name and password counts.
///
/// Pure and total.
enum MailReply {
  /// How libcurl's transfer ended.
  enum Ending { case done, denied, failed }

  /// Judges IMAP's response codes (RFC 5530); nil if the lines say nothing about the login.
  static func imap(_ lines: [String], _ ending: Ending, isCut: Bool) -> AccountFinding? {
    let replies = lines.map(IMAPLine.init)
    switch ending {
    case .done:
      // The greeting says so if no login is required.
      return replies.first?.condition == "PREAUTH"
        ? .unknown(AccountDetail.letInUnasked) : AccountFinding(.active)
    case .denied:
      if let refusal = replies.last(where: { $0.isTagged && ["NO", "BAD"].contains($0.condition) })
      {
        return imapRefusal(refusal)
      }
      if replies.contains(where: { !$0.isTagged && $0.condition == "BYE" }) { return .later() }
      return isCut ? .unclear(AccountDetail.unwilling) : nil
    case .failed:
      return replies.contains { !$0.isTagged && $0.condition == "BYE" } ? .later() : nil
    }
  }

  /// `A002 NO [AUTHENTICATIONFAILED] no such user`
  private struct IMAPLine {
    var isTagged: Bool
    var condition: String
    /// Upper case, without brackets and what follows a blank in them; empty if there is none.
    var code = ""
    var text = ""

    init(_ line: String) {
      let words = line.split(maxSplits: 2) { $0 == " " || $0.isNewline }
      isTagged = words.first.map { $0 != "*" && $0 != "+" } ?? false
      condition = words.count > 1 ? words[1].uppercased() : ""
      guard words.count > 2 else { return }
      var rest = words[2]
      if rest.first == "[" {
        let inside = rest.dropFirst().prefix { $0 != "]" }
        code = String(inside.prefix { $0 != " " }).uppercased()
        rest = rest.dropFirst(inside.count + 2)
      }
      text = String(rest)
    }
  }

  private static func imapRefusal(_ line: IMAPLine) -> AccountFinding {
    switch line.code {
    case "AUTHENTICATIONFAILED":
      // Some servers send this code for every failure.
      return ServerWords.finding(
        of: line.text, refusal: .refused(.unauthorised, AccountDetail.wrongPassword))
    case "EXPIRED": return .refused(.expired, AccountDetail.passwordExpired)
    case "CONTACTADMIN": return .refused(.locked, AccountDetail.accountLocked)
    case "AUTHORIZATIONFAILED", "NOPERM":
      return ServerWords.finding(
        of: line.text, refusal: .refused(.unauthorised, AccountDetail.mayNotEnter))
    case "UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT", "THROTTLED", "TRYAGAIN", "SYS/TEMP":
      return .later()
    case "PRIVACYREQUIRED": return .unknown(AccountDetail.otherMethod)
    default: break
    }
    if line.condition == "BAD" { return .unclear(AccountDetail.weakMechanism) }
    // A bare NO has neither a code nor words.
    guard line.text.contains(where: \.isLetter) else { return .unclear(AccountDetail.unwilling) }
    return ServerWords.finding(
      of: line.text, refusal: .refused(.unauthorised, AccountDetail.wrongPassword))
  }

  /// Judges SMTP's replies to `AUTH` (RFC 4954) and their enhanced codes (RFC 3463, 5248); nil if
  /// the lines say nothing about the login.
  static func smtp(_ lines: [String], _ ending: Ending, isCut: Bool) -> AccountFinding? {
    let replies = lines.map(SMTPLine.init)
    let failures = replies.filter { 400...599 ~= $0.code }
    switch ending {
    case .done: return replies.contains { $0.code == 235 } ? AccountFinding(.active) : nil
    case .denied:
      return SMTPLine(last: failures).map(smtpRefusal)
        ?? (isCut ? .unclear(AccountDetail.unwilling) : nil)
    case .failed:
      let isSentAway =
        replies.first.map { 400...599 ~= $0.code } ?? false
        || failures.contains { $0.code == 421 }
      return isSentAway ? .later() : nil
    }
  }

  /// `535 5.7.8 authentication failed`
  private struct SMTPLine {
    var code: Int
    var enhanced: String
    var text: String

    init(_ line: String) {
      code = Int(line.prefix(3)) ?? 0
      enhanced = String(line.dropFirst(4).prefix { $0 == "." || $0.isNumber })
      text = String(line.dropFirst(4 + enhanced.count))
    }

    /// The last reply, whose lines share one code: `535-5.7.8 bad password`, `535 5.7.8 see …`.
    init?(last lines: [SMTPLine]) {
      guard let last = lines.last else { return nil }
      let reply = lines.suffix(16).reversed().prefix { $0.code == last.code }.reversed()
      self = last
      text = reply.map(\.text).joined(separator: " ")
    }
  }

  private static func smtpRefusal(_ reply: SMTPLine) -> AccountFinding {
    switch (reply.code, reply.enhanced) {
    case (535, "5.7.13"), (525, _), (500...599, "5.2.1"):
      return .refused(.locked, AccountDetail.accountDisabled)
    // The password was right.
    case (432, _): return AccountFinding(.expired, AccountDetail.mustChange)
    // Exchange Online: a rule of the organization, such as logins of this kind switched off, unless
    // it speaks of the password. "User is locked by your organization's security defaults policy"
    // is such a rule too.
    case (535, "5.7.139"):
      return reply.text.lowercased().contains("credentials were incorrect")
        ? .refused(.unauthorised, AccountDetail.wrongPassword)
        : .unclear(AccountDetail.loginOff)
    case (535, _), (500...599, "5.7.8"):
      return ServerWords.finding(
        of: reply.text, refusal: .refused(.unauthorised, AccountDetail.wrongPassword))
    case (534, _), (504, _), (538, _):
      return ServerWords.meaning(of: reply.text) == .asksMore
        ? .unclear(AccountDetail.asksMore) : .unclear(AccountDetail.weakMechanism)
    case (400...499, _): return .later()
    default: return ServerWords.finding(of: reply.text) ?? .unclear(AccountDetail.unwilling)
    }
  }
}
