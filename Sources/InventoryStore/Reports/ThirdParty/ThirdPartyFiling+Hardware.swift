import GRDB
import Reporting

extension ThirdPartyFiling {
  /// Two machines with one identity come from a copied disk: the second must not overwrite the
  /// first.
  ///
  /// - Throws: ``InventoryError`` with `stateConflict` if most of what is known about both differs.
  func requireSameHardware(_ machine: Int64, _ database: Database) throws {
    let rows = try Row.fetchAll(
      database.cachedStatement(sql: "SELECT kind, hash FROM machine_evidence WHERE machine = ?"),
      arguments: [machine])
    var (equal, different): (Set<String>, Set<String>) = ([], [])
    for row in rows {
      let kind: String = row["kind"]
      guard let mine = evidence[kind] else { continue }
      if mine == row["hash"] { equal.insert(kind) } else { different.insert(kind) }
    }
    let ofFirmware: Set = ["serial", "uuid"]
    // A network adapter alone may have been replaced; a serial number may have been typed in. If a
    // computer's firmware names nothing, only the processor can be compared. An address may be that
    // of many computers, but a processor's name may only be written differently.
    let isOther =
      if equal.isEmpty {
        try !different.isDisjoint(with: ofFirmware) || hasOtherProcessor(machine, database)
      } else {
        try equal.isDisjoint(with: ofFirmware)
          && hasOtherProcessor(machine, evenByNumbers: true, database)
      }
    guard different.count >= 2 || isOther else { return }
    throw InventoryError(
      .stateConflict,
      "Another machine reports under this agent's identity: delete the agent's state folder (var) on one of the two and run it again."
    )
  }

  /// - Parameter evenByNumbers: whether its numbers must differ, too.
  private func hasOtherProcessor(
    _ machine: Int64, evenByNumbers: Bool = false, _ database: Database
  ) throws -> Bool {
    let row = try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT processorModel, processorCores, processorModelNumber, processorStepping
          FROM machine_hardware WHERE machine = ?
          """), arguments: [machine])
    guard let row, let processor, let name = processor.model?.cleaned(128),
      let held: String = row["processorModel"], Self.words(held) != Self.words(name)
    else { return false }
    let numbers = [processor.cores, processor.modelNumber, processor.stepping]
    return !evenByNumbers
      || zip(["processorCores", "processorModelNumber", "processorStepping"], numbers)
        .contains { column, mine in
          guard let mine, let other: Int = row[column] else { return false }
          return mine != other
        }
  }

  /// The words of a processor's name. Agents leave out marks in one version and not in another:
  /// `Intel(R) Core(TM) i3-2120 CPU @ 3.30GHz`, `Intel Core i3-2120 CPU @ 3.30GHz`.
  private static func words(_ name: String) -> [String] {
    let marks = ["(r)", "(tm)", "(c)", "®", "™"]
    return marks.reduce(name.lowercased()) { $0.replacing($1, with: "") }
      .split(separator: " ").map(String.init)
  }
}
