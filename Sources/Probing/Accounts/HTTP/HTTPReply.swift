import Reporting

/// What a web server answered.
struct HTTPReply {
  var status: Int
  var location: String?
  var body: [UInt8] = []
  /// Whether its head says that a gateway asks for a person (`cf-mitigated: challenge`).
  var isChallenge = false
  /// `Content-Type` in small letters; empty if not said.
  var mediaType = ""
  /// Whether it says when to come again (`Retry-After`).
  var asksToWait = false
  /// The ways to log in that it offers, in small letters (`WWW-Authenticate`).
  var offered: [String] = []

  /// What the reply says of an account whose secrets were sent. Only "unauthorised" and "forbidden"
  /// refuse them, and not if a gateway in front of the service says it, or another reason is given.
  ///
  /// - Parameter scheme: by which the secrets were sent, `basic`; nil for any other way.
  func finding(unauthorised: String, scheme: String? = nil) -> AccountFinding {
    if let trouble { return trouble }
    switch status {
    case 401, 403:
      if asksToWait { return .unclear(AccountDetail.tooMany) }
      // Who offers other ways only has not judged this one.
      if let scheme, status == 401, !offered.isEmpty, !offered.contains(scheme) {
        return .unclear(AccountDetail.otherMethod)
      }
      return ServerWords.finding(of: words)
        ?? .refused(
          .unauthorised, status == 401 ? unauthorised : AccountDetail.mayNotEnter)
    case 300...399: return .unclear(AccountDetail.movedAddress)
    case 404, 405, 410: return .unclear(AccountDetail.wrongAddress)
    default: return .unclear(AccountDetail.unclear)
    }
  }

  /// What keeps the service from answering at all; nil if it has answered. Nothing of it is said of
  /// an account.
  var trouble: AccountFinding? {
    switch status {
    case 407: return .later(AccountDetail.proxyRefuses)
    case 408, 421, 425: return .later()
    case 429: return .unclear(AccountDetail.tooMany)
    case 511: return .later(AccountDetail.captivePortal)
    case 500...599: return .later(AccountDetail.serverError)
    case 401, 403, 400, 200...299:
      return switch foreign {
      case .challenge: .unclear(AccountDetail.captcha)
      case .block: .unclear(AccountDetail.gatewayRefuses)
      case .maintenance: .later()
      case nil: nil
      }
    default: return nil
    }
  }

  /// Whose page it is, if it is not the service's.
  var foreign: ForeignPage? { ForeignPage(self) }
}

extension AccountDefinition {
  /// What the patterns of the definition make of a reply; nil if none fits. A status alone does not
  /// tell a service from what stands before it, so it says nothing of a gateway's page.
  func listed(_ reply: HTTPReply) -> AccountFinding? {
    if reply.isChallenge { return nil }
    guard let pattern = answers.first(where: { $0.matches(reply) }) else { return nil }
    if pattern.body.isEmpty, pattern.location == nil, reply.foreign != nil { return nil }
    return pattern.status == .active
      ? AccountFinding(.active) : .refused(pattern.status, AccountDetail.matched)
  }
}
