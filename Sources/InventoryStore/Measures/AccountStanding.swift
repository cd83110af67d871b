import Foundation
import Reporting

/// A statement of a right to use a service: by a machine, or by an officer for the commune.
struct AccountStanding: Equatable {
  /// The machine's row number; nil for an officer's attestation.
  var machine: Int64?
  var service: String
  var status: AccountFacts.Account.Status
  var expiresAt: Date?
  /// Since when it has been stated unchanged, by the centre's clock; microseconds since 1970.
  var saidAt: Int64
  /// Whether it is a statement of the commune's own officer that the province has not confirmed.
  var isUnconfirmed = false

  enum Verdict { case usable, refused, unknown }

  /// The meaning of the statement at `now`: an expired right is refused.
  func verdict(at now: Date) -> Verdict {
    switch status {
    case .active: expiresAt.map { $0 > now } ?? true ? .usable : .refused
    case .notIssued, .unauthorised, .expired, .locked: .refused
    case .unreachable, .unknown: .unknown
    }
  }
}

extension AccountStanding {
  /// The statements that count if both an officer and machines make one about a service: the later
  /// ones, and the machine's if both have the same time.
  ///
  /// An unknown status is no statement. An earlier machine's statement still counts if the
  /// officer's agrees with it.
  ///
  /// - Parameter said: at most one by an officer per service.
  static func counting(_ said: [AccountStanding], at now: Date) -> [AccountStanding] {
    let attested = said.filter { $0.machine == nil }
    // The case for most communes.
    guard !attested.isEmpty else { return said }
    var out: Set<String> = []
    var newest: [String: AccountStanding] = [:]
    for officer in attested { newest[officer.service] = officer }
    for one in said where one.machine != nil && one.verdict(at: now) != .unknown {
      if let officer = newest[one.service], one.saidAt >= officer.saidAt { out.insert(one.service) }
    }
    return said.filter { one in
      guard let officer = newest[one.service] else { return true }
      if one.machine == nil { return !out.contains(one.service) }
      return one.saidAt >= officer.saidAt || one.verdict(at: now) == officer.verdict(at: now)
    }
  }
}

extension AccountStanding {
  /// When a statement was made, in microseconds since 1970; the distant past if unknown, so that it
  /// overrules no dated statement.
  ///
  /// - Parameter time: as stored, perhaps by a clock that was ahead.
  static func known(_ time: Int64?, _ now: Date) -> Int64 {
    time.flatMap { $0 <= now.latestKnown ? $0 : nil } ?? .min
  }
}

extension AccountStanding {
  /// SQL: the columns that ``init(_:of:now:)`` reads, from the tables `account` as `a` and
  /// `machine` as `m`.
  static let columns = """
    a.service, a.machine, a.status, a.expiresAt,
      CASE WHEN m.reportTimeDoubtedAt IS NULL THEN a.saidAt END, a.evidence IS 'attested'
    """

  /// A machine's statement.
  ///
  /// - Parameter columns: ``columns`` come next.
  /// - Returns: nil if the service is not one of `services`.
  /// - Throws: ``InventoryError`` with `databaseUnusable` for an unknown status.
  init?(_ columns: inout ColumnReader, of services: Set<String>, now: Date) throws {
    service = columns.next()
    guard services.contains(service) else { return nil }
    machine = columns.next() as Int64
    status = try columns.state("status", of: "account")
    expiresAt = (columns.next() as Int64?).map { Date(microseconds: $0) }
    saidAt = Self.known(columns.next(), now)
    // Typed in at the commune: its officer's word, although a machine reports it.
    isUnconfirmed = columns.next()
  }
}
