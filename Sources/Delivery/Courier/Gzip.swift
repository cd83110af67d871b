import Compression
public import FoundationEssentials

/// Compresses what a machine sends, at zlib's highest level.
public enum Gzip {
  /// - Throws: ``DeliveryError`` if zlib cannot allocate memory.
  public static func compress(_ bytes: Data) throws(DeliveryError) -> Data {
    guard let packed = GzipEncoder.encode(bytes, level: 9) else {
      throw DeliveryError(
        .file, "zlib cannot compress the report: free some memory and run again.")
    }
    return packed
  }
}
