public import FoundationEssentials
public import Prioritization

/// One commune of a ranking in detail: where its points come from, what is unknown, and how they
/// changed.
public struct Explanation: Sendable {
  /// How the points changed since a time in the past, and why.
  public struct Movement: Sendable {
    public var since: Date
    /// The commune as it was then, under the same policy.
    public var before: RankingDocument.Entry
    /// Newest first.
    public var events: [Event]

    public init(since: Date, before: RankingDocument.Entry, events: [Event]) {
      (self.since, self.before, self.events) = (since, before, events)
    }
  }

  /// Something that may have changed the points.
  public struct Event: Sendable, Equatable {
    public var time: Date
    /// The machine concerned; nil if it is about the commune.
    public var machine: String?
    /// `section.hardware`, `machine.enrolled`, `register.imported`, …
    public var what: String

    public init(time: Date, machine: String?, what: String) {
      (self.time, self.machine, self.what) = (time, machine, what)
    }
  }

  public var policy: Policy
  public var provenance: Provenance
  public var entry: RankingDocument.Entry
  public var movement: Movement?
  /// What would change the commune's rank, if requested.
  public private(set) var change: RankChange?
  /// Names, by code, of the neighbours that ``change`` mentions.
  public private(set) var neighbours: [String: String] = [:]

  /// - Returns: nil if the ranking does not contain the commune.
  public init?(of code: String, in document: RankingDocument, movement: Movement? = nil) {
    guard let entry = document.entries.first(where: { $0.ranked.standing.code == code }) else {
      return nil
    }
    policy = document.policy
    provenance = document.provenance
    self.entry = entry
    self.movement = movement
  }

  /// Adds what would change the commune's rank.
  ///
  /// - Parameter document: The ranking, from which the neighbours' names are taken.
  public mutating func add(_ change: RankChange?, of document: RankingDocument) {
    self.change = change
    let codes = Set(
      ((change?.swapsAbove ?? []) + (change?.swapsBelow ?? [])).map(\.neighbour))
    guard !codes.isEmpty else { return }
    for entry in document.entries where codes.contains(entry.ranked.standing.code) {
      neighbours[entry.ranked.standing.code] = entry.name
    }
  }

  /// Points of a criterion if everything unknown about it is lacking.
  public func pointsHigh(_ criterion: Int) -> Double {
    let standing = entry.ranked.standing
    return max(
      standing.contributions[criterion],
      1000 * policy.criteria[criterion].share * standing.gapHigh[criterion]
        * (standing.emphasis / policy.maximumEmphasis))
  }

  /// Criteria that earn points and of which something is unknown, with the points that it could
  /// add; most first.
  public var unknown: [(criterion: Int, points: Double)] {
    let standing = entry.ranked.standing
    return policy.criteria.indices
      .filter { standing.gapHigh[$0] > standing.gapLow[$0] && policy.criteria[$0].share > 0 }
      .map { ($0, pointsHigh($0) - standing.contributions[$0]) }
      .sorted { $0.points != $1.points ? $0.points > $1.points : $0.criterion < $1.criterion }
  }
}
