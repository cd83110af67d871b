import Delivery
import Foundation
import TestSupport
import Testing

/// A centre under a wrong clock, and again under the right one.
struct ClockLeapTests {
  private func reporting(_ centre: RealCentre) throws -> String {
    let connection = try RawConnection(port: centre.port)
    connection.say(
      "GET /api/v1/communes/21025 HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n\r\n"
    )
    let said = connection.hear()
    return said.firstMatch(of: /"reporting":"([a-zA-Z]+)"/).map { String($0.1) } ?? said
  }

  @Test(.timeLimit(.minutes(2)), arguments: ["+1h", "+400d", "@1970-01-02 00:00:00"])
  func acrossRestarts(_ offset: String) throws {
    let wrong = try FakeTime.environment(offset)
    let centre = try RealCentre()
    let sender = try Sender(at: centre.address, token: centre.token(uses: 1))
    func send() throws -> Int {
      try sender.send(
        sender.next(), over: CurlTransport(to: CentreAddress(centre.address), agentVersion: "0.1.0")
      ).status
    }
    #expect(try send() == 200)
    #expect(try reporting(centre) == "fresh")

    let isAhead = offset.hasPrefix("+")
    centre.end(SIGTERM)
    try centre.start(environment: wrong, wrapper: "/usr/bin/env")
    #expect(try reporting(centre) == (offset == "+1h" ? "fresh" : "silent"))
    if isAhead {
      #expect(try send() == 200)
      #expect(try reporting(centre) == "fresh")
    }

    centre.end(SIGTERM)
    try centre.start()
    // what it heard in the leap is unknown; what a dead clock doubted is known again
    #expect(try reporting(centre) == (isAhead ? "silent" : "fresh"))
    #expect(try send() == 200)
    #expect(try reporting(centre) == "fresh")
    centre.end(SIGTERM)
  }
}
