import Foundation
import Testing

@testable import Nation

/// A second PostgreSQL, reached through postgres_fdw, represents a sharded engine: it stores some
/// months, and one province of another month. The statements are the same.
@Suite(.serialized)
struct FarServerTests {
  @Test(.timeLimit(.minutes(5)))
  func partitionsOnAnotherServer() throws {
    let (near, far) = (try NationBench(), try NationBench(on: PostgreSQLServer()))
    let months = ["2026-09-01": "2026-10-01", "2026-11-01": "2026-12-01"]
    try near.sql(
      """
      CREATE EXTENSION postgres_fdw;
      CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (
        host '\(far.server.folder)/run', port '\(far.server.port)', dbname '\(far.name)');
      CREATE USER MAPPING FOR owner SERVER far OPTIONS (user 'owner', password_required 'false');
      """)
    for history in Dataset.histories {
      for (month, next) in months {
        let place = "\(history.name)_\(month.prefix(7).replacing("-", with: "_"))"
        try near.sql(
          """
          DROP TABLE commune_inventory.\(place);
          CREATE FOREIGN TABLE commune_inventory.\(place)
            PARTITION OF commune_inventory.\(history.name) FOR VALUES FROM ('\(month)') TO ('\(next)')
            SERVER far OPTIONS (schema_name 'commune_inventory', table_name '\(place)');
          """)
      }
      // Partitioned by province within the month.
      let place = "\(history.name)_2026_10"
      try near.sql(
        """
        DROP TABLE commune_inventory.\(place);
        CREATE TABLE commune_inventory.\(place) PARTITION OF commune_inventory.\(history.name)
          FOR VALUES FROM ('2026-10-01') TO ('2026-11-01') PARTITION BY LIST (province);
        CREATE TABLE commune_inventory.\(place)_rest PARTITION OF commune_inventory.\(place) DEFAULT;
        CREATE FOREIGN TABLE commune_inventory.\(place)_51 PARTITION OF commune_inventory.\(place)
          FOR VALUES IN ('51')
          SERVER far OPTIONS (schema_name 'commune_inventory', table_name '\(place)');
        """)
    }
    let provinces = try ["51", "01"].map { try ProvinceBench([$0], months: 6) }
    for province in provinces { try near.publish(province) }
    for province in provinces { try near.expectEqual(province) }
    let there = try far.sql(
      """
      SELECT string_agg(DISTINCT province || ' ' || month, ', ' ORDER BY province || ' ' || month)
      FROM commune_inventory.commune_measure_history
      """)
    #expect(
      there == "01 2026-09-01, 01 2026-11-01, 51 2026-09-01, 51 2026-10-01, 51 2026-11-01")
    // One night, and one day that a restore undoes.
    let before = try Data(contentsOf: provinces[0].file)
    let night = ProvinceBench.now.addingTimeInterval(86_400)
    try provinces[0].passNight(at: night, seed: 3)
    try near.publish(provinces[0], at: night)
    try near.expectEqual(provinces[0])
    try before.write(to: provinces[0].file)
    try near.publish(provinces[0], at: night.addingTimeInterval(60))
    try near.expectEqual(provinces[0])
    try near.expectEqual(provinces[1])
    // The views read foreign partitions as well.
    #expect(try near.sql("SELECT count(*) > 0 FROM commune_inventory.measure_by_month") == "t")
  }
}
