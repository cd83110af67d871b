public import Foundation
public import Presentation

extension RankingDocument.Entry {
  /// This one but for what is named.
  public func with(
    kind: String? = nil, values: [(low: Double, high: Double)?]? = nil, lastReport: Date? = nil,
    place: RankingDocument.Place? = nil, pointsIfConfirmed: Double? = nil
  ) -> RankingDocument.Entry {
    RankingDocument.Entry(
      ranked: ranked, name: name, province: province, provinceName: provinceName,
      kind: kind ?? self.kind, reporting: reporting, simulated: simulated, machines: machines,
      lastReport: lastReport ?? self.lastReport, values: values ?? self.values,
      observedAt: observedAt, context: context, place: place ?? self.place,
      pointsIfConfirmed: pointsIfConfirmed ?? self.pointsIfConfirmed)
  }

  /// As from a table, which says nothing of reports.
  public func withoutReporting() -> RankingDocument.Entry {
    RankingDocument.Entry(
      ranked: ranked, name: name, province: province, provinceName: provinceName, kind: kind,
      reporting: nil, simulated: simulated, machines: machines, lastReport: lastReport,
      values: values, observedAt: observedAt, context: context, place: place)
  }
}
