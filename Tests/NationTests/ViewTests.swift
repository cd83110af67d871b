import Foundation
import PostgreSQL
import Testing

@testable import Nation

/// The views, and the dashboards and alerts in `inventory/dashboards/`.
@Suite(.serialized)
struct ViewTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func published() throws -> NationBench {
    let nation = try NationBench()
    for code in ["51", "01"] { try nation.publish(ProvinceBench([code], months: 12)) }
    return nation
  }

  @Test func viewsSayWhatTheTablesHold() throws {
    let nation = try Self.published()
    func one(_ query: String) throws -> String { try nation.sql(query) }
    #expect(try one("SELECT count(*) FROM commune_inventory.current_state") == "222")
    #expect(
      try one(
        """
        SELECT count(*) FROM commune_inventory.current_standing s
        JOIN commune_inventory.current_standing t ON s.points_low > t.points_low
        WHERE s.national_rank >= t.national_rank
        """) == "0")
    #expect(try one("SELECT min(national_rank) FROM commune_inventory.current_standing") == "1")
    // The months of a measure, counted in another way.
    #expect(
      try one(
        """
        SELECT count(*) FROM commune_inventory.measure_by_month v WHERE communes <> (
          SELECT count(*) FROM commune_inventory.commune_measure_history h
          WHERE h.province = v.province AND h.measure = v.measure
            AND h.since <= v.month AT TIME ZONE 'Asia/Ho_Chi_Minh'
            AND (h.until > v.month AT TIME ZONE 'Asia/Ho_Chi_Minh' OR h.until IS NULL))
        """) == "0")
    let months = Int(
      try one(
        "SELECT count(DISTINCT month) FROM commune_inventory.measure_by_month WHERE province = '51'"
      ))
    #expect(months.map { $0 >= 12 } == true)
    #expect(
      try one(
        """
        SELECT bool_and(low_10 <= low_25 AND low_25 <= low_50 AND low_50 <= low_75 AND low_75 <= low_90)
        FROM commune_inventory.national_quantiles
        """) == "t")
    #expect(
      try one("SELECT sum(communes) FROM commune_inventory.coverage_by_province") == "222")
    #expect(
      try one("SELECT bool_and(points_low > 0) FROM commune_inventory.standing_by_month") == "t")
  }

  /// Grafana's own macros, expanded as it does.
  private static func filled(_ query: String) -> String {
    query.replacing("${province:sqlstring}", with: "'51','01'")
      .replacing("${commune:sqlstring}", with: "'21250'")
      .replacing(/\$__timeFilter\((?<column>\w+)\)/) {
        "\($0.column) BETWEEN '2024-01-01' AND '2027-01-01'"
      }
  }

  private static func texts(_ key: String, in value: Any) -> [String] {
    if let list = value as? [Any] { return list.flatMap { texts(key, in: $0) } }
    guard let object = value as? [String: Any] else { return [] }
    return object.flatMap { name, value in
      name == key ? (value as? String).map { [$0] } ?? texts(key, in: value) : texts(key, in: value)
    }
  }

  private static func json(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(
      with: Data(contentsOf: root.appending(path: "inventory/dashboards/\(name).json")))
  }

  @Test func analystsCanRunEveryQueryOfTheDashboards() throws {
    let nation = try Self.published()
    try nation.sql(
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dashboards') THEN
          CREATE ROLE dashboards LOGIN IN ROLE commune_inventory_analyst;
        END IF;
      END $$
      """)
    let analyst = try nation.connect(as: "dashboards")
    var count = 0
    for name in ["nation", "commune"] {
      let board = try Self.json(name)
      let queries =
        Self.texts("rawSql", in: board)
        + Self.texts("query", in: board).filter { $0.contains("SELECT") }
      for query in queries {
        let rows = try analyst.connection.execute(Self.filled(query))
        // Nothing was adopted in these inventories.
        #expect(rows.count > 0 || query.contains("programme_money"), "\(query)")
        count += 1
      }
    }
    #expect(count > 15)
    let alerts = try String(
      contentsOf: Self.root.appending(path: "inventory/dashboards/alerts-grafana.yaml"),
      encoding: .utf8)
    let rules = alerts.matches(of: /rawSql: >-\n(?<sql>(?: {16}.*\n)+)/).map { String($0.sql) }
    #expect(rules.count == 3)
    for rule in rules { try analyst.connection.execute(rule) }
    // By the server's clock, both provinces were published long ago or in the future.
    try nation.sql(
      "UPDATE commune_inventory.publication SET snapshot_at = now() - interval '3 days'")
    #expect(try analyst.connection.execute(rules[0]).count == 2)
  }

  /// Every metric that the centre's dashboard and alerts use is one that a centre exports.
  @Test func theCentreGivesWhatItsDashboardAsksFor() throws {
    let sources = Self.root.appending(path: "Sources/InventoryServer")
    var known: Set<Substring> = []
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      known.formUnion(
        text.matches(of: /commune_inventory_[a-z_]+/).map { $0.output.base[$0.range] })
    }
    let alerts = try String(
      contentsOf: Self.root.appending(path: "inventory/dashboards/alerts-prometheus.yaml"),
      encoding: .utf8)
    let asked =
      Self.texts("expr", in: try Self.json("centre")) + [alerts]
      + Self.texts("query", in: try Self.json("centre"))
    var count = 0
    for match in asked.flatMap({ $0.matches(of: /commune_inventory_[a-z_]+/) }) {
      let name = match.output.hasSuffix("_bucket") ? match.output.dropLast(7) : match.output
      #expect(known.contains(name), "\(name)")
      count += 1
    }
    #expect(count > 15)
  }
}
