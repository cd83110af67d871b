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

  /// The digest, if `section` has exactly this form: there is only one, so that nothing needs to be
  /// decoded.
  public static func digest(in section: Data) -> String? {
    guard section.count == head.count + SHA256Digest.digits + tail.count,
      section.starts(with: head), section.suffix(tail.count).elementsEqual(tail)
    else { return nil }
    let digits = section.dropFirst(head.count).dropLast(tail.count)
    guard digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      return nil
    }
    return String(decoding: digits, as: UTF8.self)
  }
}
