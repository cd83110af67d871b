import Reporting

/// What a reply looks like that means `status`: everything that is set must match.
struct AnswerPattern: Codable, Sendable, Equatable {
  /// Specific before general: a page that says "locked" may also have the HTTP status of a login.
  static let order: [AccountFacts.Account.Status] = [
    .locked, .expired, .notIssued, .active, .unauthorised,
  ]

  var status: AccountFacts.Account.Status
  /// HTTP statuses, any of them.
  var codes: [Int] = []
  /// Part of the field `Location`.
  var location: String?
  /// Parts of the body, any of them, as it is sent or as people read it.
  var body: [String] = []

  /// - Parameter text: the reply's body as people read it.
  func matches(_ reply: HTTPReply, _ text: ReadableText) -> Bool {
    if !codes.isEmpty && !codes.contains(reply.status) { return false }
    if let location, !(reply.location ?? "").utf8.contains(text: location) { return false }
    return body.isEmpty
      || body.contains { reply.body.contains(text: $0) || text.contains($0) }
  }
}

extension AccountDefinition {
  /// What the definition's patterns make of a reply; nil if none matches. A status alone does not
  /// distinguish a service from a gateway in front of it, so it does not match a gateway's page.
  func listed(_ reply: HTTPReply) -> AccountFinding? {
    if reply.isChallenge || answers.isEmpty { return nil }
    let text = ReadableText(reply.body)
    guard let pattern = answers.first(where: { $0.matches(reply, text) }) else { return nil }
    if pattern.body.isEmpty, pattern.location == nil, reply.foreign != nil { return nil }
    return pattern.status == .active
      ? AccountFinding(.active) : .refused(pattern.status, AccountDetail.matched)
  }
}
