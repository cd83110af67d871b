import Crypto
import Foundation

/// SHA-256 of a section as received.
///
/// By swift-crypto, which uses the processor's instructions for it: libsodium, which the agent has
/// as well, took an eighth of the time of a full report.
enum SectionDigest {
  /// - Returns: 32 bytes.
  static func of(_ body: Data) -> Data { Data(SHA256.hash(data: body)) }
}
