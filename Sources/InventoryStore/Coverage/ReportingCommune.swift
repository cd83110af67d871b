public import Foundation
import GRDB

extension InventoryStore {
  /// The commune of the machine that signs with `key`.
  ///
  /// - Throws: ``InventoryError`` with `machineQuarantined`, `machineRetired` or `keyRevoked`: who
  ///   may not report may not ask for anything else.
  public func commune(of key: MachineKey, now: Date) async throws -> String {
    try await pool.read { database in
      let machine = try MachineStanding.read(machine: key.machine, key: key.number, database)
      try machine.requireMayReport(at: now)
      return machine.commune
    }
  }
}
