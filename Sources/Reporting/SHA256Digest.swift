import Crypto
public import FoundationEssentials

/// A SHA-256 digest, as 64 lower-case hexadecimal digits: how sections, reports and tokens are
/// known by their content.
public enum SHA256Digest {
  public static func hexadecimal(of bytes: some DataProtocol) -> String {
    hexadecimal(Array(SHA256.hash(data: bytes)))
  }

  /// `bytes` as lower-case hexadecimal digits.
  public static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
