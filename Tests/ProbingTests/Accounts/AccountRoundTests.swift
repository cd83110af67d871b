import Foundation
import Reporting
import Testing

@testable import Probing

/// No service is checked twice, and one that hangs delays only itself.
struct AccountRoundTests {
  let bench: AccountBench
  let server: TestServer

  init() throws {
    bench = try AccountBench()
    server = try TestServer(script: "web.py", log: bench.folder.appending(path: "log"))
  }

  func define(_ service: String, _ password: String, timeout: Int = 15, path: String = "/basic")
    throws
  {
    let credentials = try bench.secrets(
      "user=officer\npassword=\(password)\n", name: "c-\(service)")
    try bench.define(
      service,
      """
      kind = "http-basic"
      url = "http://127.0.0.1:\(server.port)\(path)"
      timeoutSeconds = \(timeout)
      \(credentials)
      """)
  }

  func statuses() throws -> [AccountFacts.Account.Status] { try bench.accounts().map(\.status) }

  /// Moves the last check of every service `seconds` into the past.
  func wait(_ seconds: Double) throws {
    var memory = try AccountMemory(try #require(bench.storage.bytes))
    for service in memory.services.keys {
      memory.services[service]?.clock.bootSeconds -= seconds
    }
    bench.storage.bytes = [UInt8](try CanonicalJSON.encode(memory))
  }

  @Test func checksOnceADay() throws {
    try define("portal", "right")
    let first = try bench.accounts()
    #expect(first.map(\.status) == [.active] && server.attempts == 1)
    #expect(try bench.accounts() == first && server.attempts == 1)
    try wait(71_000)
    #expect(try bench.accounts() == first && server.attempts == 1)
    try wait(2000)
    #expect(try statuses() == [.active] && server.attempts == 2)
  }

  @Test func neverRetriesAfterARefusal() throws {
    try define("portal", "wrong")
    #expect(try statuses() == [.unauthorised] && server.attempts == 1)
    for _ in 0..<3 {
      try wait(1e6)
      #expect(try statuses() == [.unauthorised])
    }
    #expect(server.attempts == 1)
    // Rewritten with the same password: still the same refusal.
    try define("portal", "wrong")
    #expect(try statuses() == [.unauthorised] && server.attempts == 1)
    // A user requests the check.
    var settings = bench.settings
    settings.accounts.recheck = ["portal"]
    #expect(try AccountProbe(settings).observe(Host())?.accounts.first?.status == .unauthorised)
    #expect(server.attempts == 2)
    // A user corrects the password.
    try define("portal", "right")
    #expect(try statuses() == [.active] && server.attempts == 3)
  }

  /// Unclear answers are retried at growing intervals.
  @Test func retriesUnclearAnswers() throws {
    try define("portal", "away")
    #expect(try statuses() == [.unknown] && server.attempts == 1)
    try wait(72_001)
    #expect(try statuses() == [.unknown] && server.attempts == 2)
    try wait(72_001)
    #expect(try statuses() == [.unknown] && server.attempts == 2, "two days this time")
    try wait(86_400)
    #expect(try statuses() == [.unknown] && server.attempts == 3)
    // A clear answer resets the interval.
    try define("portal", "broken")
    #expect(try statuses() == [.unreachable] && server.attempts == 4)
    for attempts in 5...7 {
      try wait(72_001)
      #expect(try statuses() == [.unreachable] && server.attempts == attempts)
    }
  }

  @Test func attemptsNothingThatCannotBeRecorded() throws {
    try define("portal", "right")
    for (error, detail) in [
      (.notWritable, AccountDetail.notRemembered), (.busy, AccountDetail.busy),
    ] as [(AccountStorageError, String)] {
      bench.storage.error = error
      let account = try #require(try bench.accounts().first)
      #expect(account.status == .unknown && account.detail == detail)
    }
    bench.storage.error = nil
    bench.storage.bytes = Array("{".utf8)
    #expect(try bench.accounts().first?.detail == AccountDetail.damagedMemory)
    var settings = bench.settings
    settings.accountStorage = nil
    let account = try AccountProbe(settings).observe(Host())?.accounts.first
    #expect(account?.detail == AccountDetail.needsRoot)
    #expect(server.attempts == 0)
  }

  @Test func brokenDefinitionsHideNoOther() throws {
    try define("portal", "right")
    try bench.define("broken", "kind = \"form\"\n???\n")
    try bench.define("Wrong Name", "kind = \"manual\"\n")
    try bench.define(".hidden", "kind = \"manual\"\n")
    try bench.define("said", "kind = \"manual\"\n")
    try Data("x".utf8).write(to: bench.folder.appending(path: "accounts/mail.toml.example"))
    try define("open-secret", "right")
    try bench.secrets("user=officer\npassword=right\n", mode: 0o644, name: "c-open-secret")
    let accounts = try bench.accounts()
    #expect(
      accounts.map(\.service) == [
        AccountFolder.misnamed, "broken", "open-secret", "portal", "said",
      ])
    #expect(accounts.map(\.status) == [.unknown, .unknown, .unknown, .active, .unknown])
    #expect(accounts[1].detail == "definition line 2: this is not TOML: key = \"text\"")
    #expect(accounts[2].detail == Credentials.Problem.insecure.detail)
    #expect(accounts[4].detail == AccountDetail.nobodyHasSaid)
    #expect(server.attempts == 1)
  }

  @Test func hangingServicesDelayOnlyThemselves() throws {
    for number in 0..<5 { try define("hang-\(number)", "hang", timeout: 1) }
    try define("portal", "right")
    let accounts = try bench.accounts()
    #expect(accounts.filter { $0.status == .unreachable }.count == 5)
    #expect(accounts.last?.status == .active)
    #expect(accounts.first?.detail == AccountDetail.timeout)
  }

  @Test func reportsServicesThatWereNotReached() throws {
    try define("portal", "right", timeout: 15)
    try define("quick", "right", timeout: 5)
    let services = try #require(
      try AccountFolder.read(bench.settings.accounts.folder, on: Host()))
    let round = AccountRound(host: Host(), settings: bench.settings, seconds: 10)
    let accounts = round.accounts(services)
    #expect(accounts.map(\.status) == [.unknown, .active])
    #expect(accounts.first?.detail == AccountDetail.notReached)
    #expect(server.attempts == 1)
    #expect(
      try statuses() == [.active, .active] && server.attempts == 2, "it is checked the next time")
  }

  @Test func nothingDefined() throws {
    #expect(try AccountProbe(bench.settings).observe(Host()) == nil)
    #expect(try AccountProbe().observe(Host(root: bench.path)) == nil)
    #expect(bench.storage.writes == 0)
    for number in 0..<65 { try bench.define("s\(number)", "kind = \"manual\"\n") }
    #expect(throws: ProbeError.self) { try bench.accounts() }
  }

  @Test func capabilities() throws {
    #expect(AccountProbe.capabilities(settings: bench.settings).map(\.state) == [.none])
    try define("portal", "right")
    try bench.define("broken", "kind = 1\n")
    try bench.define("said", "kind = \"manual\"\n")
    try bench.define("paper", "kind = \"certificate\"\nfile = \"/nowhere\"\n")
    let capabilities = AccountProbe.capabilities(settings: bench.settings)
    #expect(capabilities.map(\.what) == ["broken", "paper", "portal", "said"])
    #expect(capabilities.map(\.state) == [.none, .none, .full, .partly])
    #expect(server.attempts == 0)
  }
}
