public import Foundation
public import Presentation

extension RankingDocument.Entry {
  /// A copy in which the given values are replaced.
  public func with(
    kind: String? = nil, values: [(low: Double, high: Double)?]? = nil, lastReport: Date? = nil,
    place: RankingDocument.Place? = nil, pointsIfConfirmed: Double? = nil
  ) -> RankingDocument.Entry {
    RankingDocument.Entry(
      ranked: ranked,
      facts: .init(
        name: self.name, province: self.province, provinceName: self.provinceName,
        kind: kind ?? self.kind, reporting: self.reporting, simulated: self.simulated,
        machines: self.machines, lastReport: lastReport ?? self.lastReport,
        values: values ?? self.values, observedAt: self.observedAt, context: self.context,
        place: place ?? self.place, pointsIfConfirmed: pointsIfConfirmed ?? self.pointsIfConfirmed))
  }

  /// A copy as from a table, which has no data about reports.
  public func withoutReporting() -> RankingDocument.Entry {
    RankingDocument.Entry(
      ranked: ranked,
      facts: .init(
        name: self.name, province: self.province, provinceName: self.provinceName, kind: self.kind,
        reporting: nil, simulated: self.simulated, machines: self.machines,
        lastReport: self.lastReport, values: self.values, observedAt: self.observedAt,
        context: self.context, place: self.place))
  }
}
