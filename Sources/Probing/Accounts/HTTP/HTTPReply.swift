import Reporting

/// What a web server answered.
struct HTTPReply {
  var status: Int
  var location: String?
  var body: [UInt8] = []
  /// Whether its head says that a gateway asks for a person (`cf-mitigated: challenge`).
  var isChallenge = false

  /// What the status alone says of an account whose secrets were sent. Only "unauthorised" and
  /// "forbidden" refuse them, and not where a gateway in front of the service says it.
  func finding(unauthorised: String) -> AccountFinding {
    if let trouble { return trouble }
    return switch status {
    case 401: .refused(.unauthorised, unauthorised)
    case 403: .refused(.unauthorised, AccountDetail.mayNotEnter)
    case 300...399: .unclear(AccountDetail.movedAddress)
    case 404, 405, 410: .unclear(AccountDetail.wrongAddress)
    default: .unclear(AccountDetail.unclear)
    }
  }

  /// What keeps the service from answering at all; nil if it has answered. Nothing of it is said of
  /// an account.
  var trouble: AccountFinding? {
    switch status {
    case 407: .later(AccountDetail.proxyRefuses)
    case 408, 421, 425: .later()
    case 429: .unclear(AccountDetail.tooMany)
    case 511: .later(AccountDetail.captivePortal)
    case 500...599: .later(AccountDetail.serverError)
    case 401, 403, 400, 200...299: asksForPerson ? .unclear(AccountDetail.captcha) : nil
    default: nil
    }
  }

  /// Whether a gateway wants to see that a person sits there, or keeps this address out.
  private var asksForPerson: Bool {
    if isChallenge { return true }
    let page = body.prefix(64 << 10).map { (65...90).contains($0) ? $0 + 32 : $0 }
    // A login page may hold a captcha and still say that the password is wrong.
    let signs =
      status == 403
      ? [
        "captcha", "cf-chl", "cloudflare", "incapsula", "request blocked",
        "web application firewall",
      ]
      : ["g-recaptcha", "h-captcha", "hcaptcha.com", "cf-chl", "cf-turnstile", "recaptcha/api"]
    return signs.contains { page.contains(text: $0) }
  }
}

extension AccountDefinition {
  /// What the patterns of the definition make of a reply; nil if none fits.
  func listed(_ reply: HTTPReply) -> AccountFinding? {
    if reply.isChallenge { return nil }
    guard let pattern = answers.first(where: { $0.matches(reply) }) else { return nil }
    return pattern.status == .active
      ? AccountFinding(.active) : .refused(pattern.status, AccountDetail.matched)
  }
}
