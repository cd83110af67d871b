import ArgumentParser
import Foundation
import InventoryStore

/// A table that a command imports.
struct TableFile: ParsableArguments {
  @Argument(help: "The table, UTF-8.")
  var file: String

  /// - Throws: ``Failure`` if it cannot be read.
  func read() throws -> Data {
    try InputFile.read(file, maximum: InventoryStore.Register.maximumBytes)
  }
}

/// A command that imports a table, the whole of it or nothing.
protocol TableImport: AsyncParsableCommand {
  var global: GlobalOptions { get }
  var table: TableFile { get }

  /// - Throws: any error that ``Failure`` turns into a line on standard error and an exit code.
  func file(_ bytes: Data, in store: InventoryStore) async throws
}

extension TableImport {
  func run() async throws {
    try await Failure.reporting {
      let bytes = try table.read()
      try await file(bytes, in: global.store())
    }
  }
}
