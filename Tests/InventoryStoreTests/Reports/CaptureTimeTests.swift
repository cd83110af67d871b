import Foundation
import InventoryStore
import Reporting
import Testing

struct CaptureTimeTests {
  func captured(_ bootSeconds: Double, sent: Double, boot: String = "b") throws -> Date? {
    let report = Report(
      agent: AgentFacts(
        version: "1", clock: ClockReading(bootId: "b", bootSeconds: bootSeconds, wall: "1980")))
    return try ReceivedReport(
      id: UUID(), machine: 1, sequence: 1, body: report.body(),
      sent: BootTime(bootId: boot, seconds: sent), created: 0, receivedAt: TestInventory.start
    ).capturedAt
  }

  @Test func captureTimeSubtractsTimeInSpool() throws {
    #expect(try captured(100, sent: 3_700) == TestInventory.start.addingTimeInterval(-3_600))
    #expect(try captured(100, sent: 100) == TestInventory.start)
  }

  @Test func captureTimeAcrossRebootIsUnknown() throws {
    #expect(try captured(100, sent: 200, boot: "c") == nil)
  }

  @Test(arguments: [-1e300, -1e12, -1, 1e300, 1e12, .greatestFiniteMagnitude])
  func implausibleClocksGiveNoCaptureTime(_ seconds: Double) throws {
    #expect(try captured(seconds, sent: seconds) == nil)
    #expect(try captured(seconds, sent: 100) == nil)
  }

  @Test func extremeTimesSaturate() {
    #expect(Date(timeIntervalSince1970: 1e300).microseconds == .max)
    #expect(Date(timeIntervalSince1970: -1e300).microseconds == .min)
  }
}
