import Foundation

#if TLS
import Crypto
#else
import Cryptography
#endif

/// SHA-256 of a section as received.
///
/// By swift-crypto, which TLS needs anyway and which uses the processor's instructions for it:
/// libsodium, which serves a build without TLS, took an eighth of the time of a full report.
enum SectionDigest {
  /// - Returns: 32 bytes.
  static func of(_ body: Data) -> Data { Data(SHA256.hash(data: body)) }
}
