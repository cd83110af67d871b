public import Foundation
public import HummingbirdCore
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

/// A problem with a certificate or its key, and what to do about it.
public struct CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  public init(_ message: String) { self.message = message }
}

/// Encrypts the centre's connections. A type of its own target does, so that a demonstration on
/// loopback can be built without TLS.
public protocol ServerEncryption: Sendable {
  /// As the log names it: the certificate's file.
  var name: String { get }

  /// What the certificate says that new connections are shown.
  func facts() throws -> CertificateFacts

  /// Reads the files again, for new connections; those that are open go on.
  ///
  /// - Returns: nil if the certificate is the same.
  /// - Throws: an error that names the file at fault; the former stays in force then.
  func reload(now: Date) throws -> CertificateFacts?

  /// - Returns: a server that speaks what `plain` speaks inside encrypted connections.
  /// - Throws: an error that names the file at fault.
  func server(around plain: HTTPServerBuilder) throws -> HTTPServerBuilder
}
