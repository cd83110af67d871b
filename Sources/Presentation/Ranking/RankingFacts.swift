public import FoundationEssentials
public import Prioritization

extension RankingDocument {
  /// The displayed facts about a commune besides its rank; immutable. Rankings share them as long
  /// as nothing new is known about the commune.
  public final class Facts: Sendable {
    public let name: String
    /// Two digits.
    public let province: String
    public let provinceName: String
    /// Xã, phường or đặc khu.
    public let kind: String
    /// `nil` if the measures come from a table, which has no reports: then ``simulated`` and
    /// ``machines`` are unknown too, and displayed as such.
    public let reporting: ReportingState?
    /// Whether any of its machines is simulated.
    public let simulated: Bool
    public let machines: Int
    public let lastReport: Date?
    /// By criterion, in its unit; `nil` if unknown.
    public let values: [(low: Double, high: Double)?]
    /// By criterion: when the value was observed.
    public let observedAt: [Date?]
    /// By context of the policy, as measured; `nil` if unknown.
    public let context: [Double?]
    public let place: Place
    /// Its points, of 1,000, if everything that its own officers attest were confirmed; `nil` if
    /// nothing awaits confirmation. Not part of its standing: an unconfirmed statement proves
    /// nothing.
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
