import ArgumentParser
import InventoryStore

/// A command that changes the inventory and says in one line what it did.
protocol StoreChange: AsyncParsableCommand {
  var global: GlobalOptions { get }

  /// - Returns: the line, for standard output.
  func change(_ store: InventoryStore) async throws -> String
}

extension StoreChange {
  func run() async throws {
    try await Failure.reporting {
      try Output.say(try await change(try global.store(policy: try PolicyFile.read(nil))))
    }
  }
}
