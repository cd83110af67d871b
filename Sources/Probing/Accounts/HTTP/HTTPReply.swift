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

  /// How the secrets were sent.
  enum Secrets: Equatable {
    /// By this scheme of HTTP's own, `basic`, after the server had asked for it.
    case scheme(String)
    /// As a bearer token, which servers often accept without asking for it.
    case token
    /// In the body: by a form or a token request.
    case inBody
  }

  /// What the reply says about an account whose secrets were sent. Only 401 and 403 refuse them,
  /// and not if a gateway in front of the service answered, or if another reason or one that is not
  /// understood is given.
  ///
  /// - Parameter unasked: the reply to the same request without secrets, if it was made.
  func finding(
    unauthorised: String, sent: Secrets, unasked: HTTPReply? = nil
  ) -> AccountFinding {
    if let trouble { return trouble }
    switch status {
    case 401, 403:
      if asksToWait { return .unclear(AccountDetail.tooMany) }
      // A server that offers only other schemes has not judged this one.
      if case .scheme(let scheme) = sent, status == 401, !offered.isEmpty,
        !offered.contains(scheme)
      {
        return .unclear(AccountDetail.otherMethod)
      }
      return refusal(unauthorised, sent, unasked)
    case 300...399: return .unclear(AccountDetail.movedAddress)
    case 404, 405, 410: return .unclear(AccountDetail.wrongAddress)
    default: return .unclear(AccountDetail.unclear)
    }
  }

  /// What a 401 or 403 says, by its words.
  private func refusal(
    _ unauthorised: String, _ sent: Secrets, _ unasked: HTTPReply?
  ) -> AccountFinding {
    let refused = AccountFinding.refused(.unauthorised, unauthorised)
    let saysTheSame = unasked.map(says(theSameAs:)) ?? false
    // Nobody looked at the secrets.
    if saysTheSame, status == 403 { return .unclear(AccountDetail.saysTheSame) }
    guard let words else {
      // A page has too many words, and a 403 comes from many places. But a 401 is HTTP's own answer
      // to credentials of HTTP's own.
      return status == 401 && sent != .inBody ? refused : .unclear(AccountDetail.unclear)
    }
    if let finding = ServerWords.finding(of: words) { return finding }
    switch ServerWords.meaning(of: words) {
    case .refusal: return refused
    case .nothing where sent == .token && PlainWords(words).hold(ServerPhrases.tokens):
      return refused
    case .nothing where !saysTheSame: return .unclear(AccountDetail.unclear)
    default: break
    }
    // The status alone speaks.
    switch (status, sent) {
    // A login of HTTP's own stands before the form.
    case (401, .inBody) where !Self.ownSchemes.isDisjoint(with: offered):
      return .unclear(AccountDetail.otherMethod)
    case (401, _): return refused
    case (_, .inBody): return .unclear(AccountDetail.unclear)
    default: return .refused(.unauthorised, AccountDetail.mayNotEnter)
    }
  }

  /// Schemes by which a browser asks for a login before it shows any page.
  private static let ownSchemes: Set = ["basic", "digest", "ntlm", "negotiate"]

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
