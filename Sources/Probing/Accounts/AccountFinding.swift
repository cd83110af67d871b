import Reporting

/// What one check saw.
struct AccountFinding: Codable, Sendable, Equatable {
  var status: AccountFacts.Account.Status
  /// A sentence of ours, the same one night after night for the same cause; never a server's words.
  var detail: String?
  var evidence = AccountFacts.Account.Evidence.probed
  /// RFC 3339 UTC.
  var expiresAt: String?
  /// Whether the service plainly refused these credentials: not to be tried again before a person
  /// has mended something, since a second try could lock the account.
  var isRefusal = false
  /// true if the service was given the password and its answer does not tell whether that was right:
  /// to be tried again, more and more rarely. nil else.
  var isUnclear: Bool?

  init(
    _ status: AccountFacts.Account.Status, _ detail: String? = nil,
    evidence: AccountFacts.Account.Evidence = .probed, expiresAt: String? = nil,
    isRefusal: Bool = false
  ) {
    (self.status, self.detail, self.evidence) = (status, detail, evidence)
    (self.expiresAt, self.isRefusal) = (expiresAt, isRefusal)
  }

  /// Nothing can be said.
  static func unknown(_ detail: String) -> AccountFinding { AccountFinding(.unknown, detail) }

  /// The service was asked, and its answer does not tell whether the password was right.
  static func unclear(
    _ detail: String, _ status: AccountFacts.Account.Status = .unknown
  ) -> AccountFinding {
    var finding = AccountFinding(status, detail)
    finding.isUnclear = true
    return finding
  }

  /// The service cannot tell at present; it says nothing of the credentials.
  static func later(_ detail: String = AccountDetail.temporary) -> AccountFinding {
    AccountFinding(.unreachable, detail)
  }

  /// The service plainly did not let us in.
  static func refused(
    _ status: AccountFacts.Account.Status, _ detail: String
  ) -> AccountFinding {
    AccountFinding(status, detail, isRefusal: true)
  }

  /// As a report says it.
  ///
  /// - Parameter checked: the wall clock at the check. Its day is reported: a check is made once a
  ///   day, and what is read twice on one day must give one section.
  func account(_ service: String, checked: String) -> AccountFacts.Account {
    AccountFacts.Account(
      service: service, status: status, evidence: evidence, expiresAt: expiresAt,
      checkedAt: "\(checked.prefix(10))T00:00:00Z", detail: detail)
  }
}
