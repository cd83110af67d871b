/// A table of the nation's database, and how its rows are sent.
struct Dataset: Sendable {
  enum Kind: Sendable { case text, whole, real, time, flag, day }

  struct Column: Sendable {
    let name: String
    let kind: Kind

    init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  let name: String
  /// Without province, month and stamps, in the order that rows have.
  let columns: [Column]
  /// Number of leading columns that identify a row within a province (and month).
  let keys: Int
  /// Whether it is partitioned by month.
  let isMonthly: Bool

  var table: String { "commune_inventory.\(name)" }
  /// The temporary table that holds a batch on the server before it enters its table: COPY itself
  /// does not obey row-level security.
  var staging: String { "batch_of_\(name)" }
}

extension Dataset {
  static let commune = Dataset(
    name: "commune",
    columns: [
      .init("commune", .text), .init("name", .text), .init("kind", .text),
      .init("province_name", .text), .init("latitude", .real), .init("longitude", .real),
      .init("area_square_kilometres", .real), .init("remote", .flag), .init("border", .flag),
      .init("island", .flag), .init("population", .whole), .init("officials", .whole),
      .init("dossiers_per_month", .whole), .init("simulated", .flag),
    ], keys: 1, isMonthly: false)

  static let groupMember = Dataset(
    name: "commune_group_member",
    columns: [.init("group_name", .text), .init("commune", .text)], keys: 2, isMonthly: false)

  static let state = Dataset(
    name: "commune_state",
    columns: [
      .init("commune", .text), .init("valid_from", .time), .init("machines", .whole),
      .init("simulated_machines", .whole), .init("computers_there", .whole),
      .init("last_report_at", .time),
    ], keys: 2, isMonthly: false)

  static let measure = Dataset(
    name: "commune_measure",
    columns: [
      .init("commune", .text), .init("valid_from", .time), .init("measure", .text),
      .init("attested", .flag), .init("low", .real), .init("high", .real),
      .init("observed_at", .time),
    ], keys: 4, isMonthly: false)

  static let coverage = Dataset(
    name: "commune_coverage",
    columns: [.init("commune", .text)]
      + [
        "machines", "fresh", "ageing", "silent", "waiting", "quarantined", "wrong_clocks", "late",
        "dropping",
      ].map { .init($0, .whole) }, keys: 1, isMonthly: false)

  static let standing = Dataset(
    name: "commune_standing", columns: standingColumns(with: [.init("reporting", .text)]), keys: 1,
    isMonthly: false)

  static let programme = Dataset(
    name: "programme",
    columns: [
      .init("programme", .whole), .init("name", .text), .init("budget", .whole),
      .init("adopted_at", .time),
    ], keys: 1, isMonthly: false)

  static let programmeItem = Dataset(
    name: "programme_item",
    columns: [
      .init("line_item", .whole), .init("programme", .whole), .init("commune", .text),
      .init("item", .text), .init("evidence", .text), .init("planned_count", .whole),
      .init("planned_price", .whole), .init("count", .whole), .init("price", .whole),
      .init("cancelled_at", .time),
    ], keys: 1, isMonthly: false)

  static let programmeEntry = Dataset(
    name: "programme_entry",
    columns: [
      .init("entry", .whole), .init("line_item", .whole), .init("commune", .text),
      .init("kind", .text), .init("day", .day), .init("count", .whole), .init("price", .whole),
      .init("withdrawn_at", .time),
    ], keys: 1, isMonthly: false)

  static let programmeEvidence = Dataset(
    name: "programme_evidence",
    columns: [
      .init("kind", .text), .init("subject", .text), .init("delivery", .whole),
      .init("commune", .text), .init("seen_at", .time), .init("voided_at", .time),
    ], keys: 2, isMonthly: false)

  static let measureHistory = Dataset(
    name: "commune_measure_history",
    columns: [
      .init("commune", .text), .init("measure", .text), .init("since", .time),
      .init("until", .time), .init("low", .real), .init("high", .real),
      .init("observed_at", .time),
    ], keys: 3, isMonthly: true)

  static let reportingHistory = Dataset(
    name: "commune_reporting_history",
    columns: [
      .init("commune", .text), .init("since", .time), .init("until", .time),
      .init("machines", .whole), .init("simulated_machines", .whole),
      .init("computers_there", .whole), .init("fresh", .whole), .init("ageing", .whole),
      .init("silent", .whole), .init("waiting", .whole), .init("quarantined", .whole),
    ], keys: 2, isMonthly: true)

  static let standingHistory = Dataset(
    name: "commune_standing_history", columns: standingColumns(with: []), keys: 1, isMonthly: true)

  private static func standingColumns(with others: [Column]) -> [Column] {
    [
      .init("commune", .text), .init("queue", .text), .init("rank", .whole),
      .init("best_rank", .whole), .init("worst_rank", .whole), .init("points_low", .real),
      .init("points_high", .real), .init("confidence", .real),
    ] + others + [.init("policy_digest", .text)]
  }

  /// Tables published month by month, one batch each.
  static let histories = [measureHistory, reportingHistory, standingHistory]
  /// Tables published together in one batch, so that a reader sees one moment.
  static let present = [
    commune, groupMember, state, measure, coverage, standing, programme, programmeItem,
    programmeEntry, programmeEvidence,
  ]
}
