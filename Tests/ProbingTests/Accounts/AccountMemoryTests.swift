import Foundation
import Reporting
import Testing

@testable import Probing

struct AccountMemoryTests {
  static let day = 72_000.0

  @Test(
    arguments: [
      // Within one boot, the boot clock decides, whatever the wall clock says.
      ("a", 100, "2026-01-01T00:00:00Z", "a", 100 + day, "1970-01-01T00:00:00Z", true),
      ("a", 100, "2026-01-01T00:00:00Z", "a", 99 + day, "2030-01-01T00:00:00Z", false),
      // Across boots, the wall clock decides if it is plausible.
      ("a", 100, "2026-01-01T00:00:00Z", "b", 5, "2026-01-01T19:59:59Z", false),
      ("a", 100, "2026-01-01T00:00:00Z", "b", 5, "2026-01-01T20:00:00Z", true),
      // With a dead battery: once per boot.
      ("a", 100, "1970-01-01T00:00:00Z", "b", 5, "1970-01-01T00:00:00Z", true),
      ("a", 100, "2026-01-02T00:00:00Z", "b", 5, "2026-01-01T00:00:00Z", true),
      ("a", 100, "2059-01-02T00:00:00Z", "b", 5, "2026-01-01T00:00:00Z", true),
      (nil, 0, "1970-01-01T00:00:00Z", nil, 0, "1970-01-01T00:00:00Z", false),
    ] as [(String?, Double, String, String?, Double, String, Bool)])
  func due(
    _ boot: String?, _ seconds: Double, _ wall: String, _ nextBoot: String?,
    _ nextSeconds: Double, _ nextWall: String, _ isDue: Bool
  ) {
    #expect(
      AccountMemory.isDue(
        since: ClockReading(bootId: boot, bootSeconds: seconds, wall: wall),
        now: ClockReading(bootId: nextBoot, bootSeconds: nextSeconds, wall: nextWall)) == isDue)
  }

  @Test func decisions() {
    let then = ClockReading(bootId: "a", bootSeconds: 0, wall: "2026-01-01T00:00:00Z")
    let soon = ClockReading(bootId: "a", bootSeconds: 9, wall: "2026-01-01T00:00:09Z")
    let later = ClockReading(bootId: "a", bootSeconds: 1e9, wall: "2026-01-09T00:00:09Z")
    var memory = AccountMemory(salt: [])
    #expect(memory.decision("s", fingerprint: "f", now: soon) == .check)
    for (finding, isAsked) in [
      (nil, true), (AccountFinding(.active), true), (.unknown("u"), true),
      (.refused(.unauthorised, "r"), false), (.refused(.locked, "r"), false),
      (.refused(.expired, "r"), false),
    ] as [(AccountFinding?, Bool)] {
      memory.services["s"] = .init(fingerprint: "f", clock: then, finding: finding)
      let seen = finding ?? .unknown(AccountDetail.unfinished)
      let remembered = AccountMemory.Decision.remembered(seen, checked: then.wall)
      #expect(memory.decision("s", fingerprint: "f", now: soon) == remembered)
      #expect(memory.decision("s", fingerprint: "f", now: later) == (isAsked ? .check : remembered))
      #expect(memory.decision("s", fingerprint: "g", now: soon) == .check)
    }
  }

  /// An unclear answer may have been a refusal, so the next attempt waits longer.
  @Test func unclearAnswers() {
    let then = ClockReading(bootId: "a", bootSeconds: 0, wall: "2026-01-01T00:00:00Z")
    for (count, days) in [(1, 1), (2, 2), (3, 4), (4, 7), (5, 7), (99, 7)] {
      for boot in ["a", "b"] {
        func isDue(hours: Int) -> Bool {
          let hour = "0\(hours % 24)".suffix(2)
          let wall = "2026-01-0\(1 + hours / 24)T\(hour):00:00Z"
          return AccountMemory.isDue(
            since: then,
            now: ClockReading(bootId: boot, bootSeconds: Double(hours) * 3600, wall: wall), count)
        }
        #expect(!isDue(hours: days * 24 - 5), "\(count)")
        #expect(isDue(hours: days * 24 - 4), "\(count)")
      }
    }
    // With a dead battery, a computer that is switched on ten times a day.
    let dead = ClockReading(bootId: "a", bootSeconds: 0, wall: "1970-01-01T00:00:00Z")
    let next = ClockReading(bootId: "b", bootSeconds: 5, wall: "1970-01-01T00:00:00Z")
    let due = (0..<5).map { AccountMemory.isDue(since: dead, now: next, $0) }
    #expect(due == [true, true, true, false, false])
  }

  @Test func fingerprints() throws {
    let bench = try AccountBench()
    func fingerprint(
      _ kind: AccountDefinition.Kind, _ text: String, salt: UInt8 = 0
    ) throws -> String {
      try bench.secrets(text)
      return AccountMemory(salt: [salt]).fingerprint(
        AccountDefinition(kind: kind),
        try Credentials.read("\(bench.path)/credentials", needs: []))
    }
    let first = try fingerprint(.ldap, "user=a\npassword=b\n")
    #expect(first.count == 64)
    #expect(try fingerprint(.ldap, "# a comment\npassword=b\r\nuser=a") == first)
    #expect(try fingerprint(.ldap, "user=a\npassword=c\n") != first)
    #expect(try fingerprint(.ldap, "user=ab\ntoken=b\n") != first)
    #expect(try fingerprint(.imap, "user=a\npassword=b\n") != first)
    #expect(try fingerprint(.ldap, "user=a\npassword=b\n", salt: 1) != first)
  }

  @Test func boundsAndDamage() throws {
    var memory = AccountMemory(salt: [UInt8](repeating: 7, count: 32))
    for number in 0..<AccountMemory.maximumServices {
      let wall = "2026-01-01T00:00:00Z".replacingOccurrences(of: "01-01", with: "01-1\(number % 9)")
      memory.services["s\(number)"] = .init(
        fingerprint: "f", clock: ClockReading(bootId: nil, bootSeconds: 0, wall: wall))
    }
    let bytes = [UInt8](try CanonicalJSON.encode(memory))
    #expect(try AccountMemory(bytes) == memory)
    memory.makeRoom(for: "new")
    #expect(memory.services.count == AccountMemory.maximumServices - 1)
    for junk in ["", "{}", "[", "{\"format\":1,\"salt\":[1],\"services\":{}}"] {
      #expect(throws: AccountStorageError.damaged) { try AccountMemory(Array(junk.utf8)) }
    }
  }
}

struct CredentialsTests {
  let bench: AccountBench

  init() throws { bench = try AccountBench() }

  func read(
    _ text: String, mode: Int = 0o600, needs: [Credentials.Key] = [.user, .password]
  ) throws -> Result<[String], Credentials.Problem> {
    try bench.secrets(text, mode: mode)
    return Result { () throws(Credentials.Problem) in
      let read = try Credentials.read("\(bench.path)/credentials", needs: needs)
      return Credentials.Key.allCases.map { String(decoding: read.bytes($0), as: UTF8.self) }
    }
  }

  @Test func values() throws {
    let password = "mật khẩu = \"#'\\ x"
    #expect(
      try read("\u{FEFF}# officer\r\nuser=a b\r\n\npassword=\(password)\n")
        == .success(["a b", password, "", ""]))
    #expect(try read("user=a\npassword=b", mode: 0o400) == .success(["a", "b", "", ""]))
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o601])
  func modes(_ mode: Int) throws {
    #expect(try read("user=a\npassword=b", mode: mode) == .failure(.insecure))
  }

  @Test(
    arguments: [
      ("user=a\npassword = b", 2), ("user=a\npassword= b", 2), ("user=a\npassword=b ", 2),
      ("user=a\npassword=", 2), ("user=a\nuser=b", 2), ("name=a", 1), ("user", 1),
      ("user=a\u{0}b", 1),
    ])
  func malformed(_ text: String, _ line: Int) throws {
    #expect(try read(text) == .failure(.malformed(line: line)))
  }

  @Test func refused() throws {
    #expect(try read("user=a\n") == .failure(.missing(.password)))
    #expect(try read(String(repeating: "#", count: 9000)) == .failure(.unreadable))
    #expect(throws: Credentials.Problem.notThere) {
      try Credentials.read("/nowhere", needs: [])
    }
    #expect(throws: Credentials.Problem.unreadable) {
      try Credentials.read(bench.path, needs: [])
    }
    try AccountBench.shell("ln -s credentials \(bench.path)/link")
    #expect(throws: Credentials.Problem.unreadable) {
      try Credentials.read("\(bench.path)/link", needs: [])
    }
  }
}
