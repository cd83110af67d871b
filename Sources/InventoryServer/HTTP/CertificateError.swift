/// A problem with a certificate or its key, and what to do about it.
public struct CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  public init(_ message: String) { self.message = message }
}
