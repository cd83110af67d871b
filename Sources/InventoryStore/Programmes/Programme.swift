public import Foundation
public import GRDB

/// A plan that was adopted, as lists show it.
public struct Programme: Sendable, Equatable {
  public var number: Int64
  public var name: String
  /// The area that it covers.
  public var area: Scope
  /// The name of the province or commune; nil for the country.
  public var areaName: String?
  /// The code of the province in which the area lies; nil for the country.
  public var province: String?
  /// Whole VND.
  public var budget: Int
  /// A user's name.
  public var adoptedBy: String
  public var adoptedAt: Date
  /// Incremented with every change of it, of its entries and of their evidence.
  public var revision: Int

  /// Whether a user with this scope is responsible for all of it, and so may adopt, change and
  /// cancel.
  public func isWithin(_ scope: Scope) -> Bool {
    switch scope {
    case .country: true
    case .province(let code): province == code
    case .commune: area == scope
    }
  }
}

extension Programme: FetchableRecord {
  /// The columns that ``init(row:)`` reads, from `programme p`.
  static let columns = """
    p.number, p.name, p.province, p.commune, p.budget, p.adoptedBy, p.adoptedAt, p.revision,
    coalesce((SELECT name FROM province x WHERE x.code = p.province),
      (SELECT name FROM commune x WHERE x.code = p.commune)) AS areaName,
    coalesce(p.province, (SELECT province FROM commune x WHERE x.code = p.commune)) AS areaProvince
    """

  public init(row: Row) {
    number = row["number"]
    name = row["name"]
    area = Scope(of: row)
    areaName = row["areaName"]
    province = row["areaProvince"]
    budget = row["budget"]
    adoptedBy = row["adoptedBy"]
    adoptedAt = row.date("adoptedAt")
    revision = row["revision"]
  }
}

/// A plan to adopt, with everything that is frozen with it.
public struct Adoption: Sendable {
  /// One purchase of the plan.
  public struct Purchase: Sendable, Equatable {
    public var commune: String
    /// The id of an item or line of the catalogue, or ``LineItem/visit``.
    public var item: String
    public var count: Int
    /// Price of one unit in whole VND.
    public var price: Int
    /// The kind of evidence by which reports show it; nil if none can.
    public var evidence: String?
    /// The rate that a measurement of a line must reach, in bit/s.
    public var evidenceRate: Double?

    public init(
      commune: String, item: String, count: Int, price: Int, evidence: String?,
      evidenceRate: Double? = nil
    ) {
      (self.commune, self.item, self.count, self.price) = (commune, item, count, price)
      (self.evidence, self.evidenceRate) = (evidence, evidenceRate)
    }
  }

  public var name: String
  public var area: Scope
  /// Whole VND.
  public var budget: Int
  public var purchases: [Purchase]
  /// The plan as it was saved, JSON.
  public var document: Data
  /// The policy of the plan, JSON.
  public var policy: Data
  /// What is known about each commune of the area on this day, JSON.
  public var baseline: Data

  public init(
    name: String, area: Scope, budget: Int, purchases: [Purchase], document: Data, policy: Data,
    baseline: Data
  ) {
    (self.name, self.area, self.budget, self.purchases) = (name, area, budget, purchases)
    (self.document, self.policy, self.baseline) = (document, policy, baseline)
  }
}
