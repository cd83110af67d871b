import Crypto
import Foundation
import Reporting
import Testing

@testable import Delivery

/// What measuring may cost, over months, dead clocks and runs that end in the middle.
struct BandwidthAccountTests {
  let bench: Workbench
  let lock: StateLock
  static let content = 40_000_000
  static let booked = 84_800_000

  init() throws {
    bench = try Workbench()
    lock = try bench.lock()
  }

  /// - Parameter wall: seconds since 1970; a PC with a dead battery says 1980.
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

  @Test func theMonthsShareIsKept() throws {
    let account = account(megabytes: 200)
    #expect(try book(account, "2026-11-01T00:00:00Z") == .booked(Self.booked))
    #expect(try used() == Self.booked, "booked before a byte is moved")
    try account.settle(
      Self.booked, usedBytes: 30_000_000, isMeasured: true, at: "2026-11-01T00:00:00Z")
    #expect(try used() == 30_000_000)
    // Two runs that end in the middle have cost all that they had booked.
    #expect(try book(account, "2026-11-09T00:00:00Z") == .booked(Self.booked))
    #expect(try book(account, "2026-11-17T00:00:00Z") == .booked(Self.booked))
    #expect(try book(account, "2026-11-25T00:00:00Z") == .skipped(.monthlyCap))
    #expect(try book(account, "2026-12-01T00:00:00Z") == .booked(Self.booked))
    #expect(try used() == Self.booked)
  }

  @Test func aMonthThatGoesBackwardsFreesNothing() throws {
    let account = account(megabytes: 200)
    for time in ["2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"] {
      #expect(try book(account, time) == .booked(Self.booked))
    }
    for time in ["2026-10-31T00:00:00Z", "2025-11-01T00:00:00Z", "1980-01-01T00:00:00Z"] {
      #expect(try book(account, time) == .skipped(.monthlyCap), "\(time)")
    }
    #expect(try book(account, "2026-12-01T00:00:00Z") == .booked(Self.booked))
  }

  /// A centre whose clock was ahead for a day does not lock a machine out for years.
  @Test func aMonthThatWasAheadIsTakenBack() throws {
    let account = account(megabytes: 100)
    #expect(try book(account, "2031-01-01T00:00:00Z") == .booked(Self.booked))
    let quota = BandwidthQuota(month: "2031-01", usedBytes: 10_000_000)
    try quota.write(in: bench.directory)
    #expect(try book(account, "2026-11-01T00:00:00Z") == .booked(Self.booked))
    #expect(try used() == 10_000_000 + Self.booked)
    #expect(try book(account, "2026-12-01T00:00:00Z") == .booked(Self.booked))
    #expect(try used() == Self.booked)
  }

  @Test func aboutWeekly() throws {
    let account = account()
    let first = "2026-11-01T20:00:00Z"
    #expect(try account.skip(anyDay: false) == nil)
    #expect(try book(account, first, anyDay: false) == .booked(Self.booked))
    try account.settle(Self.booked, usedBytes: 1, isMeasured: true, at: first)
    #expect(try book(account, "2026-11-07T20:00:00Z", anyDay: false) == .skipped(.notDue))
    #expect(try book(account, "2026-11-07T20:00:00Z", anyDay: true) == .booked(Self.booked))
    // The same weekday's nightly run comes a little earlier or later.
    #expect(try book(account, "2026-11-08T19:00:00Z", anyDay: false) == .booked(Self.booked))
    // A failed measurement is tried again the next night.
    try account.settle(Self.booked, usedBytes: 1, isMeasured: false, at: "2026-11-08T19:00:00Z")
    #expect(try book(account, "2026-11-09T19:00:00Z", anyDay: false) == .booked(Self.booked))
  }

  @Test func ownClocksSpareTheCentreOnlyWhereTheyCanTell() throws {
    let boot = BootTime(bootId: "b", seconds: 100)
    let at = "2026-11-01T20:00:00Z"
    #expect(try book(account(boot: boot), at) == .booked(Self.booked))
    try account(boot: boot).settle(Self.booked, usedBytes: 1, isMeasured: true, at: at)
    let later = BootTime(bootId: "b", seconds: 400_000)
    #expect(try account(boot: later).skip(anyDay: false) == .notDue)
    #expect(try account(boot: later).skip(anyDay: true) == nil)
    let week = BootTime(bootId: "b", seconds: 700_000)
    #expect(try account(boot: week).skip(anyDay: false) == nil)
    // After a restart a dead clock knows nothing: the centre is asked, and says so.
    let other = BootTime(bootId: "c", seconds: 5)
    #expect(try account(boot: other).skip(anyDay: false) == nil)
    #expect(
      try book(account(boot: other), "2026-11-03T20:00:00Z", anyDay: false) == .skipped(.notDue))
  }

  @Test(arguments: [
    "", "x", "{}", #"{"month":"2026-11","usedBytes":-5}"#, #"{"month":"x","usedBytes":1}"#,
  ])
  func aDamagedFileFreesNothing(_ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(bench.path)/bandwidth.json"))
    #expect(throws: DeliveryError.self) { try book(account(), "2026-11-01T00:00:00Z") }
    #expect(throws: DeliveryError.self) { try account().skip(anyDay: false) }
  }

  @Test(arguments: ["", "yesterday", "2026-13-01T00:00:00Z", "12026-01-01T00:00:00Z"])
  func aCentreWithoutATime(_ time: String) throws {
    #expect(throws: DeliveryError.self) { try book(account(), time) }
    #expect(try used() == nil)
  }

  /// What the centre's reply may be, and what of it is taken.
  @Test func repliesThatAreNone() throws {
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
    for slot in ["", "a\r\nHost: b", String(repeating: "a", count: 65)] {
      let reply = BandwidthSlotReply(
        granted: true, slot: slot, seconds: 60, maximumBytes: 1, time: "t")
      #expect(code(.json(200, reply)) == .unexpectedReply)
    }
  }
}
