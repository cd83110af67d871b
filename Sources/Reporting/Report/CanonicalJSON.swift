public import FoundationEssentials

/// JSON in one spelling: sorted keys, no white space. Equal values give equal bytes, and so equal
/// digests.
public enum CanonicalJSON {
  /// - Throws: `EncodingError` for what JSON cannot say (NaN, infinity).
  public static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}
