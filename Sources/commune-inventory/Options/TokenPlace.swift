import ArgumentParser
import InventoryStore
import Reporting

/// Options for the communes of new tokens: one, or all of a province.
struct TokenPlace: ParsableArguments {
  @Option(help: "The commune (five-digit code).")
  var commune: String?

  @Option(help: "Create one token for each commune of this province (two-digit code).")
  var province: String?

  func validate() throws {
    guard (commune == nil) != (province == nil) else {
      throw ValidationError("Give either --commune CODE or --province CODE.")
    }
  }

  /// The communes' codes.
  ///
  /// - Throws: `InventoryError` with `provinceUnknown`; for a malformed code as `CommuneCode`.
  func codes(in store: InventoryStore) async throws -> [String] {
    if let commune { return [try CommuneCode(commune).description] }
    return try await store.register.communes(province: province, within: .country).map(\.code)
  }
}
