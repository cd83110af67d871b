import GRDB

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
    // A serial number may have been typed in, a network adapter replaced, or its address be that of
    // many. If nothing in the firmware proves that it is the same, the processor is compared.
    let isOther =
      try equal.isDisjoint(with: ofFirmware)
      && (equal.isEmpty && !different.isDisjoint(with: ofFirmware)
        || hasOtherProcessor(machine, database))
    guard different.count >= 2 || isOther else { return }
    throw InventoryError(
      .stateConflict,
      "Another machine reports under this agent's identity: delete the agent's state folder (var) on one of the two and run it again."
    )
  }

  private func hasOtherProcessor(_ machine: Int64, _ database: Database) throws -> Bool {
    guard let processorModel else { return false }
    let held = try String.fetchOne(
      database.cachedStatement(
        sql: "SELECT processorModel FROM machine_hardware WHERE machine = ?"),
      arguments: [machine])
    return held.map { Self.words($0) != Self.words(processorModel) } ?? false
  }

  /// The words of a processor's name. Agents leave out marks in one version and not in another:
  /// `Intel(R) Core(TM) i3-2120 CPU @ 3.30GHz`, `Intel Core i3-2120 CPU @ 3.30GHz`.
  private static func words(_ name: String) -> [String] {
    let marks = ["(r)", "(tm)", "(c)", "®", "™"]
    return marks.reduce(name.lowercased()) { $0.replacing($1, with: "") }
      .split(separator: " ").map(String.init)
  }
}
