public import FoundationEssentials

/// A section that is sent only as its digest, `{"digest":"<64 lower-case hex>"}`: unchanged since
/// the one that the centre acknowledged.
public enum DeltaSection {
  private static let head = Array(#"{"digest":""#.utf8)
  private static let tail = Array(#""}"#.utf8)

  /// - Parameter digest: SHA-256 of the section's bytes as first sent, 64 lower-case digits.
  public static func encode(digest: String) -> Data {
    Data(head + Array(digest.utf8) + tail)
  }

  /// The digest, 32 bytes, if `section` has exactly this form: there is only one, so that nothing
  /// needs to be decoded.
  public static func digest(in section: Data) -> [UInt8]? {
    guard section.count == head.count + SHA256Digest.digits + tail.count else { return nil }
    return section.withUnsafeBytes { bytes in
      guard bytes.starts(with: head), bytes.suffix(tail.count).elementsEqual(tail) else {
        return nil
      }
      return SHA256Digest.bytes(
        UnsafeRawBufferPointer(rebasing: bytes.dropFirst(head.count).dropLast(tail.count)))
    }
  }
}
