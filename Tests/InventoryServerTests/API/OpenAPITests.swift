import Delivery
import Foundation
import Hummingbird
import InventoryFixtures
import InventoryStore
import Logging
import Testing

@testable import InventoryServer
import Reporting

/// Compares `inventory/openapi.yaml` with the centre's routes. `make api-check` checks the answers.
struct OpenAPITests {
  private let description = EmbeddedFile.bytes("openapi.yaml").map {
    String(decoding: $0, as: UTF8.self)
  }

  @Test func descriptionIsPublic() async throws {
    let description = description
    try await TestCentre.run(access: .signIn) { centre in
      let reply = try await centre.get("/openapi.yaml")
      #expect(reply.status == 200 && reply.fields["content-type"] == "application/yaml")
      #expect(reply.text == description)
      #expect(reply.text.contains("\n  version: \(Release.version)\n"))
    }
  }

  /// Every described route exists, and every route for programs is described.
  @Test func everyProgramRouteIsDescribed() throws {
    let operation = [
      "GET /ca.pem", "GET /healthz", "GET /readyz", "GET /metrics", "GET /openapi.yaml",
    ]
    let there = try routes().filter { $0.contains(" /api/") || operation.contains($0) }
    #expect(try described() == there)
  }

  private func routes() throws -> Set<String> {
    Set(
      try CentreRoutes.all().filter { ["GET", "POST"].contains($0.method) }
        .map { "\($0.method) \($0.path)" })
  }

  /// The methods below each path, by their indentation.
  private func described() throws -> Set<String> {
    let lines = try #require(description).split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "paths:"))
    let end = try #require(lines.firstIndex(of: "components:"))
    var path = ""
    var operations: Set<String> = []
    for line in lines[start..<end] {
      if let found = line.wholeMatch(of: #/  (\/.*):/#) { path = String(found.1) }
      if let found = line.wholeMatch(of: #/    (get|put|post|delete|patch):/#) {
        operations.insert("\(found.1.uppercased()) \(path)")
      }
    }
    return operations
  }
}
