import Reporting

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
