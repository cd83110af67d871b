import Cryptography
public import FoundationEssentials
import RawStructuredFieldValues

/// The `Content-Digest` field of RFC 9530, SHA-256, over the bytes as sent.
public enum ContentDigest {
  /// `sha-256=:…:`
  public static func field(for body: Data) -> String {
    "sha-256=:\(Data(SHA256.hash(data: body)).base64EncodedString()):"
  }

  /// Whether `field` names the SHA-256 of `body`. A field without a readable `sha-256` member does
  /// not.
  public static func matches(_ field: String, body: Data) -> Bool {
    var parser = StructuredFieldValueParser(Array(field.utf8))
    guard
      let members = try? parser.parseDictionaryFieldValue(),
      case .item(let item)? = members["sha-256"],
      case .undecodedByteSequence(let text) = item.rfc9651BareItem,
      let digest = Data(base64Encoded: text)
    else { return false }
    return digest == Data(SHA256.hash(data: body))
  }
}
