/// The accounts section of a report: which of the ministries' services this office may use.
///
/// It says whether there is a right and until when, never who has it: no user name, no password.
public struct AccountFacts: Codable, Sendable, Equatable {
  /// Most accounts that a report may hold.
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
    /// How we know: seen by a probe, read from a certificate, or said by a person.
    public var evidence: Evidence
    /// RFC 3339 UTC, where an end is known.
    public var expiresAt: String?
    /// RFC 3339 UTC, by the machine's clock.
    public var checkedAt: String
    /// One line in a person's words.
    public var detail: String?

    public init(
      service: String, status: Status, evidence: Evidence, expiresAt: String? = nil,
      checkedAt: String, detail: String? = nil
    ) {
      self.service = service
      self.status = status
      self.evidence = evidence
      self.expiresAt = expiresAt
      self.checkedAt = checkedAt
      self.detail = detail
    }
  }
}
