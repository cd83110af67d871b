/// The accounts section of a report: which of the ministries' services this office may use.
///
/// It says whether access exists and until when, never whose it is: no user names, no passwords.
public struct AccountFacts: Codable, Sendable, Equatable {
  /// Maximum number of accounts in a report.
  public static let maximumCount = 64

  public var accounts: [Account]

  public init(accounts: [Account]) { self.accounts = accounts }

  public struct Account: Codable, Sendable, Equatable {
    public enum Status: String, Codable, Sendable, CaseIterable {
      case active, notIssued, unauthorised, expired, locked, unreachable, unknown
    }
    public enum Evidence: String, Codable, Sendable { case probed, certificate, attested }

    /// Which service, `vneid`.
    public var service: String
    public var status: Status
    /// The source: checked by a probe, read from a certificate, or attested by a person.
    public var evidence: Evidence
    /// RFC 3339 UTC; nil if no end is known.
    public var expiresAt: String?
    /// RFC 3339 UTC, by the machine's clock.
    public var checkedAt: String
    /// One line of free text.
    public var detail: String?

    public init(
      service: String, status: Status, evidence: Evidence, expiresAt: String? = nil,
      checkedAt: String, detail: String? = nil
    ) {
      (self.service, self.status, self.evidence) = (service, status, evidence)
      (self.expiresAt, self.checkedAt, self.detail) = (expiresAt, checkedAt, detail)
    }
  }
}

extension AccountFacts {
  /// Combines probed and attested accounts into one section.
  ///
  /// A probe's finding takes precedence over an attestation of the same service, unless the probe
  /// could not tell. A failed probe stays failed: attestations of some services must not look like
  /// the complete list.
  ///
  /// - Parameters:
  ///   - probed: nil if accounts were not probed.
  ///   - attested: nil if nothing was ever attested.
  public static func merged(
    probed: Outcome<AccountFacts>?, attested: Outcome<AccountFacts>?
  ) -> Outcome<AccountFacts>? {
    switch (probed, attested) {
    case (nil, _), (.absent?, .observed?), (.absent?, .failed?): attested
    case (_, nil), (.failed?, _), (_, .absent?): probed
    case (.observed(let seen)?, .observed(let said)?):
      .observed(AccountFacts(accounts: union(seen.accounts, said.accounts)))
    case (.observed(let seen)?, .failed?):
      .observed(AccountFacts(accounts: seen.accounts.map(withoutWord)))
    }
  }

  /// Sorted by service. If there are too many for a report, those defined on the machine take
  /// precedence.
  private static func union(_ seen: [Account], _ said: [Account]) -> [Account] {
    let words = Dictionary(said.map { ($0.service, $0) }) { first, _ in first }
    let names = Set(seen.map(\.service))
    let known = seen.map { account in
      let couldTell = account.status != .unknown && account.status != .unreachable
      return couldTell ? account : words[account.service] ?? account
    }
    let others = said.filter { !names.contains($0.service) }
    return (known + others).prefix(maximumCount).sorted { $0.service < $1.service }
  }

  /// If the attestations cannot be read, reporting that there are none would be untrue.
  private static func withoutWord(_ account: Account) -> Account {
    guard account.evidence == .attested else { return account }
    var account = account
    account.detail = "the attestation cannot be read: attest again"
    return account
  }
}
