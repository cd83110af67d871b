import Foundation
import Presentation
import Prioritization
import Testing

@testable import InventoryServer
@testable import InventoryStore

/// Which communes fell silent, and which of them together.
struct LetterOutagesTests {
  private static let now = Date(timeIntervalSince1970: 1_795_000_000)
  private let limits = ReportingLimits(freshDays: 3, silentDays: 14)

  /// - Parameter days: since the last report; nil if there never was one.
  private func commune(_ code: String, _ days: Double?) -> CommuneCoverage {
    let last = days.map { Self.now.addingTimeInterval(-$0 * 86_400) }
    return CommuneCoverage(
      code: code, name: "C\(code)", kind: "xã", provinceCode: "51", provinceName: "P",
      simulated: false, expected: nil, machines: days == nil ? 0 : 1, fresh: 0, ageing: 0,
      silent: 0, waiting: 0, quarantined: 0, wrongClocks: 0, oldAgents: 0, late: 0, dropping: 0,
      oversized: 0, unseen: 0, lastReportAt: last,
      reporting: limits.state(enrolled: days != nil, daysSinceLastReport: days))
  }

  private func lines(
    _ communes: [CommuneCoverage], _ groups: [(String, [String])]
  ) -> [String] {
    LetterOutages(limits, since: Self.now.addingTimeInterval(-7 * 86_400), until: Self.now)
      .lines(communes, groups: groups.map { LetterOutages.Group(name: $0.0, codes: $0.1) })
      .map {
        switch $0 {
        case .outage(let name, let count, let all, _, _): "\(name) \(count)/\(all)"
        case .commune(let commune, _): commune.code
        }
      }
  }

  @Test func onlyNewlySilentCommunesAreListed() {
    // Long silent, newly silent, ageing, fresh, never enrolled, newly silent.
    let communes = [
      commune("1", 30), commune("2", 15), commune("3", 10), commune("4", 0), commune("5", nil),
      commune("6", 14.5),
    ]
    #expect(lines(communes, [("P", ["1", "2", "3", "4", "5", "6"])]) == ["6", "2"])
  }

  @Test func wholeSilentGroupIsOneLine() {
    let communes = [
      commune("1", 15), commune("2", 15.5), commune("3", 14.5), commune("4", 1), commune("5", 15),
      commune("6", 40),
    ]
    let all = ["1", "2", "3", "4", "5", "6"]
    // A commune that was silent before does not prevent the others from being an outage.
    #expect(lines(communes, [("P", all), ("D", ["1", "2", "3", "6"])]) == ["D 3/3", "5"])
    // A whole province is one line, not one per group.
    let silent = communes.filter { $0.code != "4" }
    #expect(
      lines(silent, [("P", all), ("D", ["1", "2", "3"]), ("E", ["5"])]) == ["P 4/4"])
  }

  @Test func mostOfLargeGroupCountsAsOutage() {
    let communes = (1...10).map { commune("\($0)", $0 <= 8 ? 15 : 1) }
    #expect(lines(communes, [("D", (1...10).map(String.init))]) == ["D 8/10"])
    let fewer = (1...10).map { commune("\($0)", $0 <= 7 ? 15 : 1) }
    #expect(lines(fewer, [("D", (1...10).map(String.init))]).count == 7)
  }

  /// Communes silent in the same week, but not together.
  @Test func spreadOutSilenceIsNotOutage() {
    let communes = [commune("1", 14.2), commune("2", 20)]
    #expect(lines(communes, [("D", ["1", "2"])]) == ["1", "2"])
  }

  @Test func groupOfOneIsListedAsCommune() {
    #expect(lines([commune("1", 15)], [("P", ["1"]), ("D", ["1"])]) == ["1"])
  }
}
