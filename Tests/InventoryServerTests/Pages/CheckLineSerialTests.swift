import Delivery
import Foundation
import InventoryStore
import Testing

@testable import InventoryServer

/// A browser's statement about its line, compared with the pace at which its slot's bytes moved.
struct CheckLineSerialTests {
  /// An officer's browser with a slot.
  private struct Browser {
    let centre: LifecycleCentre
    let test: TestCentre
    let session: String
    var slot = ""

    init() async throws {
      centre = try await LifecycleCentre()
      test = TestCentre(store: centre.store, door: .socket(port: centre.port))
      _ = try await test.addUser("officer", .officer, .province("51"))
      session = try await test.session(of: "officer")
      let granted = try await post("/check/line/slot", "")
      slot = String(try #require(granted.text.firstMatch(of: /"slot":"([0-9a-f]+)"/)).1)
    }

    func post(_ path: String, _ form: String) async throws -> IncomingReply {
      try await test.ask(
        "POST", path, "commune=21250\(form)", session: session,
        formToken: FormToken.make(session: session))
    }

    func head(_ method: String, _ path: String, _ fields: String = "") -> String {
      """
      \(method) /agent/v1/bandwidth/\(path) HTTP/1.1\r\nHost: 127.0.0.1:\(centre.port)\r
      Bandwidth-Slot: \(slot)\r\nConnection: close\r\n\(fields)\r\n
      """
    }

    /// Files what was found.
    ///
    /// - Returns: whether the line may be faster than that.
    func mayCarryMore(_ download: Int, _ upload: Int) async throws -> Bool {
      let reply = try await post(
        "/check/line", "&slot=\(slot)&settled=yes&download=\(download)&upload=\(upload)")
      #expect(reply.status == 303, "\(reply.text)")
      let kept = try await centre.store.checks.latest(of: "21250", within: .country)
      guard case .line(let line) = try #require(kept.first).facts else { return false }
      #expect(line.downloadBitsPerSecond == download && line.uploadBitsPerSecond == upload)
      return !line.isSettled
    }
  }

  private static func uploadFields(_ count: Int) -> String { "Content-Length: \(count)\r\n" }

  /// 20 MB and 2 MB in a moment contradict a line of 0.1 Mbit/s.
  @Test func fastTransfersAreNoSlowLine() async throws {
    let browser = try await Browser()
    let download = try RawClient(port: browser.centre.port)
    download.say(browser.head("GET", "download?bytes=20000000"))
    var received = 0
    while received < 20_000_000, let count = download.receive(within: 10), count > 0 {
      received += count
    }
    let upload = try RawClient(port: browser.centre.port)
    upload.say(browser.head("POST", "upload", Self.uploadFields(2_000_000)))
    upload.say(String(repeating: "x", count: 2_000_000))
    #expect(upload.receive(within: 10) ?? 0 > 0)
    #expect(try await browser.mayCarryMore(100_000, 100_000))
  }

  /// A client that receives and sends 1.6 Mbit/s for two seconds.
  @Test func slowTransfersProveSlowLine() async throws {
    let browser = try await Browser()
    let download = try RawClient(port: browser.centre.port)
    download.say(browser.head("GET", "download?bytes=4000000"))
    for _ in 0..<100 {
      _ = download.heard()
      try await Task.sleep(for: .milliseconds(20))
    }
    download.end()
    let upload = try RawClient(port: browser.centre.port)
    upload.say(browser.head("POST", "upload", Self.uploadFields(400_000)))
    for _ in 0..<100 {
      upload.say(String(repeating: "x", count: 4000))
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(upload.receive(within: 10) ?? 0 > 0)
    #expect(try await !browser.mayCarryMore(1_600_000, 1_600_000))
  }

  @Test func paceIsOfTheTimeInWhichBytesMoved() {
    let clock = ManualSeconds()
    let pace = TransferPace { clock.now }
    #expect(pace.bitsPerSecond == nil)
    pace.add(0)
    #expect(pace.bitsPerSecond == nil)
    clock.now = 2
    pace.add(1_000_000)
    clock.now = 9
    #expect(pace.bitsPerSecond == 4_000_000)
  }

  private final class ManualSeconds: @unchecked Sendable { var now = 0.0 }
}
