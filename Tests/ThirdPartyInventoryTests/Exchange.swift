import Foundation
import Reporting
import Testing
import ThirdPartyInventory

/// An inventory of `Exchanges/`: our own in GLPI Agent's format, and what the agents of Debian's
/// packages reported of a virtual machine, without what identifies it.
enum Exchange {
  static func body(_ name: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Exchanges")
    return try Data(contentsOf: folder.appending(path: name))
  }

  static func message(_ name: String) throws -> AgentMessage {
    try MessageReader.read(body(name))
  }

  static func mapped(_ name: String) throws -> MappedSections {
    let message = try message(name)
    // OCS names itself only in the request's head.
    let source = FactSource(client: message.client) ?? FactSource(agent: "OCS Inventory")
    return message.inventory.mapped(source: source)
  }

  static func hardware(_ name: String) throws -> HardwareFacts {
    try #require(mapped(name).hardware.facts)
  }
}
