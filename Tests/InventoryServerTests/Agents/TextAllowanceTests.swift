import Delivery
import Foundation
import InventoryStore
import Synchronization
import Testing

@testable import InventoryServer

/// What one commune's agents may have parsed, whatever machines they name.
struct TextAllowanceTests {
  private final class Clock: Sendable {
    private let seconds = Mutex(1000.0)
    var now: Double { seconds.withLock { $0 } }
    func pass(_ more: Double) { seconds.withLock { $0 += more } }
  }

  @Test func itIsSharedByACommuneAndRefills() throws {
    let clock = Clock()
    let texts = TextAllowance { clock.now }
    for _ in 0..<16 {
      try texts.require("21250")
      texts.count(8 << 20, of: "21250")
    }
    let error = #expect(throws: ServerError.self) { try texts.require("21250") }
    #expect(error?.code == .rateLimited && (error?.retryAfterSeconds ?? 0) > 0)
    try texts.require("00004")
    clock.pass(60)
    try texts.require("21250")
    // One that was let in may exceed what is left, and the commune then waits as long.
    texts.count(16 << 20, of: "21250")
    clock.pass(30)
    #expect(throws: ServerError.self) { try texts.require("21250") }
    clock.pass(90)
    try texts.require("21250")
  }

  /// Messages that are refused, of machines that are all different, count.
  @Test func refusedMessagesCount() async throws {
    try await TestCentre.run { centre in
      let token = try await centre.token()
      let body = Data("{".utf8)
      var statuses: [Int: Int] = [:]
      // More is allowed as time passes.
      for _ in 0..<6000 where statuses[429] == nil {
        let reply = try await ThirdPartyRouteTests.post(
          centre, body, token: token, agentID: UUID().uuidString)
        statuses[reply.status, default: 0] += 1
      }
      #expect(Set(statuses.keys) == [400, 429], "\(statuses)")
      let other = try await centre.token(commune: "00004")
      let reply = try await ThirdPartyRouteTests.post(
        centre, try ThirdPartyRouteTests.exchange("contact.json"), commune: "00004", token: other)
      #expect(reply.status == 200, "another commune is served")
    }
  }
}
