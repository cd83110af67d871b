import Delivery
import Foundation
import InventoryServer
import Presentation
import Reporting
import Testing

/// The commune's line on its page.
struct LineChartTests {
  private typealias Measurement = (kind: BandwidthFacts.Interface.Kind, settled: Bool)

  private static let nights: [Measurement] = [
    (.wired, true), (.wired, true), (.wifi, true), (.wired, false), (.mobile, false),
  ]

  private static func body(_ measurement: Measurement, megabits: Int) throws -> Data {
    try Report(
      agent: AgentFacts(
        version: "0.1.0", clock: ClockReading(bootId: "b", bootSeconds: 1, wall: "now")),
      hardware: .failed(reason: "a test"), scanners: .absent,
      bandwidth: .observed(
        BandwidthFacts(
          downloadBitsPerSecond: megabits * 1_000_000, uploadBitsPerSecond: 4_000_000,
          downloadSettled: measurement.settled, uploadSettled: measurement.settled,
          interface: .init(kind: measurement.kind))),
      accounts: .absent
    ).body()
  }

  /// Every measurement has its mark: a dot for a cable, a square for radio, hollow if it had not
  /// settled.
  @Test func everyMeasurementHasItsMark() async throws {
    try await TestCentre.run { centre in
      let agent = try await centre.enrol()
      for (at, night) in Self.nights.enumerated() {
        let body = try Self.body(night, megabits: 10 * (at + 1))
        #expect(try await centre.send(agent.report(body, sequence: at + 1)).status == 200)
      }
      let page = try await centre.get("/communes/21250?language=en").text
      let paths = page.matches(of: /<path class="point(| unsettled)" d="([^"]*)"/)
      let forms = paths.map { path in
        (
          isSettled: path.output.1.isEmpty,
          dots: path.output.2.matches(of: /3\.2 3\.2 0 1 0 6\.4 0/).count,
          squares: path.output.2.matches(of: /h6v6h-6z/).count
        )
      }
      for isSettled in [true, false] {
        let some = forms.filter { $0.isSettled == isSettled }
        #expect(some.map(\.dots) == (isSettled ? [2, 2] : [1, 1]), "\(page)")
        #expect(some.map(\.squares) == [1, 1])
      }
      #expect(page.matches(of: /<td class="number">[1-5]0\.0 Mbit\/s<\/td>/).count == 5)
    }
  }

  @Test func withoutMeasurementsThereIsNoChart() async throws {
    try await TestCentre.run { centre in
      _ = try await centre.enrol()
      let page = try await centre.get("/communes/21250?language=en").text
      #expect(
        page.contains("No computer has measured the line yet") && !page.contains("class=\"point"))
    }
  }
}
