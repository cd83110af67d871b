import ArgumentParser
import InventoryStore

/// A command that works with the inventory, by the standard policy.
protocol StoreCommand: AsyncParsableCommand {
  var global: GlobalOptions { get }

  /// - Throws: any error that ``Failure`` turns into a line on standard error and an exit code.
  func run(with store: InventoryStore) async throws
}

extension StoreCommand {
  func run() async throws {
    try await Failure.reporting {
      try await run(with: try global.store())
    }
  }
}

/// A command that changes the inventory and says in one line what it did.
protocol StoreChange: StoreCommand {
  /// - Returns: the line, for standard output.
  func change(_ store: InventoryStore) async throws -> String
}

extension StoreChange {
  func run(with store: InventoryStore) async throws { try Output.say(try await change(store)) }
}

/// A command that shows what the inventory holds, for people or for programs.
protocol StoreQuery: StoreCommand {
  var list: ListOptions { get }
}

extension StoreQuery {
  var global: GlobalOptions { list.global }
}
