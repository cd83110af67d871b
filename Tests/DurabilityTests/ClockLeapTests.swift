import Delivery
import Foundation
import TestSupport
import Testing

/// A centre that runs under a wrong clock, and then under the right one.
struct ClockLeapTests {
  private func reporting(_ centre: RealCentre) throws -> String {
    let connection = try RawConnection(port: centre.port)
    connection.say(
      "GET /api/v1/communes/21025 HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n\r\n"
    )
    let said = connection.hear()
    return said.firstMatch(of: /"reporting":"([a-zA-Z]+)"/).map { String($0.1) } ?? said
  }

  /// - Returns: The status that answers the sender's next report.
  private func send(_ sender: Sender, to centre: RealCentre) throws -> Int {
    try sender.send(
      sender.next(), over: CurlTransport(to: CentreAddress(centre.address), agentVersion: "0.1.0")
    ).status
  }

  @Test(.timeLimit(.minutes(2)), arguments: ["+1h", "+400d", "@1970-01-02 00:00:00"])
  func acrossRestarts(_ offset: String) throws {
    let wrong = try FakeTime.environment(offset)
    let centre = try RealCentre()
    let sender = try Sender(at: centre.address, token: centre.token(uses: 1))
    #expect(try send(sender, to: centre) == 200)
    #expect(try reporting(centre) == "fresh")

    let isBelieved = offset == "+1h"
    centre.end(SIGTERM)
    try centre.start(environment: wrong, wrapper: "/usr/bin/env")
    #expect(try reporting(centre) == "fresh")
    #expect(try get("/healthz", centre).contains("unconfirmed") == !isBelieved)
    #expect(try send(sender, to: centre) == 200)
    #expect(try reporting(centre) == "fresh")

    // Time does not go back, even if it was an hour ahead.
    centre.end(SIGTERM)
    try centre.start()
    #expect(try reporting(centre) == "fresh")
    #expect(try send(sender, to: centre) == 200)
    #expect(try reporting(centre) == "fresh")
    #expect(try get("/healthz", centre).contains("unconfirmed") == isBelieved)
    centre.end(SIGTERM)
  }

  /// The clock leaps while the centre runs; an administrator confirms it.
  @Test(.timeLimit(.minutes(2)))
  func whileItRuns() throws {
    let folder = "/tmp/clock-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/offset"
    try Data("+0\n".utf8).write(to: URL(fileURLWithPath: file))
    var environment = try FakeTime.environment("+0")
    environment["FAKETIME"] = nil
    environment["FAKETIME_TIMESTAMP_FILE"] = file
    environment["FAKETIME_NO_CACHE"] = "1"
    let centre = try RealCentre()
    centre.end(SIGTERM)
    try centre.start(environment: environment, wrapper: "/usr/bin/env")
    defer { centre.end(SIGKILL) }
    let sender = try Sender(at: centre.address, token: centre.token(uses: 1))
    #expect(try send(sender, to: centre) == 200)
    try Data("+400d\n".utf8).write(to: URL(fileURLWithPath: file))
    #expect(try reporting(centre) == "fresh")
    let health = try get("/healthz", centre)
    #expect(health.contains(#""clock":"unconfirmed""#) && health.contains("degraded"), "\(health)")
    #expect(try get("/metrics", centre).contains("commune_inventory_clock_believed 0"))
    #expect(try get("/", centre).contains(#"role="alert""#))
    #expect(try send(sender, to: centre) == 200)
    // The centre records within seconds since when it has doubted; a command beside it reads that.
    let recorded = Date().addingTimeInterval(30)
    while Date() < recorded,
      try InventoryFile(path: centre.database).column(
        "SELECT name FROM setting WHERE value LIKE '%\"doubtedSince\"%'"
      ).isEmpty
    { usleep(100_000) }
    _ = try Program.output(
      "/usr/bin/env",
      environment.map { "\($0.key)=\($0.value)" } + [
        "/usr/bin/env",
        "\(Program.folder)/commune-inventory", "clock", "confirm", "--database", centre.database,
      ])
    let deadline = Date().addingTimeInterval(30)
    while Date() < deadline, try get("/healthz", centre).contains("unconfirmed") { usleep(100_000) }
    #expect(try !get("/healthz", centre).contains("unconfirmed"))
    #expect(try reporting(centre) == "fresh", "it has reported since the leap")
    #expect(
      try InventoryFile(path: centre.database).column(
        "SELECT action FROM audit WHERE action = 'clock.confirmed'"
      ).count == 1)

    // This step is last: libfaketime moves timers with the wall clock, and those set while it is
    // behind never fire.
    try Data("-400d\n".utf8).write(to: URL(fileURLWithPath: file))
    #expect(try reporting(centre) == "fresh", "time does not go back")
    #expect(try get("/healthz", centre).contains("unconfirmed"))
  }

  private func get(_ path: String, _ centre: RealCentre) throws -> String {
    let connection = try RawConnection(port: centre.port)
    connection.say(
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r\nConnection: close\r\n\r\n")
    return connection.hear()
  }
}
