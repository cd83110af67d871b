public import FoundationEssentials

/// JSON in one form: sorted keys, no white space. Equal values give equal bytes, and so equal
/// digests.
public enum CanonicalJSON {
  /// - Throws: `EncodingError` if JSON cannot express the value (NaN, infinity).
  public static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}
