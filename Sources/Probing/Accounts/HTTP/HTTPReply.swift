import Reporting

/// The reply of a web server.
struct HTTPReply {
  var status: Int
  var location: String?
  var body: [UInt8] = []
  /// Whether its header says that a gateway asks for a person (`cf-mitigated: challenge`).
  var isChallenge = false
  /// `Content-Type` in lower case; empty if absent.
  var mediaType = ""
  /// Whether it says when to try again (`Retry-After`).
  var asksToWait = false
  /// The authentication schemes that it offers, in lower case (`WWW-Authenticate`).
  var offered: [String] = []

  /// What the reply says about an account whose secrets were sent. Only 401 and 403 refuse them,
  /// and not if a gateway in front of the service answered or another reason is given.
  ///
  /// - Parameter scheme: the scheme with which the secrets were sent, `basic`; nil for any other
  ///   way.
  func finding(unauthorised: String, scheme: String? = nil) -> AccountFinding {
    if let trouble { return trouble }
    switch status {
    case 401, 403:
      if asksToWait { return .unclear(AccountDetail.tooMany) }
      // A server that offers only other schemes has not judged this one.
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

  /// What keeps the service from answering at all; nil if it has answered. It says nothing about
  /// the account.
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

  /// The kind of page, if it is not the service's own.
  var foreign: ForeignPage? { ForeignPage(self) }
}
