public import Foundation
public import Presentation

extension RankingDocument.Entry {
  /// This one but for what is named.
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

  /// As from a table, which says nothing of reports.
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
