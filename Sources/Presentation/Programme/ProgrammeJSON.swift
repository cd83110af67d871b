public import FoundationEssentials
import Prioritization

/// A programme for programs: output of `programme show --format json`, and the answer of
/// `/api/v1/programmes/{id}`.
public struct ProgrammeJSON: Encodable {
  /// - Returns: One JSON object in UTF-8.
  public static func encode(_ document: ProgrammeDocument) throws -> Data {
    try DocumentEncoder.encode(ProgrammeJSON(document))
  }

  struct Line: Encodable {
    var commune, communeName, item: String
    var simulated: Bool
    @Nullable var evidence: String?
    var state: String
    var plannedCount, count, ordered, delivered, confirmed, unconfirmed: Int
    /// Price of one, whole VND.
    var price: Int
    var money: ProgrammeMoney
    var documents: [String]
  }

  struct Total: Encodable {
    var item: String
    var count, ordered, delivered, confirmed, unconfirmed: Int
    var money: ProgrammeMoney
  }

  struct Kind: Encodable {
    var kind: MoneyKind
    @Nullable var budget: Int?
    var money: ProgrammeMoney
  }

  struct Effect: Encodable {
    var commune: String
    var simulated: Bool
    var pointsBefore, pointsAfter: Double
    /// The parts of the difference between them.
    var confirmed, unconfirmed, other: Double
    var criteria: [Part]
    var plannedPoints: Double
    var plannedSpend, delivered: Int
  }

  struct Part: Encodable {
    var criterion: String
    var points, confirmed, unconfirmed, other: Double
  }

  var number: Int64
  var name: String
  @Nullable var area: String?
  @Nullable var group: String?
  var partial: Bool
  var budget: Int
  var policy: ProvenanceJSON.PolicyName
  var adoptedBy: String
  var adoptedAt: Date
  var money: ProgrammeMoney
  var totals: [Total]
  var kinds: [Kind]
  var items: [Line]
  var effects: [Effect]

  init(_ document: ProgrammeDocument) {
    number = document.number
    name = document.name
    area = document.area
    group = document.group
    partial = document.isPart
    budget = document.budget
    policy = .init(id: document.policy.id, version: document.policy.version)
    adoptedBy = document.adoptedBy
    adoptedAt = document.adoptedAt
    money = document.money
    totals = document.totals.map {
      Total(
        item: $0.item, count: $0.wanted, ordered: $0.ordered, delivered: $0.delivered,
        confirmed: $0.confirmed, unconfirmed: $0.unconfirmed, money: $0.money)
    }
    kinds = document.kinds.map { Kind(kind: $0.kind, budget: $0.budget, money: $0.money) }
    items = document.lines.map { line in
      let progress = line.progress
      return Line(
        commune: line.commune, communeName: line.communeName, item: line.item,
        simulated: document.simulated.contains(line.commune), evidence: line.evidence?.rawValue,
        state: progress.state.rawValue,
        plannedCount: line.plannedCount, count: progress.wantedNow, ordered: progress.ordered,
        delivered: progress.delivered, confirmed: progress.confirmed,
        unconfirmed: progress.unconfirmed, price: line.price, money: line.money,
        documents: line.documents)
    }
    let criteria = document.policy.criteria.map(\.id)
    effects = document.communes.map { commune in
      let effect = commune.effect
      return Effect(
        commune: commune.code, simulated: document.simulated.contains(commune.code),
        pointsBefore: effect.before, pointsAfter: effect.after,
        confirmed: effect.confirmed, unconfirmed: effect.unconfirmed, other: effect.other,
        criteria: effect.parts.map {
          Part(
            criterion: criteria[$0.criterion], points: $0.points, confirmed: $0.confirmed,
            unconfirmed: $0.unconfirmed, other: $0.other)
        },
        plannedPoints: commune.plannedPoints, plannedSpend: commune.plannedSpend,
        delivered: commune.delivered)
    }
  }
}
