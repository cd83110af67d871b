public import FoundationEssentials
import Prioritization

/// A forecast for programs: output of `forecast --format json`, and the answer of
/// `/api/v1/forecast`.
public struct ForecastJSON: Encodable {
  /// - Returns: One JSON object in UTF-8 without white space; equal documents give equal bytes.
  public static func encode(_ document: ForecastDocument) throws -> Data {
    let head = try DocumentEncoder.encode(
      ProvenanceJSON(document.provenance, document.policy), ForecastJSON(document))
    var json = JSONBytes()
    json.reserve(
      head.count + document.forecast.communes.count * document.periods.count * 260)
    json.raw(Array(head.dropLast()))
    json.communes(of: document)
    json.plans(document.forecast.plans)
    json.raw("}")
    return Data(json.bytes)
  }

  /// Least and greatest value, by figure; null if nothing is known.
  typealias Figures = [String: CountRange?]

  struct Dues: Encodable {
    var today: Figures
    /// nil if the first year is the current one.
    @Nullable var before: Figures?
    /// By year, in order.
    var years: [Figures]
    var through: Figures

    init(_ dues: CommuneDues, _ period: ForecastPeriod) {
      today = dues.places[0].byName
      before = period.hasTimeBefore ? dues.places[1].byName : nil
      years = period.yearPlaces.map { dues.places[$0].byName }
      through = dues.throughEnd.byName
    }
  }

  struct Place: Encodable {
    var code, name: String
    var due: Dues
  }

  struct Cliff: Encodable {
    var system, lastDay: String
    var paid: Bool
    var computers, toReplace, toUpgrade: CountRange
  }

  struct Unknown: Encodable {
    /// Communes for which a figure is unknown, by figure.
    var computers, certificates, accounts, lines: Int
    /// Computers with an unknown system.
    var systems: Int
  }

  struct Running: Encodable {
    var programmes: [String]
    /// The cost in whole VND.
    var units, cost: Int
  }

  var years: [Int]
  @Nullable var budgetPerYear: Int?
  @Nullable var group: String?
  /// What running programmes already buy of the plans' purchases; nil if nothing.
  @Nullable var running: Running?
  var unknown: Unknown
  var total: Dues
  var systems: [Cliff]
  var provinces: [Place]

  init(_ document: ForecastDocument) {
    let forecast = document.forecast
    let period = forecast.period
    years = period.yearPlaces.map(period.year)
    budgetPerYear = document.budgetPerYear
    group = document.group
    running = document.running.map {
      Running(programmes: $0.programmes, units: $0.total.units, cost: $0.total.cost)
    }
    unknown = Unknown(
      computers: forecast.unknown.computers, certificates: forecast.unknown.certificates,
      accounts: forecast.unknown.accounts, lines: forecast.unknown.lines,
      systems: forecast.unknownSystems)
    total = Dues(forecast.total, period)
    systems = forecast.cliffs.map {
      Cliff(
        system: $0.system, lastDay: "\($0.lastDay)", paid: $0.isPaid, computers: $0.computers,
        toReplace: $0.toReplace, toUpgrade: $0.toUpgrade)
    }
    provinces = document.provinces.map {
      Place(code: $0.code, name: $0.name, due: Dues($0.dues, period))
    }
  }
}

extension DueFigures {
  /// The figures by their names in JSON. The cost is in whole VND.
  static let members:
    [(name: StaticString, range: any KeyPath<DueFigures, CountRange?> & Sendable)] = [
      ("computers", \.computers), ("computersNeeded", \.computersNeeded),
      ("byHardware", \.byHardware), ("byAge", \.byAge), ("bySystem", \.bySystem),
      ("certificates", \.certificates), ("certificatesNeeded", \.certificatesNeeded),
      ("accounts", \.accounts), ("lines", \.lines), ("cost", \.cost),
    ]

  var byName: ForecastJSON.Figures {
    Dictionary(
      uniqueKeysWithValues: Self.members.map { ("\($0.name)", self[keyPath: $0.range]) })
  }
}
