import Reporting
import CCurl
import Curl

/// What a web server answered.
struct HTTPReply {
  var status: Int
  var location: String?
  var body: [UInt8] = []

  /// What the status alone says of an account whose secrets were sent.
  func finding(unauthorised: String) -> AccountFinding {
    switch status {
    case 401: .refused(.unauthorised, unauthorised)
    case 403: .refused(.unauthorised, AccountDetail.mayNotEnter)
    case 429: .unknown(AccountDetail.tooMany)
    case 300...399: AccountFinding(.unknown, AccountDetail.movedAddress, isRefusal: true)
    case 404, 405, 410: AccountFinding(.unknown, AccountDetail.wrongAddress, isRefusal: true)
    case 500...599: AccountFinding(.unreachable, AccountDetail.serverError)
    default: AccountFinding(.unknown, AccountDetail.unclear, isRefusal: true)
    }
  }
}

extension AccountDefinition {
  /// What the patterns of the definition make of a reply; nil where none fits.
  func listed(_ reply: HTTPReply) -> AccountFinding? {
    guard let pattern = answers.first(where: { $0.matches(reply) }) else { return nil }
    return pattern.status == .active
      ? AccountFinding(.active) : .refused(pattern.status, AccountDetail.matched)
  }
}

extension CheckLine {
  /// Most bytes of a page that are read.
  static let longestPage = 1 << 20

  /// Sends one request. Redirects are not followed.
  func request() throws(CheckStopped) -> HTTPReply {
    limitTime()
    let reply = CurlReply(maximumBody: Self.longestPage)
    let code = reply.collect(handle)
    guard handle.acceptedAll else { throw CheckStopped(.unknown(AccountDetail.noLibcurl)) }
    // Too many: it would have sent the request again, and may not. The reply stands.
    guard code == CURLE_OK || code == CURLE_TOO_MANY_REDIRECTS,
      let status = handle.number(CURLINFO_RESPONSE_CODE), status > 0
    else { throw CheckStopped(finding(of: code)) }
    return HTTPReply(
      status: status, location: reply.fields["location"], body: [UInt8](reply.body))
  }
}
