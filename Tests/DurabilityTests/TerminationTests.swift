import Foundation
import Testing

/// SIGTERM, as sent by systemd or a reboot, while reports arrive at both addresses.
struct TerminationTests {
  @Test(.timeLimit(.minutes(10)))
  func endsWellAndLosesNothing() throws {
    let centre = try RealCentre(["--reports-per-hour", "0", "--agents-listen", "127.0.0.1:0"])
    defer { centre.end(SIGKILL) }
    let senders = try Senders(
      8, at: centre, addresses: [centre.address, "http://127.0.0.1:\(centre.agentsPort)"])
    senders.start()
    func allAreAtWork() -> Bool { senders.all.allSatisfy { $0.tally.acknowledged.count > 10 } }
    senders.wait(upTo: 10, until: allAreAtWork)
    let start = Date()
    #expect(centre.end(SIGTERM) == 0)
    #expect(Date().timeIntervalSince(start) < 10, "busy connections do not hold it up")
    senders.stop()
    #expect(allAreAtWork())
    #expect(Set(senders.statuses.keys).isSubset(of: [200, 503]))

    let file = InventoryFile(path: centre.database)
    let filed = Set(try file.reports())
    let acknowledged = senders.acknowledged
    #expect(acknowledged.subtracting(filed).isEmpty, "acknowledged and lost")
    // Every request was answered before the end: whatever was filed was acknowledged.
    #expect(filed.subtracting(acknowledged).isEmpty, "filed without an answer")
    #expect(try file.column("PRAGMA integrity_check") == ["ok"])
  }

  /// Sign-ins whose passwords wait to be hashed are told to retry.
  @Test(.timeLimit(.minutes(10)))
  func doesNotWaitForPasswords() throws {
    let centre = try RealCentre()
    defer { centre.end(SIGKILL) }
    let form = "name=an&password=x"
    let attempts = try (0..<4).map { _ in
      let connection = try RawConnection(port: centre.port)
      connection.say(
        "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\n"
          + "Origin: http://127.0.0.1:\(centre.port)\r\n"
          + "Content-Type: application/x-www-form-urlencoded\r\n"
          + "Content-Length: \(form.count)\r\n\r\n\(form)")
      return connection
    }
    // A later request was answered: by then the attempts had been read, however busy this computer
    // is.
    for _ in 0..<4 {
      let later = try RawConnection(port: centre.port)
      later.say(
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n\r\n")
      #expect(later.hear().hasPrefix("HTTP/1.1 200"))
    }
    #expect(centre.end(SIGTERM) == 0)
    let answers = attempts.map { String($0.hear().prefix(12)) }
    #expect(answers.count { $0 == "HTTP/1.1 503" } >= 2, "\(answers)")
    #expect(Set(answers).isSubset(of: ["HTTP/1.1 401", "HTTP/1.1 503"]), "\(answers)")
  }
}
