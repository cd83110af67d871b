import Foundation
import Reporting
import Testing

@testable import Delivery

struct AttestationsTests {
  let bench: Workbench
  let now = 1_800_000_000  // 2027-01-15

  init() throws { bench = try Workbench() }

  func clock(_ seconds: Int) -> AgentClock { AgentClock(wallSeconds: { seconds }, boot: { nil }) }

  func attest(
    _ service: String = "vneid", _ status: String = "active", until: String? = nil,
    note: String? = nil
  ) throws {
    try Attestations.attest(
      service, status: status, until: until, note: note, try bench.lock(),
      clock: clock(now))
  }

  func accounts(at seconds: Int) -> [AccountFacts.Account]? {
    Attestations.section(in: bench.directory, clock: clock(seconds))?.facts?.accounts
  }

  @Test func keepsAttestationsUntilTheyExpire() throws {
    #expect(Attestations.section(in: bench.directory) == nil)
    try attest("vneid", until: "2027-01-20", note: "of the office")
    try attest("dvc", "notIssued")
    #expect(accounts(at: now)?.map(\.service) == ["dvc", "vneid"])
    let account = try #require(accounts(at: now)?.last)
    #expect(account.status == .active)
    #expect(account.evidence == .attested)
    #expect(account.expiresAt == "2027-01-20T23:59:59Z")
    #expect(account.checkedAt == "2027-01-15T08:00:00Z")
    #expect(account.detail == "of the office")
    #expect(accounts(at: now + 6 * 86_400)?.map(\.service) == ["dvc"])
    for dead in [0, 4_039_372_800] { #expect(accounts(at: dead)?.count == 2, "\(dead)") }
    try attest("dvc", "active", until: "2027-01-16")
    #expect(accounts(at: now)?.count == 2, "replaced, not added")
    #expect(Attestations.section(in: bench.directory, clock: clock(now + 9 * 86_400)) == .absent)
  }

  @Test(
    arguments: [
      ("Vneid", "active", nil, "service"), ("", "active", nil, "service"),
      ("../x", "active", nil, "service"),
      (String(repeating: "a", count: 65), "active", nil, "service"),
      (
        "vneid", "fine", nil,
        "active, notIssued, unauthorised, expired, locked, unreachable, unknown"
      ),
      ("vneid", "active", "tomorrow", "2027-12-31"),
      ("vneid", "active", "2027-02-30", "2027-12-31"),
      ("vneid", "active", "2027-1-1", "2027-12-31"), ("vneid", "active", "2026-12-31", "passed"),
    ] as [(String, String, String?, String)])
  func refusesInvalidAttestations(
    _ service: String, _ status: String, _ until: String?, _ word: String
  ) throws {
    let error = #expect(throws: DeliveryError.self) {
      try attest(service, status, until: until)
    }
    #expect(error?.code == .input)
    #expect(error?.message.contains(word) == true)
    #expect(Attestations.section(in: bench.directory) == nil)
  }

  @Test func boundsTextAndCount() throws {
    let error = #expect(throws: DeliveryError.self) {
      try attest(note: String(repeating: "x", count: 201))
    }
    #expect(error?.code == .input)
    try attest(note: "a\u{1B}[2J\nb")
    #expect(accounts(at: now)?.first?.detail == "a [2J b")
    for number in 1..<64 { try attest("s\(number)") }
    let full = #expect(throws: DeliveryError.self) { try attest("one-more") }
    #expect(full?.code == .input)
    try attest("s1", "locked")
    #expect(accounts(at: now)?.count == 64)
  }

  @Test func reportsADamagedFile() throws {
    try Data("{".utf8).write(to: URL(fileURLWithPath: bench.directory.attestations))
    #expect(Attestations.section(in: bench.directory)?.reason?.contains("damaged") == true)
    #expect(throws: DeliveryError(.configuration, "")) { try attest() }
  }
}
