import CInventory
import Cryptography
import Delivery
import Foundation
import InventoryFixtures
import InventoryStore
import Presentation
import Prioritization
import Reporting
import Synchronization
import Testing

@testable import InventoryServer

/// Fairness under load: many callers, or a single greedy one, must not starve others.
struct LoadSerialTests {
  private func healthz(_ centre: LifecycleCentre) async throws -> Int {
    try await TestCentre(store: centre.store, door: .socket(port: centre.port)).ask(
      "GET", "/healthz"
    ).status
  }

  private func attempt(_ port: Int) -> String {
    let form = "name=an&password=x"
    return """
      POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nOrigin: http://127.0.0.1:\(port)\r
      Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(form.count)\r\n\r\n\(form)
      """
  }

  /// Passwords of disconnected clients are not hashed, and no one waits for them.
  @Test func disconnectedClientsAreNotWaitedFor() async throws {
    var limits = CentreLimits()
    limits.passwordCost = 16
    let centre = try await LifecycleCentre(limits: limits)
    var clients = try (1...20).map {
      try RawClient(port: centre.port, from: "127.0.1.\($0)")
    }
    for client in clients { client.say(attempt(centre.port)) }
    try await Task.sleep(for: .milliseconds(200))
    clients = []
    let test = TestCentre(store: centre.store, door: .socket(port: centre.port))
    _ = try await test.addUser("bo", .planner, .country)
    let form =
      "name=bo&password="
      + (TestCentre.password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    #expect(try await test.ask("POST", "/sign-in", form).status == 303)
    let metrics = try await test.get("/metrics").text
    let refused = try #require(
      metrics.firstMatch(of: /sign_ins_total\{outcome="refused"\} ([0-9]+)/).map { Int($0.1) })
    #expect(refused ?? 99 < 10, "\(String(describing: refused))")
  }

  @Test func idleConnectionsAreClosedToMakeRoom() async throws {
    var limits = CentreLimits()
    limits.connectionsPerAddress = 20
    let centre = try await LifecycleCentre(limits: limits)
    let other = try RawClient(port: centre.port, from: "127.0.1.1")
    let idle = try (0..<60).map { _ in try RawClient(port: centre.port) }
    #expect(try await healthz(centre) == 200)
    for _ in 0..<500 where idle.count(where: \.isClosed) < 40 {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(idle.count(where: \.isClosed) >= 40)
    #expect(!idle[59].isClosed || !idle[58].isClosed, "the oldest are closed")
    #expect(!other.isClosed, "one address does not cost another its connection")
  }

  @Test func manyAddressesCannotTakeAllConnections() async throws {
    var limits = CentreLimits()
    limits.connections = 60
    limits.keptConnections = 20
    let centre = try await LifecycleCentre(limits: limits)
    let idle = try (0..<120).map {
      try RawClient(port: centre.port, from: "127.0.1.\(1 + $0 % 12)")
    }
    let single = try RawClient(port: centre.port, from: "127.0.2.1")
    #expect(try await healthz(centre) == 200)
    for _ in 0..<500 where idle.count(where: \.isClosed) < 80 {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(idle.count(where: \.isClosed) >= 80 && !single.isClosed)
  }

  @Test func silentConnectionsAreClosed() async throws {
    var limits = CentreLimits()
    limits.firstRequestSeconds = 1
    let centre = try await LifecycleCentre(limits: limits)
    let silent = try RawClient(port: centre.port)
    let slow = try RawClient(port: centre.port)
    slow.say("POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n")
    for _ in 0..<1000 where !silent.isClosed { try await Task.sleep(for: .milliseconds(10)) }
    #expect(silent.isClosed && !slow.isClosed)
  }

  /// Behind a trusted proxy, clients are distinguished by the addresses that it reports.
  @Test func trustedProxyReportsClientAddress() async throws {
    for (proxies, address) in [(["127.0.0.1"], "192.0.2.7"), ([], "127.0.0.1")] {
      var limits = TestCentre.limits
      limits.trustedProxies = proxies
      let centre = try await LifecycleCentre(limits: limits)
      let test = TestCentre(store: centre.store, door: .socket(port: centre.port))
      let user = try await test.addUser("bo", .planner, .country)
      let form =
        "name=bo&password="
        + (TestCentre.password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
      let reply = try await test.ask(
        "POST", "/sign-in", form, fields: ["X-Forwarded-For": "203.0.113.9, 192.0.2.7"])
      let session = try #require(TestCentre.session(in: reply))
      let open = try await centre.store.sessions.open(
        of: user, asking: session, now: Date(), limits: limits.sessions)
      #expect(open.map(\.address) == [address])
    }
  }

  /// Both addresses of a centre share the same limits.
  @Test func limitsAreSharedByBothAddresses() async throws {
    var limits = CentreLimits()
    limits.reportsPerHour = 3
    let centre = try await LifecycleCentre(withAgentAddress: true, limits: limits)
    let agent = try await centre.enrol()
    #expect(try await agent.report(1).status == 200)
    #expect(try await agent.report(2).status == 429)
    let beside = try LifecycleAgent(try CentreAddress("http://127.0.0.1:\(centre.agentsPort)"))
    (beside.key, beside.keyId) = (agent.key, agent.keyId)
    #expect(try await beside.report(2).status == 429)
  }

  /// Unauthenticated bodies are buffered up to a limit, of which one address gets a share.
  @Test func unverifiedBodiesAreBounded() async throws {
    var limits = CentreLimits()
    limits.unverifiedBytes = 400_000
    let centre = try await LifecycleCentre(limits: limits)
    let agent = try await centre.enrol()
    let head = """
      POST /agent/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r
      Signature-Input: s=("@method" "@authority" "@path" "content-type" "content-digest" \
      "report-id" "agent-seq");created=1;keyid="m1.1";alg="ed25519";tag="commune-report"\r
      Signature: s=:AA==:\r\n\r\n
      """
    let senders = try (0..<8).map { _ in try RawClient(port: centre.port, from: "127.0.1.1") }
    for sender in senders { sender.say(head + String(repeating: "x", count: 60_000)) }
    var refused: Set<Int> = []
    for _ in 0..<500 where refused.count < 7 {
      for (index, sender) in senders.enumerated() where sender.heard().contains(" 503 ") {
        refused.insert(index)
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(refused.count >= 7, "one address holds a quarter at most")
    #expect(try await agent.report(1).status == 200, "others have room")
  }

  /// Readers who arrive together after a commit share one ranking.
  @Test func readersShareOneRanking() async throws {
    let file = try EmptyInventory.make()
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let policy = try #require(EmptyInventory.policy)
    let start = Date()
    let store = try InventoryStore(path: file.path, role: .serving, policy: policy, now: start)
    let asked = Mutex(0.0)
    let cache = RankingCache(
      source: DocumentSource(store: store, policy: policy), messages: try PageTemplates().messages,
      queue: BoundedQueue(.init(capacity: 9, perOwner: 9, niceness: 0), complaint: "")
    ) {
      // no two calls get the same time, so that a reader with a ranking of its own stands out
      start.addingTimeInterval(
        asked.withLock {
          $0 += 0.001; return $0
        })
    }
    let times = try await withThrowingTaskGroup(of: Date.self) { group in
      for _ in 1...16 {
        group.addTask {
          try #require(try await cache.document(.init(province: nil, scope: .country)).asOf)
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(times.count == 1)
  }

  @Test func readinessRequiresDurableWrite() async throws {
    let centre = try await LifecycleCentre()
    let test = TestCentre(store: centre.store, door: .socket(port: centre.port))
    let ready = try await test.get("/readyz")
    #expect(ready.status == 200 && ready.text.contains("lastDurableWrite"))
    var handle: OpaquePointer?
    sqlite3_open(centre.path, &handle)
    defer { sqlite3_close(handle) }
    #expect(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    // the last proof stays valid for some seconds
    var locked = ready
    for _ in 0..<100 where locked.status == 200 {
      try await Task.sleep(for: .milliseconds(100))
      locked = try await test.get("/readyz")
    }
    #expect(locked.status == 503 && locked.text.contains("Last durable write"))
    #expect(try await test.get("/healthz").status == 200, "it is alive")
    sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    var after = locked
    for _ in 0..<200 where after.status == 503 {
      try await Task.sleep(for: .milliseconds(100))
      after = try await test.get("/readyz")
    }
    #expect(after.status == 200)
  }

  /// Strangers guessing tokens do not lock out a neighbour with a valid one.
  @Test func validTokenIsAcceptedDespiteOthersGuesses() async throws {
    var limits = CentreLimits()
    limits.refusedEnrolmentsPerHour = 3
    let centre = try await LifecycleCentre(limits: limits)
    let stranger = try LifecycleAgent(try centre.address)
    #expect(try await stranger.enrol(token: "0000-0000-0000-0000").status == 403)
    #expect(try await stranger.enrol(token: "0000-0000-0000-0000").status == 429)
    let spent = try await centre.token()
    let good = try LifecycleAgent(try centre.address)
    #expect(try await good.enrol(token: spent).status == 200)
    #expect(
      try await good.enrol(token: spent).status == 200, "a lost answer can be requested again")
    #expect(try await stranger.enrol(token: spent).status == 429, "used up")
  }
}
