import Foundation
import InventoryStore
import Presentation
import Prioritization

/// Finds the communes that fell silent in a period, and those that did so together.
struct LetterOutages {
  /// Fewer communes than this are not an outage, unless they are the whole group.
  private static let leastCommunes = 5
  /// The least part of the previously reporting communes that must have fallen silent.
  private static let leastShare = 0.8
  /// Last reports of one outage lie within this period: agents report nightly, but some machines
  /// only every few days.
  private static let spreadSeconds = 4 * 86_400.0

  let silentSeconds: Double
  let since, until: Date

  init(_ limits: ReportingLimits, since: Date, until: Date) {
    silentSeconds = limits.silentDays * 86_400
    (self.since, self.until) = (since, until)
  }

  /// A group of communes that can fail together: its name and their codes.
  struct Group {
    var name: String
    var codes: [String]
  }

  /// - Parameters:
  ///   - communes: The communes of the reader's area.
  ///   - groups: Larger wholes first, such as provinces; if several explain a silence, the largest
  ///     counts.
  /// - Returns: Outages first, by size; then single communes, the latest first.
  func lines(
    _ communes: [CommuneCoverage], groups: [Group]
  ) -> [LetterDocument.Silence] {
    var fallen: [String: CommuneCoverage] = [:]
    var reported: Set<String> = []
    for commune in communes {
      guard let last = commune.lastReportAt else { continue }
      let silentSince = last.addingTimeInterval(silentSeconds)
      guard silentSince > since else { continue }
      reported.insert(commune.code)
      if commune.reporting == .silent, silentSince <= until { fallen[commune.code] = commune }
    }
    var lines: [LetterDocument.Silence] = []
    var left = Set(fallen.keys)
    let bySize = groups.map { group in
      (
        group, fallen: group.codes.filter { fallen[$0] != nil },
        before: group.codes.count(where: reported.contains)
      )
    }.enumerated().sorted {
      $0.element.fallen.count != $1.element.fallen.count
        ? $0.element.fallen.count > $1.element.fallen.count : $0.offset < $1.offset
    }.map(\.element)
    for (group, members, before) in bySize {
      let unexplained = members.filter(left.contains)
      guard isOutage(unexplained.compactMap { fallen[$0] }, of: before) else { continue }
      left.subtract(unexplained)
      lines.append(
        .outage(
          name: group.name, communes: unexplained.count, of: before,
          lastReport: unexplained.compactMap { fallen[$0]?.lastReportAt }.max() ?? since,
          simulated: unexplained.contains { fallen[$0]?.simulated == true }))
    }
    return lines + single(left.compactMap { fallen[$0] })
  }

  private func isOutage(_ communes: [CommuneCoverage], of before: Int) -> Bool {
    let times = communes.compactMap(\.lastReportAt)
    guard communes.count >= 2, let first = times.min(), let last = times.max(),
      last.timeIntervalSince(first) <= Self.spreadSeconds
    else { return false }
    return communes.count == before
      || communes.count >= Self.leastCommunes
        && Double(communes.count) >= Self.leastShare * Double(before)
  }

  private func single(_ communes: [CommuneCoverage]) -> [LetterDocument.Silence] {
    communes.sorted {
      let (one, other) = ($0.lastReportAt ?? .distantPast, $1.lastReportAt ?? .distantPast)
      return one != other ? one > other : $0.code < $1.code
    }.map { commune in
      .commune(
        LetterDocument.Commune(
          code: commune.code, name: commune.name, provinceName: commune.provinceName,
          simulated: commune.simulated), lastReport: commune.lastReportAt ?? since)
    }
  }
}
