import Foundation
import InventoryFixtures
import InventoryStore
import LetterDelivery
import TestSupport
import Testing

/// Mail servers that misbehave.
struct HostileServerTests {
  private func attempt(
    _ mode: String, ca: String? = nil
  ) async throws -> (LetterSender.Tally, [LetterStatus.State: Int], [String]) {
    let server = try ServerScript("hostile_mail.py", [mode])
    let bench = try LetterWorkbench()
    try await bench.file(
      try await bench.add("lan", "lan@example.vn"), try await bench.add("an", "an@example.vn"))
    let tally = try await bench.send(try plainDestinations(server.port, ca: ca))
    return (tally, try await bench.states(), server.end())
  }

  @Test(arguments: ["silent", "endless", "away"])
  func aServerThatIsNotWell(_ mode: String) async throws {
    let (tally, states, letters) = try await attempt(mode)
    #expect(tally.fault == .away && tally.sent == 0, "\(tally)")
    #expect(states == [.waiting: 2] && letters.isEmpty, "\(states)")
  }

  /// The server may have the letter: it is not sent again, and the next one is not tried.
  @Test(arguments: ["hangs", "closes"])
  func aServerThatDoesNotSayWhetherItHasIt(_ mode: String) async throws {
    let (tally, states, letters) = try await attempt(mode)
    #expect(tally.doubtful == 1 && tally.fault == .away && tally.sent == 0, "\(tally)")
    #expect(states == [.doubtful: 1, .waiting: 1] && letters == ["letter"], "\(states)")
  }

  @Test func aSenderThatIsRefused() async throws {
    let (tally, states, letters) = try await attempt("nofrom")
    #expect(tally.fault == .settings && tally.problem?.contains("5.7.1") == true, "\(tally)")
    #expect(states == [.waiting: 2] && letters.isEmpty)
  }

  /// If a certificate is expected, nothing is sent without encryption.
  @Test func aServerWithoutEncryption() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID()).pem")
    try Data().write(to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (tally, states, letters) = try await attempt("plain", ca: folder.path)
    #expect(tally.fault == .settings && tally.sent == 0, "\(tally)")
    #expect(states == [.waiting: 2] && letters.isEmpty)
    let (open, sent, taken) = try await attempt("plain")
    #expect(open.sent == 2 && sent == [.sent: 2] && taken.count == 2)
  }
}
