import Compression
public import FoundationEssentials

/// What travels from a machine, as small as zlib can make it.
public enum Gzip {
  /// - Throws: ``DeliveryError`` if zlib finds no memory.
  public static func compress(_ bytes: Data) throws(DeliveryError) -> Data {
    guard let packed = GzipEncoder.encode(bytes, level: 9) else {
      throw DeliveryError(
        .file, "zlib cannot compress the report: free some memory and run again.")
    }
    return packed
  }
}
