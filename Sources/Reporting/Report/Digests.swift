import Cryptography
public import FoundationEssentials
import RawStructuredFieldValues

/// A SHA-256 digest, as 64 lower-case hexadecimal digits, which identifies the content of sections,
/// reports and tokens.
public enum SHA256Digest {
  /// Number of hexadecimal digits in a digest.
  public static let digits = 64

  public static func hexadecimal(of bytes: some DataProtocol) -> String {
    hexadecimal(Array(SHA256.hash(data: bytes)))
  }

  /// `bytes` as lower-case hexadecimal digits.
  public static func hexadecimal(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { text in
      for (index, byte) in bytes.enumerated() {
        text[2 * index] = digit(byte >> 4)
        text[2 * index + 1] = digit(byte & 15)
      }
      return bytes.count * 2
    }
  }

  /// Appends the digits of `digest`, each as a byte of ASCII.
  static func append(_ digest: Data, to text: inout [UInt8]) {
    digest.withUnsafeBytes { bytes in
      for byte in bytes {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
      }
    }
  }

  /// The bytes of `text`; nil unless it is an even number of lower-case hexadecimal digits.
  public static func bytes(_ text: String) -> [UInt8]? {
    var text = text
    return text.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
  }

  /// - Parameter digits: from index 0.
  static func bytes(_ digits: UnsafeRawBufferPointer) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 97...102: digit - 87
    default: nil
    }
  }
}

/// The `Content-Digest` field of RFC 9530, SHA-256, over the bytes as sent.
public enum ContentDigest {
  /// `sha-256=:…:`
  public static func field(for body: Data) -> String {
    "sha-256=:\(Data(SHA256.hash(data: body)).base64EncodedString()):"
  }

  /// Whether `field` gives the SHA-256 of `body`. A field without a readable `sha-256` member does
  /// not.
  public static func matches(_ field: String, body: Data) -> Bool {
    // The form that agents write; any other needs the parser, which is slow.
    // Equal lengths first: strings compare by canonical equivalence.
    let plain = self.field(for: body)
    if field.utf8.count == plain.utf8.count, field == plain { return true }
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

/// The digest that identifies a report: equal whether its sections were sent in full or as digests.
///
/// SHA-256 over a line for the name and a line for the digest of each member, in the order of their
/// names, without `format`.
public enum ReportDigest {
  /// - Parameter members: SHA-256 of each member's bytes by name, 32 bytes.
  /// - Returns: 32 bytes.
  public static func of(_ members: [(name: String, digest: Data)]) -> Data {
    var lines: [UInt8] = []
    lines.reserveCapacity(1024)
    for (name, digest) in members.sorted(by: { $0.name < $1.name }) where name != "format" {
      lines.append(text: name)
      lines.append(UInt8(ascii: "\n"))
      SHA256Digest.append(digest, to: &lines)
      lines.append(UInt8(ascii: "\n"))
    }
    return Data(SHA256.hash(data: lines))
  }
}
