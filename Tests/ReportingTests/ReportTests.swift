import Foundation
import Reporting
import Testing

struct ReportTests {
  let report = Report(
    agent: AgentFacts(
      version: "0.1.0",
      clock: ClockReading(bootId: "b", bootSeconds: 12.5, wall: "2026-11-23T00:00:00Z")),
    hardware: .failed(reason: "no /proc"),
    scanners: .observed(
      ScannerFacts(scanners: [
        .init(
          manufacturer: "Canon", model: "LiDE", connection: .usb, usbId: "04a9:190f",
          evidence: .usb, ready: nil)
      ])))

  @Test func canonicalBody() throws {
    #expect(
      String(decoding: try report.body(), as: UTF8.self)
        == #"{"agent":{"clock":{"bootId":"b","bootSeconds":12.5,"wall":"2026-11-23T00:00:00Z"},"version":"0.1.0"},"format":1,"hardware":{"outcome":"failed","reason":"no /proc"},"scanners":{"outcome":"observed","scanners":[{"connection":"usb","evidence":"usb","manufacturer":"Canon","model":"LiDE","ready":null,"usbId":"04a9:190f"}]}}"#
    )
  }

  @Test func roundTrip() throws {
    #expect(try JSONDecoder().decode(Report.self, from: report.body()) == report)
  }

  @Test(arguments: [
    #"{"format":2,"agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}}}"#,
    #"{"agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}}}"#,
    #"{"format":1,"agent":{"version":"1","clock":{"bootSeconds":1,"wall":""}},"hardware":{"outcome":"maybe"}}"#,
  ])
  func refused(_ body: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Report.self, from: Data(body.utf8))
    }
  }

  @Test func communeCodes() throws {
    #expect(try CommuneCode("08227").description == "08227")
    #expect(throws: CommuneCodeError.self) { try CommuneCode("abc") }
    #expect(throws: CommuneCodeError.self) { try CommuneCode("123456") }
    let error = #expect(throws: CommuneCodeError.self) { try CommuneCode("8227") }
    #expect(error?.message.contains("\"08227\"") == true)
  }
}
