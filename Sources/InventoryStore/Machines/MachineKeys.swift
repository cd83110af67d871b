public import Foundation
import GRDB

/// A key under which a machine signs, with what the door must know before it opens a body.
public struct MachineKey: Sendable, Equatable {
  /// The machine's row number.
  public let machine: Int64
  public let machineId: String
  /// Counts a machine's keys from 1.
  public let number: Int
  /// Ed25519, 32 bytes.
  public let publicKey: Data
  /// As far as the centre has counted; what is remembered of it may lag behind.
  public internal(set) var lastSequence: Int
  public let state: String
}

extension InventoryStore {
  /// The key named `<machine>.<n>`, or nil where there is no such key.
  ///
  /// A key that no longer holds is told, too: what it signs is answered with the reason by
  /// whatever is asked next.
  ///
  /// - Parameter anew: ask the file even where the key was looked up before. What is remembered may
  ///   lag behind; ``file(_:)`` looks again in its own transaction.
  public func key(_ keyId: String, anew: Bool = false) async throws -> MachineKey? {
    if !anew, let known = keys[keyId] { return known }
    let found = try await lookUp(keyId)
    keys[keyId] = found
    return found
  }

  private func lookUp(_ keyId: String) async throws -> MachineKey? {
    let parts = keyId.split(separator: ".", maxSplits: 1)
    // one spelling: m1.01 is not m1.1
    guard parts.count == 2, let number = Int(parts[1]), String(number) == parts[1] else {
      return nil
    }
    let id = String(parts[0])
    return try await pool.read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT m.number, m.lastSequence, m.state, k.publicKey FROM machine m
          JOIN machine_key k ON k.machine = m.number
          WHERE m.id = ? AND k.number = ?
          """)
      return try Row.fetchOne(statement, arguments: [id, number]).map { row in
        MachineKey(
          machine: row["number"], machineId: id, number: number, publicKey: row["publicKey"],
          lastSequence: row["lastSequence"], state: row["state"])
      }
    }
  }

  /// Whether a report of that id is on file.
  public func holds(report id: UUID) async throws -> Bool {
    try await pool.read { database in
      let statement = try database.cachedStatement(sql: "SELECT 1 FROM report WHERE id = ?")
      return try Bool.fetchOne(statement, arguments: [id.bytes]) ?? false
    }
  }
}

extension UUID {
  var bytes: Data { withUnsafeBytes(of: uuid) { Data($0) } }
}
