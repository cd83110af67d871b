import Cryptography
import Foundation
import Reporting
import Testing

@testable import Delivery

/// Limits on what measurements may cost: across months, with dead clocks, and after interrupted
/// runs.
struct BandwidthAccountTests {
  let bench: Workbench
  let lock: StateLock
  static let content = 40_000_000
  static let booked = 84_800_000

  init() throws {
    bench = try Workbench()
    lock = try bench.lock()
  }

  /// - Parameter wall: seconds since 1970; a PC with a dead battery reports 1980.
  func account(
    megabytes: Int = 600, days: Int = 7, wall: Int = 315_532_830, boot: BootTime? = nil
  ) -> BandwidthAccount {
    var terms = BandwidthQuota.Terms()
    terms.monthlyMegabytes = megabytes
    terms.minimumDays = days
    return BandwidthAccount(
      lock, terms, clock: AgentClock(wallSeconds: { wall }, boot: { boot }))
  }

  func book(_ account: BandwidthAccount, _ time: String, anyDay: Bool = true) throws
    -> BandwidthBooking
  {
    try account.reserve(maximumBytes: Self.content, at: time, anyDay: anyDay)
  }

  func used() throws -> Int? { try BandwidthQuota.read(in: bench.directory)?.usedBytes }

  /// This machine's clocks, which tests advance.
  final class Hand: @unchecked Sendable {
    var wall = 1_793_491_200  // 2026-11-01
    var boot = BootTime(bootId: "b", seconds: 100)
    /// Advances both clocks without a restart.
    func run(days: Double) {
      wall += Int(days * 86_400)
      boot = BootTime(bootId: boot.bootId, seconds: boot.seconds + days * 86_400)
    }
    /// Restarts the machine; the wall clock has advanced by `days`.
    func restart(_ id: String, days: Double) {
      wall += Int(days * 86_400)
      boot = BootTime(bootId: id, seconds: 60)
    }
    var clock: AgentClock { AgentClock(wallSeconds: { self.wall }, boot: { self.boot }) }
  }

  func account(_ hand: Hand, megabytes: Int = 200) -> BandwidthAccount {
    var terms = BandwidthQuota.Terms()
    terms.monthlyMegabytes = megabytes
    return BandwidthAccount(lock, terms, clock: hand.clock)
  }

  @Test func staysWithinTheMonthlyQuota() throws {
    let hand = Hand()
    let account = account(hand)
    #expect(try book(account, "2026-11-01T00:00:00Z") == .booked(Self.booked))
    #expect(try used() == Self.booked, "booked before any byte is transferred")
    try account.settle(
      Self.booked, usedBytes: 30_000_000, isMeasured: true, at: "2026-11-01T00:00:00Z")
    #expect(try used() == 30_000_000)
    // Two interrupted runs cost everything that they had booked.
    hand.run(days: 8)
    #expect(try book(account, "2026-11-09T00:00:00Z") == .booked(Self.booked))
    hand.run(days: 8)
    #expect(try book(account, "2026-11-17T00:00:00Z") == .booked(Self.booked))
    hand.run(days: 8)
    #expect(try book(account, "2026-11-25T00:00:00Z") == .skipped(.monthlyCap))
    hand.restart("c", days: 6)
    #expect(try book(account, "2026-12-01T00:00:00Z") == .booked(Self.booked))
    #expect(try used() == Self.booked)
  }

  /// A centre whose date advances by a month each night, or goes back, does not reset the quota.
  @Test func aWrongCentreDateResetsNothing() throws {
    let hand = Hand()
    let account = account(hand)
    for _ in 0..<2 { #expect(try book(account, "2026-11-01T00:00:00Z") == .booked(Self.booked)) }
    for month in 1...24 {
      hand.restart("night-\(month)", days: 1)
      let time = "20\(26 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-01T00:00:00Z"
      #expect(try book(account, time) == .skipped(.monthlyCap), "\(time)")
    }
    #expect(try book(account, "2025-11-01T00:00:00Z") == .skipped(.monthlyCap))
  }

  /// However the wall clock leaps, the quota is not reset twice within 28 days.
  @Test func aLeapingWallClockResetsOnce() throws {
    let hand = Hand()
    let account = account(hand)
    let time = "2026-11-01T00:00:00Z"
    for _ in 0..<2 { _ = try book(account, time) }
    // Set forward while it runs: the boot clock contradicts it.
    hand.wall += 400 * 86_400
    #expect(try book(account, time) == .skipped(.monthlyCap))
    hand.wall -= 400 * 86_400
    var freed = 0
    for night in 0..<24 {
      hand.restart("n\(night)", days: 1)
      hand.wall += night % 2 == 0 ? 400 * 86_400 : -400 * 86_400
      if try book(account, time) != .skipped(.monthlyCap) { freed += 1 }
    }
    // A leap that was detected while running is not trusted after a restart either.
    #expect(freed == 0)
  }

  /// With a dead clock that restarts in 1980, only hours of uptime count.
  @Test func aDeadClockCountsUptime() throws {
    let hand = Hand()
    hand.wall = 315_532_830
    let account = account(hand)
    let time = "2026-11-01T00:00:00Z"
    for _ in 0..<2 { _ = try book(account, time) }
    for day in 0..<92 {
      hand.boot = BootTime(bootId: "d\(day)", seconds: 8 * 3600)
      #expect(try account.skip(anyDay: true) == nil)
    }
    #expect(try book(account, time) == .skipped(.monthlyCap), "30 days and 16 hours")
    hand.boot = BootTime(bootId: "e", seconds: 8 * 3600 + 60)
    #expect(try book(account, time) == .booked(Self.booked))
  }

  /// Usage recorded by an earlier version counts for one month from now.
  @Test func readsTheFileOfAnEarlierVersion() throws {
    let hand = Hand()
    let old = #"{"month":"9999-12","usedBytes":190000000}"#
    try Data(old.utf8).write(to: URL(filePath: "\(bench.path)/bandwidth.json"))
    let account = account(hand)
    #expect(try book(account, "2026-11-01T00:00:00Z") == .skipped(.monthlyCap))
    #expect(try account.skip(anyDay: true) == nil)
    hand.run(days: 27)
    #expect(try book(account, "2026-11-28T00:00:00Z") == .skipped(.monthlyCap))
    hand.run(days: 4)
    #expect(try book(account, "2026-12-02T00:00:00Z") == .booked(Self.booked))
  }

  @Test func measuresAboutWeekly() throws {
    let account = account()
    let first = "2026-11-01T20:00:00Z"
    #expect(try account.skip(anyDay: false) == nil)
    #expect(try book(account, first, anyDay: false) == .booked(Self.booked))
    try account.settle(Self.booked, usedBytes: 1, isMeasured: true, at: first)
    #expect(try book(account, "2026-11-07T20:00:00Z", anyDay: false) == .skipped(.notDue))
    #expect(try book(account, "2026-11-07T20:00:00Z", anyDay: true) == .booked(Self.booked))
    // The nightly run of the same weekday may start a little earlier or later.
    #expect(try book(account, "2026-11-08T19:00:00Z", anyDay: false) == .booked(Self.booked))
    // A failed measurement is retried the next night.
    try account.settle(Self.booked, usedBytes: 1, isMeasured: false, at: "2026-11-08T19:00:00Z")
    #expect(try book(account, "2026-11-09T19:00:00Z", anyDay: false) == .booked(Self.booked))
  }

  @Test func asksTheCentreIfOwnClocksCannotTell() throws {
    let boot = BootTime(bootId: "b", seconds: 100)
    let at = "2026-11-01T20:00:00Z"
    #expect(try book(account(boot: boot), at) == .booked(Self.booked))
    try account(boot: boot).settle(Self.booked, usedBytes: 1, isMeasured: true, at: at)
    let later = BootTime(bootId: "b", seconds: 400_000)
    #expect(try account(boot: later).skip(anyDay: false) == .notDue)
    #expect(try account(boot: later).skip(anyDay: true) == nil)
    let week = BootTime(bootId: "b", seconds: 700_000)
    #expect(try account(boot: week).skip(anyDay: false) == nil)
    // After a restart a dead clock is useless: the centre is asked and decides.
    let other = BootTime(bootId: "c", seconds: 5)
    #expect(try account(boot: other).skip(anyDay: false) == nil)
    #expect(
      try book(account(boot: other), "2026-11-03T20:00:00Z", anyDay: false) == .skipped(.notDue))
  }

  @Test(arguments: [
    "", "x", "{}", #"{"month":"2026-11","usedBytes":-5}"#, #"{"month":"x","usedBytes":1}"#,
  ])
  func aDamagedFileResetsNothing(_ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(bench.path)/bandwidth.json"))
    #expect(throws: DeliveryError.self) { try book(account(), "2026-11-01T00:00:00Z") }
    #expect(throws: DeliveryError.self) { try account().skip(anyDay: false) }
  }

  @Test(arguments: [
    "", "yesterday", "2026-13-01T00:00:00Z", "12026-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
    "9999-12-31T00:00:00Z", "1980-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z",
  ])
  func refusesACentreWithoutAValidTime(_ time: String) throws {
    #expect(throws: DeliveryError.self) { try book(account(), time) }
    #expect(try used() == nil)
  }

  /// Which replies are accepted, and what is taken from them.
  @Test func acceptsOnlyValidReplies() throws {
    func lease(_ reply: ScriptedServer.Reply) throws -> BandwidthSlotReply {
      let server = try ScriptedServer { _ in reply }
      let centre = try CentreAddress(server.address)
      return try BandwidthSlots(
        transport: CurlTransport(to: centre, agentVersion: "0.1.0"), centre: centre,
        identity: SigningIdentity(keyId: "m1.1", key: .init())
      ).lease()
    }
    func code(_ reply: ScriptedServer.Reply) -> DeliveryError.Code? {
      #expect(throws: DeliveryError.self) { try lease(reply) }?.code
    }
    #expect(try !lease(.json(200, BandwidthSlotReply(granted: false, time: "t"))).granted)
    #expect(code(.problem(404, "notFound")) == .unexpectedReply)
    #expect(code(.problem(403, "machineRetired")) == .notAllowed)
    #expect(code(.problem(503, "busy")) == .busy)
    #expect(code(.json(200, ["granted": 1])) == .unexpectedReply)
    #expect(code(.json(200, BandwidthSlotReply(granted: true, time: "t"))) == .unexpectedReply)
    func granted(_ time: String, bytes: Int = 1, pacing: String? = nil) -> ScriptedServer.Reply {
      .json(
        200,
        BandwidthSlotReply(
          granted: true, slot: "s", seconds: 60, maximumBytes: bytes, congestionControl: pacing,
          retryAfterSeconds: .max, time: time))
    }
    let time = "2026-11-01T00:00:00Z"
    for year in ["0001", "1980", "9999"] {
      #expect(code(granted("\(year)-11-01T00:00:00Z")) == .unexpectedReply)
    }
    #expect(try lease(granted(time, bytes: 41_000_000)).maximumBytes == 40_000_000)
    #expect(try lease(granted(time, pacing: "bbr")).congestionControl == "bbr")
    #expect(try lease(granted(time)).retryAfterSeconds == 86_400)
    for name in ["", "two words", "sixteen-letters-", "<b>", "\u{202E}rbb", "BBR"] {
      #expect(try lease(granted(time, pacing: name)).congestionControl == nil, "\(name)")
    }
    for slot in ["", "a\r\nHost: b", String(repeating: "a", count: 65)] {
      let reply = BandwidthSlotReply(
        granted: true, slot: slot, seconds: 60, maximumBytes: 1, time: "t")
      #expect(code(.json(200, reply)) == .unexpectedReply)
    }
  }
}
