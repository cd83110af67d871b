public import Foundation
import Reporting

/// A register to import: a parsed table, and what the importer stated about it.
public struct RegisterImport: Sendable {
  /// Maximum length of the source's name in characters.
  public static let maximumSource = 200

  let table: RegisterTable
  /// SHA-256 of the file.
  let digest: String
  /// The document from which the table was made, as the importer names it.
  let source: String?
  /// Whether the figures were invented for a demonstration.
  let simulated: Bool

  /// Reads a table. A large one takes a moment.
  ///
  /// - Parameters:
  ///   - bytes: CSV, UTF-8, with a header line; see `RegisterTable`.
  ///   - source: cut to ``maximumSource`` characters.
  /// - Throws: ``InventoryError`` with `registerMalformed`, naming the line and the remedy.
  public init(_ bytes: Data, source: String? = nil, simulated: Bool = false) throws {
    table = try RegisterTable(bytes)
    digest = SHA256Digest.hexadecimal(of: bytes)
    self.source = source?.cleaned(Self.maximumSource)
    self.simulated = simulated
  }
}
