public import Foundation
import Reporting

/// The centre's own certificate authority, as agents are given it: public, and compared by its
/// digest before it is trusted.
public struct AuthorityFile: Sendable, Equatable {
  public let bytes: Data
  /// SHA-256 of the bytes, 64 hexadecimal digits, as `sha256sum` prints it.
  public let digest: String

  /// - Parameter bytes: certificates in PEM, and nothing secret.
  public init(bytes: Data) {
    self.bytes = bytes
    digest = SHA256Digest.hexadecimal(of: bytes)
  }
}
