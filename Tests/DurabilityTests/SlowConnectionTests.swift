import Foundation
import Testing

/// 500 connections that send nothing, or one byte per second of a header or body.
struct SlowConnectionTests {
  @Test(.timeLimit(.minutes(10)))
  func closedWhileReportsGoOn() throws {
    let centre = try RealCentre(["--reports-per-hour", "0"])
    defer { centre.end(SIGKILL) }
    let sender = try Sender(at: centre.address, token: try centre.token(uses: 1))
    let head = "POST /agent/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n"
    let signed = """
      Signature-Input: s=("@method" "@authority" "@path" "content-type" "content-digest" \
      "report-id" "agent-seq");created=1;keyid="m1.1";alg="ed25519";tag="commune-report"\r
      Signature: s=:AA==:\r\n\r\n
      """
    var open = try (0..<500).map { number in
      let connection = try RawConnection(port: centre.port)
      switch number % 4 {
      case 0: break
      case 1: connection.say(head)
      case 2: connection.say(head + signed)
      default: connection.say(head + "\r\n")  // refused at once, and does not stop
      }
      return (connection, number % 4)
    }
    let start = Date()
    sender.start(pause: 0.05)
    var reports: [Int] = []
    while !open.isEmpty, Date().timeIntervalSince(start) < 40 {
      sleep(1)
      reports.append(sender.tally.acknowledged.count)
      for (connection, kind) in open where kind != 0 { connection.say("x") }
      open.removeAll { $0.0.isClosed }
    }
    sender.stop()
    #expect(open.map(\.1) == [])
    #expect(Date().timeIntervalSince(start) <= 35)
    #expect(Set(sender.tally.statuses.keys) == [200])
    #expect(
      zip(reports, reports.dropFirst()).allSatisfy { $0 < $1 }, "reports every second: \(reports)")
  }
}
