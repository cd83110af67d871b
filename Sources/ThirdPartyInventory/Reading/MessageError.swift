/// Why an agent's message cannot be read, and what to do about it.
public struct MessageError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case empty, tooLarge, compressionMalformed, notText, malformed, tooDeep, duplicate, entities
    case notInventory
  }

  public let code: Code
  /// One sentence that repeats nothing of what was sent.
  public let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  static let tooLarge = MessageError(
    .tooLarge,
    "The inventory has more than \(MessageLimits.mostBytes >> 20) MiB: switch off its categories process, environment and software."
  )
  static let tooDeep = MessageError(
    .tooDeep,
    "The inventory nests deeper than \(MessageLimits.deepest) levels: it is not an agent's.")
}

/// Limits for reading messages.
public enum MessageLimits {
  /// Maximum size of a body as sent, in bytes.
  public static let mostBytesSent = 4 << 20
  /// Maximum size once inflated, in bytes.
  public static let mostBytes = 8 << 20
  /// Maximum total size of names and values kept of an inventory, in bytes; a large one has 30 KiB.
  static let mostKept = 256 << 10
  static let deepest = 32
  /// Maximum entries kept of one section.
  static let mostEntries = 512
  /// Maximum size of a value that is kept, in bytes.
  static let longestValue = 512
}
