import Cryptography
public import FoundationEssentials

/// The digest by which a report is known: equal whether its sections were sent in full or as
/// digests.
///
/// SHA-256 over a line for the name and a line for the digest of each member in the order of their
/// names, `format` left out.
public enum ReportDigest {
  /// - Parameter members: SHA-256 of each member's bytes by name, 64 lower-case digits.
  /// - Returns: 32 bytes.
  public static func of(_ members: some Sequence<(name: String, digest: String)>) -> Data {
    var hash = SHA256()
    for (name, digest) in members.sorted(by: { $0.name < $1.name }) where name != "format" {
      hash.update(data: Array("\(name)\n\(digest)\n".utf8))
    }
    return Data(hash.finalize())
  }
}
