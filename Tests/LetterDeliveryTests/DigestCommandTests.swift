import Foundation
import InventoryFixtures
import InventoryStore
import TestSupport
import Testing

/// The `digest` command against a real mail server.
@Suite(.serialized)
struct DigestCommandTests {
  private struct Ran {
    var status: Int32
    var output: String
    var errors: String
  }

  private static let program =
    BuiltPrograms.folder.appending(path: "commune-inventory")

  private func start(_ bench: LetterWorkbench, _ arguments: [String]) throws -> (Process, URL) {
    let process = Process()
    process.executableURL = Self.program
    process.arguments =
      arguments + ["--database", bench.path, "--language", "en"]
    let out = bench.folder.appending(path: "out-\(UUID())")
    for file in [out, out.appendingPathExtension("err")] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: out.appendingPathExtension("err"))
    try process.run()
    return (process, out)
  }

  private func run(_ bench: LetterWorkbench, _ arguments: String...) throws -> Ran {
    let (process, out) = try start(bench, arguments)
    process.waitUntilExit()
    return Ran(
      status: process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
      errors: try String(contentsOf: out.appendingPathExtension("err"), encoding: .utf8))
  }

  /// An unused token from some days ago, so that there is something to report.
  private func bench(_ email: String) async throws -> LetterWorkbench {
    let bench = try LetterWorkbench()
    let now = Date().addingTimeInterval(-5 * 86_400)
    _ = try await bench.store.tokens.create(
      communes: ["21250", "00004"], uses: 3, within: .country, now: now)
    _ = try await bench.add("slow", email)
    return bench
  }

  /// Killed while the server processes the letter: it arrives, and is never sent again
  /// automatically.
  @Test func aCrashBetweenSendingAndNotingItSendsNothingTwice() async throws {
    let server = try MailServer()
    let bench = try await bench("slow@example.vn")
    let mail = bench.folder.appending(path: "mail.toml").path
    try Data(try server.settings().utf8).write(to: URL(fileURLWithPath: mail))
    let (process, _) = try start(bench, ["digest", "--send", "--mail", mail])
    // By then the server has the whole letter; its answer takes four seconds. No await here:
    // afterwards a thread would have to be free to continue.
    for _ in 0..<1500 where !server.log.contains("thinking") { usleep(20_000) }
    // Stopped rather than killed, so that the server can accept the letter: Exim drops one whose
    // sender is gone.
    kill(process.processIdentifier, SIGSTOP)
    let arrived = try server.mail(1)
    #expect(arrived.count == 1, "\(server.log)")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()

    let again = try run(bench, "digest", "--send", "--mail", mail)
    #expect(again.status == 1, "\(again)")
    #expect(again.output.hasPrefix("Letters made: 0.\n") && again.output.contains("doubtful: 1"))
    #expect(again.errors.contains("Doubtful letters may have arrived"))
    let listed = try run(bench, "digest", "status", "--format", "json")
    #expect(listed.output.contains("\"state\" : \"doubtful\""), "\(listed)")
    let identity = try #require(listed.output.firstMatch(of: /"messageId" : "([a-z0-9]+)"/)?.1)
    #expect(arrived.first?.contains("Message-ID: <\(identity)@example.vn>") == true)
    #expect(try run(bench, "digest", "send", "--now", "--mail", mail).status == 0)
    #expect(try server.mail(1).count == 1)
  }

  /// Killed after the letter was made and before anything was sent: it is sent afterwards.
  @Test func whatWaitsSurvivesARestart() async throws {
    let server = try MailServer()
    let bench = try await bench("lan@example.vn")
    let mail = bench.folder.appending(path: "mail.toml").path
    try Data(try server.settings().utf8).write(to: URL(fileURLWithPath: mail))
    for made in [1, 0] {
      let ran = try run(bench, "digest")
      #expect(ran.output.hasPrefix("Letters made: \(made)."), "\(ran)")
    }
    #expect(try server.mail(0).isEmpty)
    let sent = try run(bench, "digest", "send", "--mail", mail)
    #expect(sent.status == 0 && sent.output.contains("Letters sent: 1"), "\(sent)")
    #expect(try server.mail(1).count == 1)
  }

  /// A province's user is told only about that province.
  @Test func printedForTheUsersArea() async throws {
    let bench = try await bench("lan@example.vn")
    let printed = try run(bench, "digest", "--print")
    #expect(printed.status == 0 && printed.output.contains("Subject: Bản tin tuần"), "\(printed)")
    #expect(printed.output.contains("Nghĩa Giang") && !printed.output.contains("Cửa Nam"))
    #expect(printed.output.split(separator: "\n").count { $0.hasPrefix("- ") } == 1)
    #expect(try await bench.states().isEmpty)
    _ = try await bench.add("all", nil, language: .en, scope: .country)
    let all = try run(bench, "digest", "--print", "--user", "all", "--period", "daily")
    #expect(all.output.contains("ENROLMENT TOKENS NOT USED YET (2)"), "\(all)")
    #expect(all.output.contains("the whole country"))
  }

  @Test func refusals() async throws {
    let bench = try await bench("lan@example.vn")
    let bad = bench.folder.appending(path: "bad.toml").path
    try Data("[mail]\nserver = 1\n".utf8).write(to: URL(fileURLWithPath: bad))
    let dead = bench.folder.appending(path: "dead.toml").path
    try Data(
      "[mail]\nserver = \"smtp://127.0.0.1:\(try Loopback.freePort())\"\nfrom = \"a@example.vn\"\n"
        .utf8
    ).write(to: URL(fileURLWithPath: dead))
    for (status, says, arguments) in [
      (Int32(78), "bad.toml line 2, mail.server", ["digest", "--send", "--mail", bad]),
      (78, "Cannot read", ["digest", "send", "--mail", "/nowhere.toml"]),
      (64, "--print sends nothing", ["digest", "--print", "--send"]),
      (64, "monthly", ["digest", "--period", "monthly"]),
      (65, "no user nobody", ["digest", "--user", "nobody"]),
      (65, "has not chosen daily letters", ["digest", "--user", "slow", "--period", "daily"]),
      (65, "neither failed nor doubtful", ["digest", "retry", "7"]),
      (
        65, "one address on one line",
        ["user", "letters", "slow", "--email", "a@b.vn\nBcc: c@d.vn"]
      ),
      (65, "one address on one line", ["user", "letters", "slow", "--email", "a@b.vn,c@d.vn"]),
      (65, "need an e-mail address", ["user", "letters", "slow", "--email", ""]),
      (64, "hourly", ["user", "letters", "slow", "--period", "hourly"]),
    ] {
      let (process, out) = try start(bench, arguments)
      process.waitUntilExit()
      let errors = try String(contentsOf: out.appendingPathExtension("err"), encoding: .utf8)
      #expect(process.terminationStatus == status, "\(arguments) \(errors)")
      #expect(errors.contains(says), "\(errors)")
    }
    // A mail server that is away: the letter is kept.
    let away = try run(bench, "digest", "--send", "--mail", dead)
    #expect(away.status == 75 && away.output.contains("waiting: 1"), "\(away)")
    #expect(away.errors.split(separator: "\n").count == 1)
    #expect(try await bench.states() == [.waiting: 1])
  }
}
