public import FoundationEssentials

/// A stored plan: everything that pages and workbooks show of it, so that it can be opened as it
/// was, whatever the policy and the inventory say by then.
public enum PlanArchive {
  private static let format = 1

  private struct Envelope: Codable {
    var format: Int
    var document: PlanDocument
  }

  /// - Returns: JSON in UTF-8.
  public static func encode(_ document: PlanDocument) throws -> Data {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(Envelope(format: format, document: document))
  }

  /// - Throws: The decoder's error if the bytes do not come from ``encode(_:)``.
  public static func decode(_ bytes: Data) throws -> PlanDocument {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    let envelope = try decoder.decode(Envelope.self, from: bytes)
    guard envelope.format == format else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "a plan of format \(envelope.format)"))
    }
    return envelope.document
  }
}
