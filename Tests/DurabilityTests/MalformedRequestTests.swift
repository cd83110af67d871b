import Foundation
import Testing

/// Malformed requests, which no agent or browser sends.
struct MalformedRequestTests {
  @Test(.timeLimit(.minutes(10)))
  func refused() throws {
    let centre = try RealCentre()
    defer { centre.end(SIGKILL) }
    let body = "0123456789"
    let filler = (0..<100).map {
      "X-\($0): \(String(repeating: "x", count: 1000))\r\n"
    }.joined()
    for (name, request) in [
      ("no Host", "GET /healthz HTTP/1.1\r\n\r\n"),
      ("an empty Host", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n"),
      ("two Hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
      ("one Host twice", "GET /healthz HTTP/1.1\r\nHost: a\r\nX: y\r\nhOST: a\r\n\r\n"),
      (
        "Content-Length and Transfer-Encoding",
        "POST /agent/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
      ),
      (
        "two Content-Lengths",
        "POST /agent/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nContent-Length: 5\r\n\r\n\(body)"
      ),
      ("100 KB of headers", "GET /healthz HTTP/1.1\r\nHost: a\r\n\(filler)\r\n"),
      ("no HTTP at all", "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n"),
    ] {
      let connection = try RawConnection(port: centre.port)
      connection.say(request)
      #expect(connection.hear().hasPrefix("HTTP/1.1 400 "), "\(name)")
    }
    let large = try RawConnection(port: centre.port)
    large.say("POST /agent/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n")
    #expect(large.hear().hasPrefix("HTTP/1.1 413 "))
    let healthy = try RawConnection(port: centre.port)
    healthy.say("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(healthy.hear().hasPrefix("HTTP/1.1 200 "))
  }
}
