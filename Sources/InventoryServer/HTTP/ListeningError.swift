import Foundation
import NIOCore

/// Why the centre cannot listen on an address, and what to do.
public struct ListeningError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  init(address: String, _ error: IOError) {
    message =
      error.errnoCode == EADDRINUSE
      ? "\(address) is in use by another program: stop it, or choose another port."
      : "Cannot listen on \(address): \(String(cString: strerror(error.errnoCode)))."
  }
}
