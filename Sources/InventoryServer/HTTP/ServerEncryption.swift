public import HummingbirdCore

/// Encrypts the centre's connections. A type of its own target does, so that a demonstration on
/// loopback can be built without TLS.
public protocol ServerEncryption: Sendable {
  /// - Returns: a server that speaks what `plain` speaks inside encrypted connections.
  /// - Throws: an error that names the file at fault.
  func server(around plain: HTTPServerBuilder) throws -> HTTPServerBuilder
}
