import InventoryFixtures
import InventoryStore
import Prioritization
import Testing

/// A policy may name only what this inventory measures, unless a table supplies the values.
struct PolicyVocabularyTests {
  private func text(_ old: String, _ new: String) throws -> String {
    let standard = String(
      decoding: try #require(EmbeddedFile.bytes("policies/standard.toml")), as: UTF8.self)
    #expect(standard.contains(old))
    return standard.replacing(old, with: new)
  }

  @Test(arguments: [
    ("measure = \"scanners\"", "measure = \"scanner\"", "did you mean \"scanners\""),
    (
      "measure = \"lineBitsPerSecond\"", "measure = \"linebitspersecond\"",
      "did you mean \"lineBitsPerSecond\""
    ),
    ("per = \"workload / 2000\"", "per = \"worklod / 2000\"", "did you mean \"workload\""),
  ])
  func misspeltNamesAreRefused(_ old: String, _ new: String, _ remedy: String) throws {
    let text = try text(old, new)
    let error = #expect(throws: PolicyError.self) {
      try Policy(toml: text, vocabulary: .inventory)
    }
    #expect(error.map { "\($0)" }?.contains(remedy) == true, "\(error.map { "\($0)" } ?? "")")
    #expect(error.map { "\($0)" }?.contains("line ") == true)
    #expect(throws: Never.self) { try Policy(toml: text) }
  }

  @Test func knownNamesAreTaken() throws {
    for source in ["dossiersPerMonth", "officials", "workload", "remote", "borderOrIsland"] {
      let text = try text("per = \"workload / 2000\"", "per = \"\(source) / 2000\"")
      #expect(throws: Never.self, "\(source)") { try Policy(toml: text, vocabulary: .inventory) }
    }
  }
}
