import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// A file that hardly arrives: its place is for others.
struct SlowUploadSerialTests {
  private func upload(_ centre: LifecycleCentre, _ session: String, _ start: String) throws
    -> RawClient
  {
    let part = { (name: String, value: String) in
      "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    let form =
      part("token", FormToken.make(session: session)) + part("commune", "21250")
      + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n" + start
    let client = try RawClient(port: centre.port)
    client.say(
      """
      POST /check/scan HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r
      Origin: http://127.0.0.1:\(centre.port)\r
      Cookie: \(SecretCookie.session.name)=\(session)\r
      Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n\(form)
      """)
    return client
  }

  @Test func aTrickleEndsAndAStreamGoesOn() async throws {
    var limits = TestCentre.limits
    limits.requestSeconds = 2
    let centre = try await LifecycleCentre(limits: limits)
    let test = TestCentre(store: centre.store, door: .socket(port: centre.port))
    _ = try await test.addUser("officer", .officer, .province("51"))
    _ = try await test.addUser("other", .officer, .province("51"))
    let slow = try upload(centre, try await test.session(of: "officer"), "x")
    let steady = try upload(centre, try await test.session(of: "other"), "x")
    for _ in 0..<30 {
      slow.say("x")
      steady.say(String(repeating: "x", count: 8000))
      try await Task.sleep(for: .milliseconds(200))
    }
    #expect(slow.isClosed)
    #expect(!steady.isClosed)
  }

  /// Two of one visitor; a refused one does not count as a scan.
  @Test func aVisitorHoldsTwoPlaces() async throws {
    let centre = try await LifecycleCentre(limits: TestCentre.limits)
    let test = TestCentre(store: centre.store, door: .socket(port: centre.port))
    _ = try await test.addUser("officer", .officer, .commune("21250"))
    _ = try await test.addUser("second", .officer, .commune("21250"))
    _ = try await test.addUser("province", .officer, .province("51"))
    let sessions = try await [test.session(of: "officer"), test.session(of: "second")]
    let held = try sessions.map { try upload(centre, $0, "x") }
    defer { withExtendedLifetime(held) {} }
    try await Task.sleep(for: .milliseconds(500))
    for _ in 0..<25 {
      let third = try upload(centre, sessions[0], "x")
      #expect(try await answer(third).hasPrefix("HTTP/1.1 503"), "one commune is one visitor")
    }
    let other = try upload(centre, try await test.session(of: "province"), "x")
    try await Task.sleep(for: .milliseconds(300))
    #expect(other.heard().isEmpty && !other.isClosed)
    for client in held { client.end() }
    try await Task.sleep(for: .milliseconds(500))
    let again = try upload(centre, sessions[0], "x")
    try await Task.sleep(for: .milliseconds(300))
    #expect(again.heard().isEmpty && !again.isClosed, "the refused ones were not counted")
  }

  private func answer(_ client: RawClient) async throws -> String {
    for _ in 0..<100 {
      let heard = client.heard()
      if !heard.isEmpty { return heard }
      try await Task.sleep(for: .milliseconds(50))
    }
    return ""
  }
}
