public import Foundation

/// The contents of a certificate that matter to an operator.
public struct CertificateFacts: Sendable, Equatable {
  /// Days before expiry from which it should be replaced.
  static let renewalDays = 30.0

  public let serial: String
  /// Host names, then IP addresses.
  public let names: [String]
  public let validFrom: Date
  public let validUntil: Date

  public init(serial: String, names: [String], validFrom: Date, validUntil: Date) {
    self.serial = serial
    self.names = names
    self.validFrom = validFrom
    self.validUntil = validUntil
  }

  /// `2027-03-01`, in UTC.
  public var lastDay: String { String(validUntil.formatted(.iso8601).prefix(10)) }

  /// Validity at a moment.
  public enum State: Sendable {
    case valid
    /// Expires within 30 days.
    case expiresSoon
    case expired
    case notYetValid
  }

  public func state(at now: Date) -> State {
    if now >= validUntil { return .expired }
    if now < validFrom { return .notYetValid }
    return validUntil.timeIntervalSince(now) < Self.renewalDays * 86_400 ? .expiresSoon : .valid
  }
}
