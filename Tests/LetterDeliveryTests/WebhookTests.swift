import Foundation
import InventoryFixtures
import InventoryStore
import LetterDelivery
import TestSupport
import Testing

/// Webhook letters to a chat system, simulated by a Python program that verifies the signature
/// itself.
struct WebhookTests {
  private static let secret = "a secret of more than sixteen bytes"

  private func deliver(
    _ status: String
  ) async throws -> (LetterSender.Tally, [LetterStatus.State: Int], [String]) {
    let server = try ServerScript("webhook.py", [status, Self.secret])
    let bench = try LetterWorkbench()
    let file = bench.folder.appending(path: "secret")
    try Data("\(Self.secret)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let destinations = try LetterDestinations(
      toml: """
        [[webhook]]
        name = "chat"
        url = "http://127.0.0.1:\(server.port)/hooks/7?room=a"
        secretFile = "\(file.path)"
        province = "51"
        period = "weekly"
        """, path: "mail.toml", secret: SecretFile.read)
    let webhook = try #require(destinations.webhooks.first)
    let window = try await bench.store.letters.window(.weekly, now: LetterWorkbench.start)
    let letters = [(LetterRecipient.webhook(name: "chat", webhook.scope), LetterWorkbench.content)]
    for filed in [1, 0] {
      #expect(
        try await bench.store.letters.file(letters, of: window, now: LetterWorkbench.start)
          == filed)
    }
    let tally = try await bench.send(destinations)
    _ = try await bench.send(destinations)
    return (tally, try await bench.states(), server.end())
  }

  @Test func signedAndSentOnce() async throws {
    let (tally, states, said) = try await deliver("204")
    #expect(tally.sent == 1 && states == [.sent: 1], "\(tally)")
    #expect(said == ["good 51 \(LetterWorkbench.content.subject)"])
  }

  @Test(arguments: [
    ("500", LetterStatus.State.waiting), ("429", .waiting), ("404", .failed), ("302", .failed),
    ("cut", .doubtful),
  ])
  func refused(_ status: String, _ state: LetterStatus.State) async throws {
    let (tally, states, said) = try await deliver(status)
    #expect(tally.sent == 0 && states == [state: 1], "\(tally)")
    #expect(said.count == 1)
  }
}
