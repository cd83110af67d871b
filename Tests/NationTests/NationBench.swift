import Foundation
import InventoryFixtures
import InventoryStore
import Prioritization
import Testing

@testable import Nation
@testable import PostgreSQL

/// A national database with the schema, on the tests' own server.
final class NationBench {
  let server: PostgreSQLServer
  let name: String

  static let policy = EmptyInventory.policy

  var address: String { server.address(name) }

  /// - Parameter server: nil for the server that tests share.
  init(on server: PostgreSQLServer? = nil, tablespace: String? = nil) throws {
    self.server = try server ?? PostgreSQLServer.shared.get()
    name = "nation_\(UUID().uuidString.prefix(8).lowercased())"
    try self.server.sql(
      "CREATE DATABASE \(name)\(tablespace.map { " TABLESPACE \($0)" } ?? "")")
    _ = try connect().install(now: ProvinceBench.now)
  }

  deinit { _ = try? server.sql("DROP DATABASE \(name) WITH (FORCE)") }

  func connect(as user: String = "owner") throws -> NationDatabase {
    try NationDatabase(
      PostgreSQLAddress(server.address(name, as: user)), timeouts: .init(connect: 10, statement: 60)
    )
  }

  @discardableResult
  func sql(_ text: String, as user: String = "owner") throws -> String {
    try server.sql(text, in: name, as: user)
  }

  @discardableResult
  func publish(
    _ province: ProvinceBench, at now: Date = ProvinceBench.now, everything: Bool = false,
    fromAnotherCentre: Bool = false
  ) throws -> Publisher.Result {
    try Publisher.publish(
      province.snapshot(at: now), to: connect(), everything: everything,
      fromAnotherCentre: fromAnotherCentre)
  }

  func check(_ province: ProvinceBench) throws -> PublicationCheck {
    try PublicationCheck(
      province.reading(), province: province.code, policy: try #require(Self.policy),
      policyDigest: ProvinceBench.policyDigest, in: connect())
  }

  /// Expects that the nation's rows of a province equal those of its inventory, one by one, without
  /// duplicates.
  func expectEqual(
    _ province: ProvinceBench, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let check = try check(province)
    #expect(check.differences == [], sourceLocation: location)
    #expect(check.rows > 0, sourceLocation: location)
    try expectNoDoubles(location)
  }

  func expectNoDoubles(_ location: SourceLocation = #_sourceLocation) throws {
    for dataset in Dataset.present + Dataset.histories {
      let names = ["province"] + (dataset.isMonthly ? ["month"] : [])
      let keys = (names + dataset.columns.prefix(dataset.keys).map(\.name)).joined(separator: ", ")
      let doubles = try sql(
        "SELECT count(*) FROM (SELECT 1 FROM \(dataset.table) GROUP BY \(keys) HAVING count(*) > 1) d"
      )
      #expect(doubles == "0", "\(dataset.name)", sourceLocation: location)
    }
  }
}
