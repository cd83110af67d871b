import Reporting

/// The result of one check.
struct AccountFinding: Codable, Sendable, Equatable {
  var status: AccountFacts.Account.Status
  /// One of our own sentences, the same every night for the same cause; never a server's words.
  var detail: String?
  var evidence = AccountFacts.Account.Evidence.probed
  /// RFC 3339 UTC.
  var expiresAt: String?
  /// Whether the service clearly refused these credentials: they are not tried again before a
  /// person has corrected something, since a second attempt could lock the account.
  var isRefusal = false
  /// true if the service received the password but its answer does not tell whether it was right:
  /// tried again, at growing intervals. nil otherwise.
  var isUnclear: Bool?

  init(
    _ status: AccountFacts.Account.Status, _ detail: String? = nil,
    evidence: AccountFacts.Account.Evidence = .probed, expiresAt: String? = nil,
    isRefusal: Bool = false
  ) {
    (self.status, self.detail, self.evidence) = (status, detail, evidence)
    (self.expiresAt, self.isRefusal) = (expiresAt, isRefusal)
  }

  /// The status is unknown, for the reason given.
  static func unknown(_ detail: String) -> AccountFinding { AccountFinding(.unknown, detail) }

  /// The service was asked, and its answer does not tell whether the password was right.
  static func unclear(
    _ detail: String, _ status: AccountFacts.Account.Status = .unknown
  ) -> AccountFinding {
    var finding = AccountFinding(status, detail)
    finding.isUnclear = true
    return finding
  }

  /// The service cannot decide at present, which says nothing about the credentials.
  static func later(_ detail: String = AccountDetail.temporary) -> AccountFinding {
    AccountFinding(.unreachable, detail)
  }

  /// The service clearly refused the login.
  static func refused(
    _ status: AccountFacts.Account.Status, _ detail: String
  ) -> AccountFinding {
    AccountFinding(status, detail, isRefusal: true)
  }

  /// The finding as an entry of a report.
  ///
  /// - Parameter checked: the wall clock at the check. Only its day is reported: a check is made
  ///   once a day, and reading it twice on one day must give the same section.
  func account(_ service: String, checked: String) -> AccountFacts.Account {
    AccountFacts.Account(
      service: service, status: status, evidence: evidence, expiresAt: expiresAt,
      checkedAt: "\(checked.prefix(10))T00:00:00Z", detail: detail)
  }
}
