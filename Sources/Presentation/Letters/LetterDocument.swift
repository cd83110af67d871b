public import FoundationEssentials
public import Prioritization

/// The contents of one letter: only about the reader's area, and only what the reader may act on.
public struct LetterDocument: Sendable {
  public enum Period: String, Sendable, CaseIterable { case daily, weekly }

  /// The first entries of a list, and how many there are in all.
  public struct List<Entry: Sendable>: Sendable {
    public var entries: [Entry]
    public var total: Int
    /// How many of them are certain.
    public var certain: Int

    public init(
      _ all: [Entry], most: Int = LetterDocument.mostEntries,
      isCertain: (Entry) -> Bool = { _ in true }
    ) {
      entries = Array(all.prefix(most))
      (total, certain) = (all.count, all.count(where: isCertain))
    }
  }

  /// The most entries of a list that a letter shows.
  public static let mostEntries = 15

  public struct Commune: Sendable, Equatable {
    public var code, name, provinceName: String
    /// Whether any of its figures are simulated.
    public var simulated: Bool

    public init(code: String, name: String, provinceName: String, simulated: Bool) {
      (self.code, self.name) = (code, name)
      (self.provinceName, self.simulated) = (provinceName, simulated)
    }
  }

  /// One line about communes that have fallen silent.
  public enum Silence: Sendable, Equatable {
    /// Communes of one province or group that fell silent together: one fault, not many.
    case outage(name: String, communes: Int, of: Int, lastReport: Date, simulated: Bool)
    case commune(Commune, lastReport: Date)
  }

  /// A quarantined computer that awaits a decision.
  public struct QuarantinedMachine: Sendable, Equatable {
    public var commune: Commune
    /// Maker and model; nil if unknown.
    public var model: String?
    public var since: Date

    public init(commune: Commune, model: String?, since: Date) {
      (self.commune, self.model, self.since) = (commune, model, since)
    }
  }

  /// A right to a service, or a signing certificate, that expires soon or expired recently.
  public struct Right: Sendable, Equatable {
    public var commune: Commune
    public var service: String
    public var expiresAt: Date
    public var isCertificate: Bool
    /// nil if it is certain.
    public var doubt: Doubt?

    /// Why it may not be so: its computer is silent, or the province has not confirmed it.
    public enum Doubt: String, Sendable, CaseIterable { case silent, unconfirmed }

    public init(
      commune: Commune, service: String, expiresAt: Date, isCertificate: Bool,
      doubt: Doubt? = nil
    ) {
      (self.commune, self.service, self.doubt) = (commune, service, doubt)
      (self.expiresAt, self.isCertificate) = (expiresAt, isCertificate)
    }
  }

  /// A system whose updates end, with the computers of the area that run it.
  public struct System: Sendable, Equatable {
    public var name: String
    public var lastDay: Date
    /// Whether updates until then are paid for.
    public var isPaid: Bool
    public var hasEnded: Bool
    /// Low ends without, high ends with computers of which this is not certain, such as silent ones.
    public var computers, communes: CountRange
    /// Whether any of the computers is simulated.
    public var simulated: Bool

    public init(
      name: String, lastDay: Date, isPaid: Bool, hasEnded: Bool, computers: CountRange,
      communes: CountRange, simulated: Bool
    ) {
      (self.name, self.lastDay, self.isPaid, self.hasEnded) = (name, lastDay, isPaid, hasEnded)
      (self.computers, self.communes, self.simulated) = (computers, communes, simulated)
    }
  }

  /// A commune whose points changed.
  public struct Mover: Sendable, Equatable {
    /// A commune's place in a ranking, with the intervals of what is not known.
    public struct Place: Sendable, Equatable {
      public var rank: Int
      /// From the best possible to the worst.
      public var ranks: CountRange
      /// Proven and possible points, of 1,000.
      public var points, possiblePoints: Double

      public init(rank: Int, ranks: CountRange, points: Double, possiblePoints: Double) {
        (self.rank, self.ranks) = (rank, ranks)
        (self.points, self.possiblePoints) = (points, possiblePoints)
      }
    }

    public var commune: Commune
    public var before, after: Place
    /// The criterion that changed most, and why (a `PointsChange.Cause`).
    public var criterion: (vi: String, en: String)
    public var cause: String

    public init(
      commune: Commune, before: Place, after: Place, criterion: (vi: String, en: String),
      cause: String
    ) {
      (self.commune, self.before, self.after) = (commune, before, after)
      (self.criterion, self.cause) = (criterion, cause)
    }

    public static func == (one: Self, other: Self) -> Bool {
      one.commune == other.commune && one.before == other.before && one.after == other.after
        && one.criterion == other.criterion && one.cause == other.cause
    }
  }

  /// An enrolment token that no computer has used.
  public struct Token: Sendable, Equatable {
    public var commune: Commune
    /// The number of computers that may use it.
    public var uses: Int
    public var createdAt, expiresAt: Date

    public init(commune: Commune, uses: Int, createdAt: Date, expiresAt: Date) {
      (self.commune, self.uses) = (commune, uses)
      (self.createdAt, self.expiresAt) = (createdAt, expiresAt)
    }
  }

  /// Units of a purchase that were delivered but that no report has shown in time.
  public struct Purchase: Sendable, Equatable {
    public var commune: Commune
    public var item: (vi: String, en: String)
    public var count: Int
    public var deliveredAt: Date

    public init(
      commune: Commune, item: (vi: String, en: String), count: Int, deliveredAt: Date
    ) {
      (self.commune, self.item) = (commune, item)
      (self.count, self.deliveredAt) = (count, deliveredAt)
    }

    public static func == (one: Self, other: Self) -> Bool {
      one.commune == other.commune && one.item == other.item && one.count == other.count
        && one.deliveredAt == other.deliveredAt
    }
  }

  public var period: Period
  public var since, until: Date
  /// The reader's province or commune; nil for the country.
  public var area: String?
  /// Whether the communes belong to several provinces, so that each needs its province's name.
  public var hasSeveralProvinces = false
  public var silences = List<Silence>([])
  public var quarantined = List<QuarantinedMachine>([])
  public var purchases = List<Purchase>([])
  public var rights = List<Right>([])
  public var systems = List<System>([])
  /// Communes that now need more, and those that now need less, the greatest change first.
  public var risen: [Mover] = []
  public var fallen: [Mover] = []
  public var tokens = List<Token>([])

  public init(period: Period, since: Date, until: Date, area: String?) {
    (self.period, self.since, self.until, self.area) = (period, since, until, area)
  }

  /// Whether there is nothing to report, in which case no letter is sent.
  public var isEmpty: Bool {
    silences.total + quarantined.total + purchases.total + rights.total + systems.total
      + tokens.total == 0
      && risen.isEmpty && fallen.isEmpty
  }
}
