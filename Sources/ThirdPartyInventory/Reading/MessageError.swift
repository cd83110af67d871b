/// Why an agent's message cannot be read, and what to do about it.
public struct MessageError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case empty, tooLarge, compressionMalformed, notText, malformed, tooDeep, duplicate, entities
    case notInventory
  }

  public let code: Code
  /// One sentence, without anything that was sent.
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

/// Bounds of what is read.
public enum MessageLimits {
  /// Most bytes of a body as it is sent.
  public static let mostBytesSent = 4 << 20
  /// Most bytes once it is inflated.
  public static let mostBytes = 8 << 20
  /// Most bytes of names and values that are kept of an inventory; a large one has 30 KiB.
  static let mostKept = 256 << 10
  static let deepest = 32
  /// Most entries of one section that are kept.
  static let mostEntries = 512
  /// Most bytes of a value that are kept.
  static let longestValue = 512
}
