import Delivery
import Foundation
import Testing

struct LoadTests {
  /// With only one place, some must retry; nothing is lost, and people still get their pages.
  @Test(.timeLimit(.minutes(10)))
  func agentsAreSentAwayPlannersAreNot() throws {
    let centre = try RealCentre(["--reports-per-hour", "0", "--agent-requests", "1"])
    defer { centre.end(SIGKILL) }
    let senders = try Senders(8, at: centre)
    senders.start()
    let end = Date().addingTimeInterval(3)
    var pages: [String] = []
    while Date() < end {
      for path in ["/healthz", "/ranking?province=51"] {
        let connection = try RawConnection(port: centre.port)
        connection.say(
          "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n\r\n")
        pages.append(String(connection.hear().prefix(12)))
      }
    }
    senders.stop()
    let waits = senders.waits
    #expect(senders.count(503) > 0, "somebody was sent away")
    #expect(waits.count == senders.count(503))
    #expect(waits.allSatisfy { 1...120 ~= $0 })
    #expect(Set(pages) == ["HTTP/1.1 200"])
    #expect(Set(senders.statuses.keys).isSubset(of: [200, 503]))
    let filed = Set(try InventoryFile(path: centre.database).reports())
    #expect(senders.acknowledged.isSubset(of: filed))
  }

  @Test(.timeLimit(.minutes(10)))
  func aMachineThatReportsTooOftenWaits() throws {
    let centre = try RealCentre(["--reports-per-hour", "30"])
    defer { centre.end(SIGKILL) }
    let token = try centre.token(uses: 2)
    let sender = try Sender(at: centre.address, token: token)
    let transport = try CurlTransport(
      to: try CentreAddress(centre.address), agentVersion: "0.1.0")
    let replies = try (0..<15).map { _ in try sender.send(try sender.next(), over: transport) }
    #expect(replies.prefix(10).allSatisfy { $0.status == 200 })
    #expect(replies.dropFirst(10).allSatisfy { $0.status == 429 })
    #expect(sender.tally.waits.count == 5 && sender.tally.waits.allSatisfy { 100...120 ~= $0 })
    let neighbour = try Sender(at: centre.address, token: token)
    #expect(try neighbour.send(try neighbour.next(), over: transport).status == 200)
  }

  @Test(.timeLimit(.minutes(10)))
  func anAddressThatGuessesTokensWaits() throws {
    let centre = try RealCentre()
    defer { centre.end(SIGKILL) }
    let good = try centre.token(uses: 1)
    var refusals = 0
    for _ in 0..<20 {
      do {
        _ = try Sender(at: centre.address, token: "0000-0000-0000-0000")
      } catch { refusals += 1 }
    }
    #expect(refusals == 20)
    let error = #expect(throws: DeliveryError.self) {
      _ = try Sender(at: centre.address, token: "0000-0000-0000-0000")
    }
    #expect(error?.message.contains("Too many enrolments") == true, "\(String(describing: error))")
    // a neighbour behind the same address who has a valid token is not shut out
    _ = try Sender(at: centre.address, token: good)
  }
}
