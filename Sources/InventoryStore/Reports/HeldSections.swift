import Foundation
import GRDB
import Reporting

/// A machine's current sections on file, by probe.
struct HeldSections {
  struct Section {
    let id: Int64
    let digest: Data
  }

  private(set) var sections: [String: Section] = [:]

  static func read(machine: Int64, _ database: Database) throws -> HeldSections {
    var statement = try BoundStatement(
      "SELECT probe, id, digest FROM section WHERE machine = ? AND current = 1", database)
    statement.bind(machine)
    var held = HeldSections()
    try statement.forEach { columns in
      let probe: String = columns.next()
      held.sections[probe] = Section(id: columns.next(), digest: columns.next())
    }
    return held
  }

  subscript(probe: String) -> Section? {
    get { sections[probe] }
    set { sections[probe] = newValue }
  }

  func holds(_ section: ReceivedSection) -> Bool {
    sections[section.probe]?.digest == section.digest
  }

  /// - Throws: ``InventoryError`` with `sectionsWanted` if a section that came as its digest alone
  ///   is not on file.
  func require(_ report: ReceivedReport) throws {
    let wanted = report.sections.filter { $0.body == nil && !holds($0) }.map(\.probe).sorted()
    guard wanted.isEmpty else {
      throw InventoryError(
        .sectionsWanted,
        "The server does not have these sections with this digest: send them in full \(wanted.joined(separator: ", ")).",
        sections: wanted)
    }
  }

  /// The digests as an acknowledgement lists them.
  var digests: [String: String] {
    sections.mapValues { SHA256Digest.hexadecimal([UInt8]($0.digest)) }
  }
}
