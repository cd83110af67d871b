public import FoundationEssentials
public import Prioritization

extension RankingDocument {
  /// What is shown of a commune besides its rank; never changed once made. Rankings share it for as long
  /// as nothing is known anew of the commune.
  public final class Facts: Sendable {
    public let name: String
    /// Two digits.
    public let province: String
    public let provinceName: String
    /// Xã, phường or đặc khu.
    public let kind: String
    /// `nil` if the measures come from a table, which says nothing of reports: then
    /// ``simulated`` and ``machines`` are unknown too, and shown as that.
    public let reporting: ReportingState?
    /// Whether any of its machines is a simulator's.
    public let simulated: Bool
    public let machines: Int
    public let lastReport: Date?
    /// By criterion, in its unit; `nil` if unknown.
    public let values: [(low: Double, high: Double)?]
    /// By criterion: when the value was seen.
    public let observedAt: [Date?]
    /// By context of the policy, as measured; `nil` if unknown.
    public let context: [Double?]
    public let place: Place
    /// Its points, of 1,000, if all that its own officers attest were confirmed; `nil` if nothing of
    /// that waits for a confirmation. Not part of its standing: an unconfirmed word proves nothing.
    public let pointsIfConfirmed: Double?

    public init(
      name: String, province: String, provinceName: String, kind: String,
      reporting: ReportingState?, simulated: Bool, machines: Int, lastReport: Date?,
      values: [(low: Double, high: Double)?], observedAt: [Date?], context: [Double?],
      place: Place = Place(), pointsIfConfirmed: Double? = nil
    ) {
      (self.name, self.province, self.provinceName) = (name, province, provinceName)
      (self.kind, self.reporting, self.simulated) = (kind, reporting, simulated)
      (self.machines, self.lastReport, self.values) = (machines, lastReport, values)
      (self.observedAt, self.context) = (observedAt, context)
      (self.place, self.pointsIfConfirmed) = (place, pointsIfConfirmed)
    }
  }
}
