import Foundation
import TestSupport
import Testing

/// An inventory on a disk with less free space than required.
struct DiskSpaceTests {
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
    let disk = try SmallDisk(size: "64m")
    defer { disk.unmount() }
    let centre = try RealCentre(
      in: disk.path, ["--reports-per-hour", "0", "--log-level", "critical"] + limits)
    defer { centre.end(SIGKILL) }
    let senders = try Senders(2, at: centre)
    senders.start()
    senders.wait { senders.count(200) > 10 }
    #expect(try get("/healthz", centre).contains(#""status":"ok""#))

    try disk.fill(bytes: 30 << 20)
    senders.wait { senders.count(503) > 5 }
    let refused = senders.count(200)
    usleep(1_500_000)
    #expect(senders.count(503) > 5 && senders.count(200) <= refused + 4)
    #expect(try get("/", centre).contains("HTTP/1.1 200"))
    #expect(try get("/ranking?province=51", centre).contains("HTTP/1.1 200"))
    #expect(try get("/", centre).contains(#"role="alert""#))
    let health = try get("/healthz", centre)
    #expect(health.contains("200 OK") && health.contains(#""disk":"low""#), "\(health)")
    #expect(try get("/metrics", centre).contains("commune_inventory_disk_low 1"))
    // Everything that agents and other clients send.
    let token = try centre.token(uses: 2)
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

    disk.makeRoom()
    senders.wait { senders.count(200) > refused + 10 }
    #expect(senders.count(200) > refused + 10)
    #expect(try get("/healthz", centre).contains(#""status":"ok""#))
    _ = try Sender(at: centre.address, token: token)
    senders.stop()
    centre.end(SIGTERM)
    let filed = try InventoryFile(path: centre.database).reports()
    #expect(senders.acknowledged.subtracting(filed).isEmpty)
    #expect(senders.waits.allSatisfy { $0 > 0 })
  }
}
