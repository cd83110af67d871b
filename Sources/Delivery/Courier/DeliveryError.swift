/// A delivery failure that a person can act on.
public struct DeliveryError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// No connection to the centre, or one that broke.
    case unreachable
    case timeout
    /// The centre's certificate could not be verified.
    case tls
    /// Something answered that does not speak our protocol.
    case unexpectedReply
    /// The centre asks us to come back later.
    case busy
    /// The centre rejects requests of this machine.
    case notAllowed
    /// The centre will never accept this message.
    case refused
    /// This machine has not been enrolled.
    case notEnrolled
    /// A setting, or a file that holds our identity, cannot be used.
    case configuration
    /// Too little free disk.
    case diskFull
    /// Any other failure of the file system.
    case file
    /// A spooled report is damaged.
    case damaged
    /// A waiting period is not over.
    case waiting
    /// Invalid input by a person.
    case input
    /// Another process holds the lock of the state directory.
    case locked
  }

  public let code: Code
  /// What is wrong, where, and what to do.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
