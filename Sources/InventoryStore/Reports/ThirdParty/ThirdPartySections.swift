import Foundation
import GRDB
import Reporting
import ThirdPartyInventory

/// The sections that an inventory of another project's agent becomes.
enum ThirdPartySections {
  static func of(_ mapped: MappedSections) throws -> [ReceivedSection] {
    var bodies = [
      ("hardware", try CanonicalJSON.encode(mapped.hardware)),
      ("scanners", try CanonicalJSON.encode(mapped.scanners)),
    ]
    if let protection = mapped.protection {
      bodies.append(("protection", try CanonicalJSON.encode(protection)))
    }
    if let network = mapped.network {
      bodies.append(("network", try CanonicalJSON.encode(network)))
    }
    return bodies.map { ReceivedSection(name: $0.0, body: Data($0.1)) }
  }

  /// Maps the inventories on file again, for a migration after the mapping has changed. An imported
  /// file may never be followed by another.
  ///
  /// Each current section is corrected where it stands, since it was wrong from its first day.
  /// Inventories that cannot be decoded are skipped.
  static func remap(_ database: Database) throws {
    let machines = try Int64.fetchAll(database, sql: "SELECT machine FROM third_party_machine")
    for machine in machines {
      let row = try Row.fetchOne(
        database.cachedStatement(
          sql: "SELECT agent, version, inventory FROM third_party_machine WHERE machine = ?"),
        arguments: [machine])
      guard let row,
        let inventory = try? JSONDecoder().decode(
          MachineInventory.self, from: Data((row["inventory"] as String).utf8))
      else { continue }
      let source = FactSource(agent: row["agent"], version: row["version"])
      try correct(machine, to: of(inventory.mapped(source: source)), database)
    }
  }

  private static func correct(
    _ machine: Int64, to sections: [ReceivedSection], _ database: Database
  ) throws {
    let held = try HeldSections.read(machine: machine, database)
    for section in sections {
      guard let known = held[section.probe], known.digest != section.digest,
        let body = section.body
      else { continue }
      do {
        try Sections.renewState(
          body, probe: section.probe, machine: machine, seen: Date(microseconds: 0), database)
      } catch let error as InventoryError where error.code == .sectionMalformed {
        continue
      }
      try database.cachedStatement(sql: "UPDATE section SET digest = ? WHERE id = ?")
        .execute(arguments: [section.digest, known.id])
      try database.cachedStatement(sql: "UPDATE section_body SET body = ? WHERE section = ?")
        .execute(arguments: [String(decoding: body, as: UTF8.self), known.id])
    }
  }
}
