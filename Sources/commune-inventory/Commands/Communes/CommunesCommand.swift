import ArgumentParser
import Foundation
import InventoryStore

struct CommunesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "communes", abstract: "Manage the register of communes.",
    subcommands: [
      Import.self, List.self, VisitCommand.self, ContactCommand.self, NoteCommand.self,
      GroupsCommand.self,
    ])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Import commune data from a CSV table; the whole table is accepted or none of it.",
      discussion: """
        The first line names the columns: code, and any of name, kind, provinceCode, \
        provinceName, latitude, longitude, areaSquareKilometres, remote, border, island, \
        population, officials, dossiersPerMonth, contactName, contactPhone, contactEmail. A blank cell means unknown; where it would \
        erase a value that is known, nothing is filed unless --allow-erasing is given.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The table, UTF-8.")
    var file: String

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

    func run() async throws {
      try await Failure.reporting {
        let bytes = try InputFile.read(file, maximum: InventoryStore.Register.maximumBytes)
        let store = try global.store(policy: try PolicyFile.read(nil))
        do {
          let table = try RegisterImport(bytes, source: source, simulated: simulated)
          if preview {
            return try Output.say(Self.text(try await store.register.changes(by: table)))
          }
          let changes = try await store.register.file(
            table, allowErasing: allowErasing, now: CommandTime.now)
          let filed = (
            added: changes.added.count, changed: changes.changed.count, erased: changes.erased
          )
          let erased = filed.erased == 0 ? "" : ", \(filed.erased) known values made unknown"
          try Output.say("\(filed.added) communes added, \(filed.changed) changed\(erased).")
        } catch let error as InventoryError
          where [.registerMalformed, .valuesErased].contains(error.code)
        {
          throw Failure(Failure.badInput, "\(file): \(error.message) Nothing was imported.")
        }
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

    @Option(help: "Only this province (two-digit code).")
    var province: String?

    @Option(help: "text or json.")
    var format: ListFormat = .text

    func run(with store: InventoryStore) async throws {
      try format.write(
        try await store.register.communes(province: province, within: .country),
        ["Code", "Name", "Province", "Officials", "Dossiers/month"], json: CommuneLine.init
      ) {
        [
          $0.code, $0.name, $0.provinceName, $0.officials.map(String.init) ?? "?",
          $0.dossiersPerMonth.map(String.init) ?? "?",
        ]
      }
    }
  }
}

/// A commune in JSON: what is unknown is null.
struct CommuneLine: Encodable {
  let commune: CommuneRecord

  init(_ commune: CommuneRecord) { self.commune = commune }

  private enum Key: String, CodingKey {
    case code, name, kind, provinceCode, provinceName, latitude, longitude, areaSquareKilometres
    case remote, border, island, population, officials, dossiersPerMonth, simulated
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(commune.code, forKey: .code)
    try values.encode(commune.name, forKey: .name)
    try values.encode(commune.kind, forKey: .kind)
    try values.encode(commune.provinceCode, forKey: .provinceCode)
    try values.encode(commune.provinceName, forKey: .provinceName)
    try values.encode(commune.latitude, forKey: .latitude)
    try values.encode(commune.longitude, forKey: .longitude)
    try values.encode(commune.areaSquareKilometres, forKey: .areaSquareKilometres)
    try values.encode(commune.remote, forKey: .remote)
    try values.encode(commune.border, forKey: .border)
    try values.encode(commune.island, forKey: .island)
    try values.encode(commune.population, forKey: .population)
    try values.encode(commune.officials, forKey: .officials)
    try values.encode(commune.dossiersPerMonth, forKey: .dossiersPerMonth)
    try values.encode(commune.simulated, forKey: .simulated)
  }
}
