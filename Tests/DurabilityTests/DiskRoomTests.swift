import Foundation
import Testing

/// An inventory on a disk with less free space than required.
struct DiskRoomTests {
  private func get(_ path: String, _ centre: RealCentre) throws -> String {
    let connection = try RawConnection(port: centre.port)
    connection.say(
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n\r\n")
    return connection.hear()
  }

  @Test(
    .timeLimit(.minutes(3)),
    arguments: [
      ["--least-free-megabytes", "40", "--least-free-percent", "0"],
      ["--least-free-megabytes", "0", "--least-free-percent", "60"],
    ])
  func agentsWaitAndPeopleRead(_ limits: [String]) throws {
    let disk = "/tmp/low-centre-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    try #require(mount("tmpfs", disk, "tmpfs", 0, "size=64m,mode=700") == 0, "needs root")
    defer {
      umount2(disk, Int32(MNT_DETACH))
      rmdir(disk)
    }
    let centre = try RealCentre(
      in: disk, ["--reports-per-hour", "0", "--log-level", "critical"] + limits)
    defer { centre.end(SIGKILL) }
    let token = try centre.token(uses: 8)
    let senders = try (0..<2).map { _ in try Sender(at: centre.address, token: token) }
    for sender in senders { sender.start() }
    func count(_ status: Int) -> Int {
      senders.reduce(0) { $0 + ($1.tally.statuses[status] ?? 0) }
    }
    func wait(until condition: () throws -> Bool) rethrows {
      let deadline = Date().addingTimeInterval(20)
      while Date() < deadline, try !condition() { usleep(50_000) }
    }
    wait { count(200) > 10 }
    #expect(try get("/healthz", centre).contains(#""status":"ok""#))

    let filler = "\(disk)/filler"
    try Data(count: 30 << 20).write(to: URL(fileURLWithPath: filler))
    wait { count(503) > 5 }
    let refused = count(200)
    usleep(1_500_000)
    #expect(count(503) > 5 && count(200) <= refused + 4)
    #expect(try get("/", centre).contains("HTTP/1.1 200"))
    #expect(try get("/ranking?province=51", centre).contains("HTTP/1.1 200"))
    #expect(try get("/", centre).contains(#"role="alert""#))
    let health = try get("/healthz", centre)
    #expect(health.contains("200 OK") && health.contains(#""disk":"low""#), "\(health)")
    #expect(try get("/metrics", centre).contains("commune_inventory_disk_low 1"))
    // Everything that agents and others bring.
    for path in ["/agent/v1/enroll", "/glpi"] {
      let connection = try RawConnection(port: centre.port)
      let authorization = Data("21025:\(token)".utf8).base64EncodedString()
      connection.say(
        "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n"
          + "Authorization: Basic \(authorization)\r\nContent-Length: 2\r\n\r\n{}")
      let said = connection.hear()
      #expect(
        path == "/agent/v1/enroll" && said.contains("HTTP/1.1 4")
          || said.contains("HTTP/1.1 503") && said.lowercased().contains("retry-after:"),
        "\(path): \(said)")
    }
    #expect(throws: (any Error).self) { try Sender(at: centre.address, token: token) }

    unlink(filler)
    wait { count(200) > refused + 10 }
    #expect(count(200) > refused + 10)
    #expect(try get("/healthz", centre).contains(#""status":"ok""#))
    _ = try Sender(at: centre.address, token: token)
    for sender in senders { sender.stop() }
    centre.end(SIGTERM)
    let filed = try InventoryFile(path: centre.database).reports()
    let acknowledged = senders.reduce(into: Set<String>()) { $0.formUnion($1.tally.acknowledged) }
    #expect(acknowledged.subtracting(filed).isEmpty)
    #expect(senders.allSatisfy { $0.tally.waits.allSatisfy { $0 > 0 } })
  }
}
