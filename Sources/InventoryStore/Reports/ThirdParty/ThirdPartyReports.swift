import Cryptography
public import Foundation
import GRDB
public import Reporting
public import ThirdPartyInventory

/// An inventory of another project's agent, on its way into the store.
public struct ThirdPartyReport: Sendable {
  public var commune: String
  /// The enrolment token with which the agent authenticated; nil if an administrator imports the
  /// inventory.
  public var token: String?
  /// The names by which the agent identifies the machine, the most reliable first: the agent's id,
  /// the device's name. Only their digests are stored.
  public var identities: [String]
  public var source: FactSource
  public var inventory: MachineInventory
  /// Whether missing sections are unchanged.
  public var isPartial: Bool
  public var receivedAt: Date
  /// When the agent made it, if not just before: the date of an imported file.
  public var observedAt: Date?

  var digests: [Data] {
    identities.prefix(2).map { Self.digest(of: $0, commune: commune) }
  }

  /// SHA-256 over commune and identity.
  static func digest(of identity: String, commune: String) -> Data {
    Data(SHA256.hash(data: Data("\(commune)\n\(identity)".utf8)))
  }

  /// The names by which an agent identifies its machine, the most reliable first; the device's name
  /// may have changed.
  static func identities(agentID: UUID?, deviceID: String?) -> [String] {
    [agentID.map { "agent \($0.uuidString)" }, deviceID.map { "device \($0)" }].compactMap(\.self)
  }
}

extension InventoryStore.ThirdPartyReports {
  /// The result of filing an inventory.
  public struct Filed: Sendable, Equatable {
    public var machine: String
    /// Whether the machine reported for the first time.
    public var isNew: Bool
  }

  /// Whether a token may still bring inventories of the commune: it exists and is not revoked. Its
  /// expiry and uses limit new machines only.
  public func accepts(token: String, commune: String) async throws -> Bool {
    guard let digest = TokenText.digest(token) else { return false }
    return try await store.pool.read { database in
      try Bool.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT 1 FROM enrolment_token
            WHERE digest = ? AND commune = ? AND revokedAt IS NULL
            """), arguments: [digest, commune]) ?? false
    }
  }

  /// Files an inventory: its facts become sections as our agent's do. It is on disk when this
  /// returns. The first inventory of a machine uses the token once.
  ///
  /// - Throws: ``InventoryError`` with `tokenUnknown`, `tokenExpired`, `tokenUsedUp`,
  ///   `tokenRevoked`, `machineQuarantined`, `machineRetired`, `stateConflict` if two machines use
  ///   one identity, `sectionsWanted` for a partial inventory of an unknown machine,
  ///   `communeUnknown`, `sequenceBehind` for an imported file that is not newer than what is on
  ///   file or too old, `dailyBytesUsedUp`, `databaseFull` or `busy`; in that case nothing is
  ///   stored.
  public func file(_ report: ThirdPartyReport) async throws -> Filed {
    guard !report.identities.isEmpty else {
      throw InventoryError(
        .argumentMalformed, "The inventory does not say which machine it describes.")
    }
    // Merged and mapped before the write, which other writers wait for, since this takes
    // milliseconds.
    for _ in 0..<3 {
      let held = report.isPartial ? try await heldInventory(of: report) : nil
      let filing = try ThirdPartyFiling(report, onto: held)
      do {
        return try await store.write { group in try filing.file(group) }
      } catch is ThirdPartyFiling.Overtaken {
        continue
      } catch let error as InventoryError where error.code == .dailyBytesUsedUp {
        if let machine = try await machine(of: report) {
          try await store.reports.noteRefusedIntake(machine: machine, now: report.receivedAt)
        }
        throw error
      }
    }
    throw InventoryError(.busy, "This machine sends several inventories at once: try later.")
  }

  private func machine(of report: ThirdPartyReport) async throws -> Int64? {
    let digests = report.digests
    return try await store.pool.read { database in
      try ThirdPartyFiling.machine(digests, of: report.commune, database)
    }
  }

  private func heldInventory(of report: ThirdPartyReport) async throws -> String? {
    let digests = report.digests
    return try await store.pool.read { database in
      guard let machine = try ThirdPartyFiling.machine(digests, of: report.commune, database) else {
        return nil
      }
      return try ThirdPartyFiling.inventory(of: machine, database)
    }
  }
}
