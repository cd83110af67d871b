public import Foundation
public import HummingbirdCore
import Reporting

/// The centre's own certificate authority, as agents receive it: public, and compared by its digest
/// before it is trusted.
public struct AuthorityFile: Sendable, Equatable {
  public let bytes: Data
  /// SHA-256 of the bytes, 64 hexadecimal digits, as `sha256sum` prints it.
  public let digest: String

  /// - Parameter bytes: Certificates in PEM; nothing secret.
  public init(bytes: Data) {
    self.bytes = bytes
    digest = SHA256Digest.hexadecimal(of: bytes)
  }
}

/// A problem with a certificate or its key, and what to do about it.
public struct CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  public init(_ message: String) { self.message = message }
}

/// Encrypts the centre's connections. Implemented in a target of its own, so that a demonstration
/// on loopback can be built without TLS.
public protocol ServerEncryption: Sendable {
  /// The name in the log: the certificate's file.
  var name: String { get }

  /// The facts of the certificate for new connections.
  func facts() throws -> CertificateFacts

  /// Reads the files again, for new connections; open ones continue.
  ///
  /// - Returns: nil if the certificate is unchanged.
  /// - Throws: An error that names the file at fault; the former certificate then stays in force.
  func reload(now: Date) throws -> CertificateFacts?

  /// - Returns: A server that speaks `plain`'s protocol inside encrypted connections.
  /// - Throws: An error that names the file at fault.
  func server(around plain: HTTPServerBuilder) throws -> HTTPServerBuilder
}
