import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// Bodies of 300 MB at `/glpi`: refused by their declared length, or once they exceed the limit.
struct ThirdPartyGiantSerialTests {
  private func head(_ port: Int, _ token: String?, _ fields: String) -> String {
    let pair = token.map { Data("21250:\($0)".utf8).base64EncodedString() }
    let authorization = pair.map { "Authorization: Basic \($0)\r\n" } ?? ""
    return "POST /glpi HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(authorization)\(fields)\r\n\r\n"
  }

  private func answer(_ client: RawClient) async throws -> String {
    for _ in 0..<100 {
      let heard = client.heard()
      if !heard.isEmpty { return heard }
      try await Task.sleep(for: .milliseconds(50))
    }
    return ""
  }

  @Test func hugeBodiesAreRejectedUnread() async throws {
    let centre = try await LifecycleCentre(limits: TestCentre.limits)
    let token = try #require(
      try await centre.store.tokens.create(
        communes: ["21250"], uses: 1, within: .country, now: Date()
      ).first?.token)

    for (token, status) in [(nil, "401"), (token, "413")] {
      let announced = try RawClient(port: centre.port)
      announced.say(head(centre.port, token, "Content-Length: 314572800"))
      #expect(try await answer(announced).hasPrefix("HTTP/1.1 \(status)"))
    }

    let chunked = try RawClient(port: centre.port)
    chunked.say(head(centre.port, token, "Transfer-Encoding: chunked"))
    let chunk = "100000\r\n" + String(repeating: "x", count: 1 << 20) + "\r\n"
    for _ in 0..<6 { chunked.say(chunk) }
    #expect(try await answer(chunked).hasPrefix("HTTP/1.1 413"))
    #expect(try await centre.store.machines.list(within: .country).isEmpty)
  }
}
