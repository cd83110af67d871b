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
  static let tooManyDevices = MessageError(
    .tooLarge,
    "The inventory lists more devices than a computer has: it is not that of a computer.")
  static let tooManyElements = MessageError(
    .tooLarge,
    "The inventory has more than \(MessageLimits.mostElements) elements: switch off its categories process, environment and software."
  )
  static let tooDense = MessageError(
    .tooLarge,
    "The inventory inflates to more than \(MessageLimits.mostRatio) times its size: it is not an agent's."
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
  /// How many times its compressed size an inventory may have; agents' have 5 to 25 times.
  static let mostRatio = 50
  /// What any compressed message may inflate to, whatever its ratio, in bytes.
  static let alwaysInflated = 64 << 10
  /// Maximum elements of XML, or values of JSON: every one costs time, whether it is kept or not.
  /// A computer with all of Debian's TeX packages, listed with ten fields each, has 70,000.
  static let mostElements = 100_000
  static let deepest = 32
  /// Maximum entries kept of one section.
  static let mostEntries = 512
  /// Maximum size of a value that is kept, in bytes.
  static let longestValue = 512

  /// What a message of so many compressed bytes may inflate to.
  static func mostInflated(from count: Int) -> Int {
    min(mostBytes, max(count * mostRatio, alwaysInflated))
  }
}
