import ArgumentParser
import Foundation
import InventoryStore

/// `init`: makes an inventory, as otherwise only `serve` does.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make an inventory with the country's communes; serve makes one too.",
    discussion: """
      An existing inventory is left unchanged. All other commands require an existing one, so \
      that a mistyped --database does not create a new, empty inventory.
      """)

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    try await Failure.reporting {
      let path = try global.path
      guard try !InventoryFile.isThere(path) else {
        return try Output.say("\(path) is an inventory already; nothing was changed.")
      }
      let store = try InventoryStore(
        path: path, role: .serving, policy: try PolicyFile.read(nil), now: Date())
      let communes = try await store.register.communes(within: .country).count
      try Output.say("\(path): a new inventory of \(communes) communes.")
    }
  }
}
