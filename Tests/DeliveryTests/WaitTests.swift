import Foundation
import Reporting
import Testing

@testable import Delivery

struct WaitTests {
  /// A clock that the test advances.
  final class Hand: @unchecked Sendable {
    var wall = 1_800_000_000
    var boot: BootTimeValue? = ("b1", 1000)
    typealias BootTimeValue = (String, Double)
    var clock: AgentClock {
      AgentClock(
        wallSeconds: { self.wall },
        boot: { self.boot.map { .init(bootId: $0.0, seconds: $0.1) } })
    }
  }

  func wait(
    _ code: DeliveryError.Code, asked: Int? = nil, earlier: DeliveryWait? = nil, high: Bool = true
  ) -> DeliveryWait? {
    DeliveryWait(
      after: DeliveryError(code, "why"), retryAfterSeconds: asked, earlier: earlier,
      clock: Hand().clock, random: { high ? $0.upperBound : $0.lowerBound })
  }

  @Test func waitsByErrorCode() {
    #expect(wait(.notAllowed)?.seconds == 86_400)
    #expect(wait(.busy, asked: 100, high: false)?.seconds == 100)
    #expect(wait(.busy, asked: 100)?.seconds == 125)
    for code in [DeliveryError.Code.busy, .unreachable, .timeout, .tls, .unexpectedReply] {
      #expect(wait(code, high: false)?.seconds == 60)
      var last: DeliveryWait?
      var longest: [Double] = []
      for _ in 0..<8 {
        last = wait(code, earlier: last)
        longest.append(last?.seconds ?? 0)
      }
      #expect(longest == [120, 240, 480, 960, 1920, 3600, 3600, 3600])
    }
    for code in [DeliveryError.Code.diskFull, .file, .damaged, .refused, .locked, .configuration] {
      #expect(wait(code) == nil, "\(code)")
    }
  }

  @Test func theBootClockMeasuresTheWait() throws {
    let hand = Hand()
    let wait = try #require(
      DeliveryWait(
        after: DeliveryError(.busy, "why"), retryAfterSeconds: 100, earlier: nil,
        clock: hand.clock, random: { $0.lowerBound }))
    hand.wall = 0
    #expect(wait.remainingSeconds(hand.clock) == 100, "the wall clock is not used")
    hand.boot = ("b1", 1099)
    #expect(wait.remainingSeconds(hand.clock) == 1)
    hand.boot = ("b1", 1100)
    #expect(wait.remainingSeconds(hand.clock) == 0)
    for other in [("b2", 1001.0), ("b1", 999.0)] {
      hand.boot = other
      #expect(wait.remainingSeconds(hand.clock) == 0, "under another boot the wait is over")
    }
    hand.boot = nil
    #expect(wait.remainingSeconds(hand.clock) == 0)
  }

  @Test(arguments: [
    "", "{", "{}", #"{"failures":1,"seconds":1e300,"reason":"r"}"#,
    #"{"failures":-1,"seconds":5,"reason":"r"}"#, #"{"failures":1,"seconds":-5,"reason":"r"}"#,
  ])
  func anUnreadableFileIsNoWait(_ text: String) throws {
    let bench = try Workbench()
    try Data(text.utf8).write(to: URL(fileURLWithPath: bench.directory.wait))
    #expect(DeliveryWait.read(in: bench.directory) == nil)
  }

  @Test func outlivesTheProcessAndEndsWithSuccess() throws {
    let bench = try Workbench()
    let down = Collected<Int>()
    let server = try ScriptedServer.centre { request in
      guard down.all.isEmpty else { return .stored(request) }
      var reply = ScriptedServer.Reply.problem(503, "busy")
      reply.fields.append(("Retry-After", "600"))
      return reply
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let summary = try bench.visit(server)
    #expect(summary.stopped?.code == .busy)
    #expect(600...750 ~= summary.waitSeconds ?? 0)
    #expect(server.reports.count == 1)

    let error = #expect(throws: DeliveryError.self) { try bench.visit(server) }
    #expect(error?.code == .waiting)
    #expect(error?.message.contains("--now") == true)
    #expect(error?.message.contains("minutes") == true)
    #expect(server.reports.count == 1, "the centre is not contacted")
    let status = try AgentStatus.read(in: bench.directory)
    #expect(590...750 ~= status.wait?.seconds ?? 0)

    down.append(1)
    #expect(try bench.visit(server, now: true).acknowledged == 1)
    #expect(DeliveryWait.read(in: bench.directory) == nil)
    #expect(try AgentStatus.read(in: bench.directory).wait == nil)
  }

  @Test(arguments: [401, 403])
  func waitsADayIfNotAdmitted(_ status: Int) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in .problem(status, "keyRevoked") }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server).waitSeconds == 86_400)
    // Enrolling again clears the wait.
    try bench.enroll(at: server)
    #expect(DeliveryWait.read(in: bench.directory) == nil)
    #expect(try bench.files("spool").count == 1)
  }

  /// An intermediary sends the same status with its own page; it does not speak for the centre.
  @Test(arguments: [401, 403], ["text/html", "application/json", "application/problem+json"])
  func doesNotWaitADayForAPortal(_ status: Int, _ type: String) throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre { _ in
      .init(
        status: status, fields: [("Content-Type", type)],
        body: Data("<html>sign in to the network</html>".utf8))
    }
    try bench.enroll(at: server)
    _ = try bench.spool(["{}"])
    let summary = try bench.visit(server)
    #expect(summary.stopped?.code == .unexpectedReply)
    #expect(summary.stopped?.message.contains("sign in to the network") == true)
    #expect(60...120 ~= summary.waitSeconds ?? 0)
    #expect(try bench.files("spool").count == 1)
  }

  /// A gateway's page may ask for an hour, the centre for a day.
  @Test(arguments: [
    ("text/html", "86400", 3600), ("text/html", "600", 600), ("text/html", "0", nil),
    ("application/problem+json", "86400", 86_400),
    ("application/problem+json", "999999", 86_400), ("application/problem+json", "soon", nil),
  ])
  func retryAfter(_ type: String, _ asked: String, _ seconds: Int?) throws {
    let problem = Problem(title: "busy", status: 503, code: "busy", detail: "Later.")
    let reply = IncomingReply(
      status: 503, fields: ["content-type": type, "retry-after": asked],
      body: try JSONEncoder().encode(problem))
    #expect(reply.retryAfterSeconds == seconds)
  }

  @Test func isDueByTheBootClockOrAPlausibleWallClock() throws {
    let bench = try Workbench()
    let server = try ScriptedServer.centre()
    try bench.enroll(at: server)
    let hand = Hand()
    func due() -> Bool { Schedule.isDue(in: bench.directory, clock: hand.clock) }
    #expect(due())
    _ = try bench.spool(["{}"])
    #expect(try bench.visit(server, clock: hand.clock).acknowledged == 1)
    #expect(!due())
    hand.boot = ("b1", 1000 + 71_999)
    #expect(!due())
    hand.boot = ("b1", 1000 + 72_000)
    #expect(due())
    hand.boot = ("b2", 5)
    hand.wall += 3600
    #expect(!due(), "an hour later under another boot")
    hand.wall += 72_000
    #expect(due())
    for year in [0, 315_532_800, 1_009_843_200, 4_039_372_800] {
      hand.wall = year
      #expect(due(), "a clock in \(year) is implausible")
    }
  }

  @Test func spreadsRunsEvenly() {
    var seconds = [Int](repeating: 0, count: Schedule.splaySeconds)
    for number in 0..<166_050 {
      let turn = Schedule.splay(
        installId: "7d2d6f0e-0001-4000-8000-\(number + 100_000_000_000)", day: 20_780)
      guard seconds.indices.contains(turn) else {
        Issue.record("\(turn) is out of bounds")
        return
      }
      seconds[turn] += 1
    }
    #expect(seconds.max() ?? 0 <= 60)
    #expect(seconds.min() ?? 0 >= 1)
    let days = Set((0..<50).map { Schedule.splay(installId: "a", day: $0) })
    #expect(days.count > 40)
    #expect((0..<50).allSatisfy { Schedule.splay(installId: "a", day: $0, bound: 3) < 3 })
    #expect(Schedule.splay(installId: "a", day: 1) == Schedule.splay(installId: "a", day: 1))
  }

  @Test func writesDurationsForPeople() {
    #expect(PlainSpan.of(0.2) == "1 second")
    #expect(PlainSpan.of(119) == "119 seconds")
    #expect(PlainSpan.of(121) == "3 minutes")
    #expect(PlainSpan.of(7201) == "2 hours 1 minute")
    #expect(PlainSpan.of(86_400) == "24 hours")
    #expect(PlainSpan.of(-5) == "0 seconds")
  }
}
