import ArgumentParser
import Foundation
import InventoryStore
import Presentation

struct CommunesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "communes", abstract: "Manage the register of communes.",
    subcommands: [
      Import.self, List.self, VisitCommand.self, ContactCommand.self, NoteCommand.self,
      GroupsCommand.self,
    ])

  struct Import: TableImport {
    static let configuration = CommandConfiguration(
      abstract: "Import commune data from a CSV table; the whole table is accepted or none of it.",
      discussion: """
        The first line names the columns: code, and any of name, kind, provinceCode, \
        provinceName, latitude, longitude, areaSquareKilometres, remote, border, island, \
        population, officials, dossiersPerMonth, contactName, contactPhone, contactEmail. A blank cell means unknown; where it would \
        erase a value that is known, nothing is filed unless --allow-erasing is given.
        """)

    @OptionGroup var global: GlobalOptions

    @OptionGroup var table: TableFile

    @Flag(help: "Mark the figures as made up for a demonstration.")
    var simulated = false

    @Option(
      help: ArgumentHelp(
        "The document from which the table was made; shown beside its figures.",
        valueName: "text"))
    var source: String?

    @Flag(help: "Only say what would change.")
    var preview = false

    @Flag(help: "Let blank cells make values unknown that are known.")
    var allowErasing = false

    func file(_ bytes: Data, in store: InventoryStore) async throws {
      do {
        let figures = try RegisterImport(bytes, source: source, simulated: simulated)
        if preview {
          return try Output.say(Self.text(try await store.register.changes(by: figures)))
        }
        let changes = try await store.register.file(
          figures, allowErasing: allowErasing, now: CommandTime.now)
        let filed = (
          added: changes.added.count, changed: changes.changed.count, erased: changes.erased
        )
        let erased = filed.erased == 0 ? "" : ", \(filed.erased) known values made unknown"
        try Output.say("\(filed.added) communes added, \(filed.changed) changed\(erased).")
        if changes.unmarked > 0 {
          Warning.say(
            "The figures of \(changes.unmarked) communes are no longer marked as made up: import them with --simulated if they are."
          )
        }
      } catch let error as InventoryError
        where [.registerMalformed, .valuesErased].contains(error.code)
      {
        throw Failure(
          Failure.badInput, "\(table.file): \(error.commandMessage) Nothing was imported.")
      }
    }

    /// One line for each commune that would change, then the counts.
    private static func text(_ changes: RegisterChanges) -> String {
      let lines = (changes.added + changes.changed).map { commune in
        let values = commune.values.map { "\($0.column): \($0.before ?? "?") → \($0.after ?? "?")" }
        return "\(commune.code) \(commune.name): \(values.joined(separator: "; "))"
      }
      return
        (lines + [
          "\(changes.added.count) communes to add, \(changes.changed.count) to change, \(changes.erased) known values to make unknown, \(changes.unchanged) as they are; \(changes.absent.count) communes of the table's provinces are not in it. Nothing was imported."
        ]).joined(separator: "\n")
    }
  }

  struct List: StoreCommand {
    static let configuration = CommandConfiguration(abstract: "List the communes in the register.")

    @OptionGroup var global: GlobalOptions

    @OptionGroup var place: ProvinceOption

    @OptionGroup var output: FormatOption

    func run(with store: InventoryStore) async throws {
      try output.format.write(
        try await store.register.communes(province: place.province, within: .country),
        ["Code", "Name", "Province", "Officials", "Dossiers/month"], json: Self.object
      ) {
        [
          $0.code, $0.name, $0.provinceName, $0.officials.map(String.init) ?? "?",
          $0.dossiersPerMonth.map(String.init) ?? "?",
        ]
      }
    }

    /// A commune in JSON; unknown values are null.
    private static func object(_ commune: CommuneRecord) -> JSONObject {
      [
        "code": commune.code, "name": commune.name, "kind": commune.kind,
        "provinceCode": commune.provinceCode, "provinceName": commune.provinceName,
        "latitude": commune.latitude, "longitude": commune.longitude,
        "areaSquareKilometres": commune.areaSquareKilometres, "remote": commune.remote,
        "border": commune.border, "island": commune.island, "population": commune.population,
        "officials": commune.officials, "dossiersPerMonth": commune.dossiersPerMonth,
        "simulated": commune.simulated,
      ]
    }
  }
}
