import ArgumentParser
import Foundation
import InventoryStore
import Presentation

/// `communes groups`: groups of communes, such as old districts.
struct GroupsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups",
    abstract: "Manage groups of communes: old districts, regions, lists of your own.",
    subcommands: [Import.self, List.self, Remove.self])

  struct Import: TableImport {
    static let configuration = CommandConfiguration(
      abstract: "Import groups from a CSV table; the whole table is accepted or none of it.",
      discussion: """
        The table has the columns code and group, with a line for each commune of each group. The \
        members of every group that it names become those of the table; other groups stay.
        """)

    @OptionGroup var global: GlobalOptions

    @OptionGroup var table: TableFile

    func file(_ bytes: Data, in store: InventoryStore) async throws {
      let messages = try Messages.embedded()
      do {
        let filed = try await store.groups.file(try GroupTable(bytes), now: CommandTime.now)
        try Output.line(
          messages(
            "groups.imported", OutputLanguage.language,
            ["added": "\(filed.added)", "changed": "\(filed.changed)"]))
      } catch let error as InventoryError where error.code == .registerMalformed {
        throw Failure(
          Failure.badInput, "\(table.file): \(error.commandMessage) Nothing was imported.")
      }
    }
  }

  struct List: StoreQuery {
    static let configuration = CommandConfiguration(abstract: "List the groups.")

    @OptionGroup var list: ListOptions

    func run(with store: InventoryStore) async throws {
      let messages = try Messages.embedded()
      try list.format.write(
        try await store.groups.list(within: .country),
        ["groups.number", "groups.group", "groups.communes"].map {
          messages($0, OutputLanguage.language)
        }
      ) { ["\($0.number)", $0.name, "\($0.communes)"] }
    }
  }

  struct Remove: TargetCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a group; its communes stay.")

    @OptionGroup var target: GroupTarget

    func run(with store: InventoryStore) async throws {
      try await store.groups.remove(target.group, now: CommandTime.now)
      try Output.line(try Messages.embedded()("groups.removed", OutputLanguage.language))
    }
  }
}
