/// What reports support of one value of one commune.
public enum Observation: Sendable, Equatable, Codable {
  /// Never seen: neither zero nor good.
  case unknown
  /// The value lies in `low...high` (in the criterion's unit) and was seen `ageDays` ago.
  ///
  /// A value that is not finite counts as unknown.
  case known(low: Double, high: Double, ageDays: Double)
}

/// All that a policy asks of one commune.
public struct CommuneMeasures: Sendable, Equatable, Codable {
  /// The official code, five digits.
  public var code: String
  /// In the order of ``Policy/criteria``; what is missing at the end is unknown.
  public var observations: [Observation]
  /// In the order of ``Policy/context``, as measured; `nil` is unknown and counts 0.
  public var context: [Double?]

  /// In the order of ``Policy/criteria``: how many units of what items close lie between floor and
  /// standard here, such as the number of officials for computers per official; only plans ask.
  /// `nil`, and what is missing at the end, is the criterion's own distance from floor to standard.
  public var needs: [Double?]

  /// How many times each standard applies here, from ``Workload/factor(_:)``; what is missing at the
  /// end is 1.
  public var factors: [Double] = []
  /// Of the need in ``needs``, the units of which nothing at all is there, by criterion; a purchase
  /// beyond them replaces something that counts in part (``Adequacy/oldCounts``). `nil`, and what is
  /// missing at the end: nothing counts in part.
  public var vacancies: [Double?] = []
  /// Places of criteria that are unknown only because the register lacks a figure: no visit finds
  /// it out.
  public var awaitingRegister: [Int] = []
  /// What the value would be if all that the commune's own officers attest were confirmed, by place
  /// of the criterion.
  public var attested: [Int: Observation] = [:]

  public init(
    code: String, observations: [Observation], context: [Double?], needs: [Double?] = []
  ) {
    (self.code, self.observations, self.context, self.needs) = (code, observations, context, needs)
  }

  /// The same if all that the commune's own officers attest were confirmed; nil if that changes
  /// nothing.
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
