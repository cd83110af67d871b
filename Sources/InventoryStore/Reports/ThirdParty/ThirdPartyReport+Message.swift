public import Foundation
import Reporting
public import ThirdPartyInventory

extension ThirdPartyReport {
  /// The report in an agent's message.
  ///
  /// - Parameters:
  ///   - token: nil for a message that an administrator imports.
  ///   - userAgent: names the agent if the message does not, as with OCS.
  ///   - agentID: GLPI Agent's own id, which outlives a change of the host's name.
  /// - Throws: ``InventoryError`` with `argumentMalformed` if the message does not say which
  ///   machine or which agent it comes from.
  public init(
    _ message: AgentMessage, commune: String, token: String?, agentID: UUID? = nil,
    userAgent: String? = nil, receivedAt: Date, observedAt: Date? = nil
  ) throws {
    let identities = Self.identities(agentID: agentID, deviceID: message.deviceID)
    guard !identities.isEmpty else {
      throw InventoryError(
        .argumentMalformed, "The inventory has no device ID, so its machine is unknown.")
    }
    self.init(
      commune: commune, token: token, identities: identities,
      source: FactSource(client: message.client ?? userAgent) ?? FactSource(agent: "unknown agent"),
      inventory: message.inventory, isPartial: message.isPartial, receivedAt: receivedAt,
      observedAt: observedAt)
  }
}
