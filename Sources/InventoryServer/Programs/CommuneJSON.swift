import Foundation
import InventoryStore
import Presentation
import Prioritization

/// One commune for programs. Times are RFC 3339 in UTC; what is unknown is null.
struct CommuneJSON: Encodable {
  var rankedAmong: Int
  @Nullable var country: Country?
  var remedies: [RemedyJSON]
  var register: Register
  var machines: [Machine]
  var scanners: [Scanner]
  var accounts: [Account]
  var services: [Service]
  var attestations: [AttestationJSON]
  @Nullable var pointsIfConfirmed: Double?
  var visits: [VisitJSON]
  var lineMeasurements: [LineMeasurement]
  /// Left out for programs of users who may not manage the commune.
  var contact: ContactJSON?

  /// - Parameter contact: nil for those who may not read it.
  /// - Returns: The explanation's object with these members beside its own.
  static func encode(_ account: CommuneAccount, contact: ContactJSON?) throws -> Data {
    try ExplanationJSON.encode(account.explanation, with: CommuneJSON(account, contact: contact))
  }

  init(_ account: CommuneAccount, contact: ContactJSON?) {
    self.contact = contact
    let details = account.details
    let criteria = account.explanation.policy.criteria
    rankedAmong = account.rankedAmong
    _country = Nullable(
      wrappedValue: account.country.map { entry, communes in
        Country(
          rank: entry.ranked.rank, bestRank: entry.ranked.bestRank,
          worstRank: entry.ranked.worstRank, rankedAmong: communes)
      })
    remedies = account.remedies.map { .init($0, criterion: criteria[$0.criterion].id) }
    register = Register(details.register, sources: details.figureSources)
    machines = details.machines.map(Machine.init)
    scanners = details.scanners.map(Scanner.init)
    accounts = details.accounts.map(Account.init)
    services = details.services.map(Service.init)
    attestations = details.attestations.map(AttestationJSON.init)
    _pointsIfConfirmed = Nullable(wrappedValue: account.entry.pointsIfConfirmed)
    visits = details.visits.map(VisitJSON.init)
    lineMeasurements = details.line.map(LineMeasurement.init)
  }

  struct Country: Encodable {
    var rank, bestRank, worstRank, rankedAmong: Int
  }

  struct RemedyJSON: Encodable {
    struct Effect: Encodable {
      var item: String
      var count: Int
      /// Whole VND.
      var cost: Int
      var pointsAfter, pointsPerMillion: Double

      init(_ effect: Remedy.Effect) {
        item = effect.purchase.item
        count = effect.purchase.count
        cost = effect.purchase.cost
        pointsAfter = effect.pointsAfter
        pointsPerMillion = effect.pointsPerMillion
      }
    }

    var criterion: String
    var best, whole: Effect

    init(_ remedy: Remedy, criterion: String) {
      self.criterion = criterion
      best = Effect(remedy.best)
      whole = Effect(remedy.whole)
    }
  }
}
