public import Foundation
import GRDB

extension InventoryStore.Keys {
  /// The key with these 32 bytes, or nil if no machine has it. Reports from a survey stick name the
  /// public key itself as their key, because nothing could tell the machine another name.
  public func key(withPublicKey publicKey: Data) async throws -> MachineKey? {
    try await store.pool.read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT m.number, m.id, m.lastSequence, m.state, k.number AS key FROM machine m
          JOIN machine_key k ON k.machine = m.number WHERE k.publicKey = ?
          """)
      return try Row.fetchOne(statement, arguments: [publicKey]).map { row in
        MachineKey(
          machine: row["number"], machineId: row["id"], number: row["key"], publicKey: publicKey,
          lastSequence: row["lastSequence"], state: try row.state("state", of: "machine"))
      }
    }
  }
}
