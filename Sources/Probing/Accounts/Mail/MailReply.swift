import Reporting

/// What the lines of a mail server say of a login.
///
/// Pure and total.
enum MailReply {
  /// How libcurl's transfer ended.
  enum Ending { case done, denied, failed }

  /// By IMAP's response codes (RFC 5530); nil where the lines say nothing of the login.
  static func imap(_ lines: [String], _ ending: Ending, isCut: Bool) -> AccountFinding? {
    let lines = lines.map {
      $0.uppercased().split(maxSplits: 3) { $0 == " " || $0.isNewline }
    }
    switch ending {
    case .done:
      // The greeting says it where no login is wanted.
      let isLetIn = lines.first.map { $0.count > 1 && $0[1] == "PREAUTH" } ?? false
      return isLetIn ? .unknown(AccountDetail.letInUnasked) : AccountFinding(.active)
    case .denied:
      let refusal = lines.last { $0.count > 1 && $0[0] != "*" && ["NO", "BAD"].contains($0[1]) }
      return refusal.map(imapRefusal) ?? (isCut ? unclear : nil)
    case .failed:
      let isSentAway = lines.first.map { $0.count > 1 && $0[1] == "BYE" } ?? false
      return isSentAway ? AccountFinding(.unreachable, AccountDetail.temporary) : nil
    }
  }

  private static func imapRefusal(_ words: [Substring]) -> AccountFinding {
    let code = words.count > 2 && words[2].first == "[" ? words[2].dropFirst() : ""
    switch code.prefix(while: { $0 != "]" }) {
    case "EXPIRED": return .refused(.expired, AccountDetail.passwordExpired)
    case "CONTACTADMIN": return .refused(.locked, AccountDetail.accountLocked)
    case "AUTHORIZATIONFAILED", "NOPERM":
      return .refused(.unauthorised, AccountDetail.mayNotEnter)
    case "UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT":
      return AccountFinding(.unreachable, AccountDetail.temporary)
    case "PRIVACYREQUIRED": return .unknown(AccountDetail.otherMethod)
    default:
      return words[1] == "BAD"
        ? AccountFinding(.unknown, AccountDetail.weakMechanism, isRefusal: true)
        : .refused(.unauthorised, AccountDetail.wrongPassword)
    }
  }

  /// By SMTP's replies to `AUTH` (RFC 4954) and their enhanced codes (RFC 3463, 5248); nil where the
  /// lines say nothing of the login.
  static func smtp(_ lines: [String], _ ending: Ending, isCut: Bool) -> AccountFinding? {
    let codes = lines.map { line in
      (Int(line.prefix(3)) ?? 0, line.dropFirst(4).prefix { $0 == "." || $0.isNumber })
    }
    switch ending {
    case .done: return codes.contains { $0.0 == 235 } ? AccountFinding(.active) : nil
    case .denied:
      return codes.last { 400...599 ~= $0.0 }.map { smtpRefusal($0.0, String($0.1)) }
        ?? (isCut ? unclear : nil)
    case .failed:
      let isSentAway = codes.first.map { 400...599 ~= $0.0 } ?? false
      return isSentAway ? AccountFinding(.unreachable, AccountDetail.temporary) : nil
    }
  }

  private static func smtpRefusal(_ code: Int, _ enhanced: String) -> AccountFinding {
    switch (code, enhanced) {
    case (535, "5.7.13"), (525, _), (_, "5.2.1"):
      .refused(.locked, AccountDetail.accountDisabled)
    case (432, _): .refused(.expired, AccountDetail.mustChange)
    case (535, _): .refused(.unauthorised, AccountDetail.wrongPassword)
    case (534, _), (504, _), (538, _):
      AccountFinding(.unknown, AccountDetail.weakMechanism, isRefusal: true)
    case (400...499, _): AccountFinding(.unreachable, AccountDetail.temporary)
    default: unclear
    }
  }

  private static let unclear =
    AccountFinding(.unknown, AccountDetail.unwilling, isRefusal: true)
}
