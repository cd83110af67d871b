/// What reports say about one value of one commune.
public enum Observation: Sendable, Equatable, Codable {
  /// Never observed: neither zero nor good.
  case unknown
  /// The value lies in `low...high` (in the criterion's unit) and was observed `ageDays` ago.
  ///
  /// A value that is not finite counts as unknown.
  case known(low: Double, high: Double, ageDays: Double)
}

/// The values of one commune for everything that a policy asks.
public struct CommuneMeasures: Sendable, Equatable, Codable {
  /// The official code, five digits.
  public var code: String
  /// In the order of ``Policy/criteria``; missing ones at the end are unknown.
  public var observations: [Observation]
  /// In the order of ``Policy/context``, as measured; `nil` is unknown and counts 0.
  public var context: [Double?]

  /// In the order of ``Policy/criteria``: the units, as items close them, between floor and
  /// standard here, such as the number of officials for computers per official; used only by plans.
  /// `nil`, or missing at the end, is the criterion's own distance from floor to standard.
  public var needs: [Double?]

  /// How many times each standard applies here, from ``Workload/factor(_:)``; 1 if missing at the
  /// end.
  public var factors: [Double] = []
  /// The units of the need in ``needs`` for which nothing at all exists, by criterion; a purchase
  /// beyond them replaces something that counts in part (``Adequacy/oldCounts``). `nil`, or missing
  /// at the end: nothing counts in part.
  public var vacancies: [Double?] = []
  /// Indices of criteria that are unknown only because the register lacks a figure, which no visit
  /// can determine.
  public var awaitingRegister: [Int] = []
  /// The value if everything that the commune's own officers attest were confirmed, by index of the
  /// criterion.
  public var attested: [Int: Observation] = [:]

  public init(
    code: String, observations: [Observation], context: [Double?], needs: [Double?] = []
  ) {
    (self.code, self.observations, self.context, self.needs) = (code, observations, context, needs)
  }

  /// These measures as if everything that the commune's own officers attest were confirmed; nil if
  /// that changes nothing.
  public var confirmed: CommuneMeasures? {
    guard !attested.isEmpty else { return nil }
    var measures = self
    for (place, observation) in attested where place < observations.count {
      measures.observations[place] = observation
    }
    measures.attested = [:]
    return measures
  }
}
