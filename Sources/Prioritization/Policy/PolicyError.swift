/// Why a text is not a valid policy, where, and what to write instead.
public struct PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// From 1; `nil` if the fault has no position, such as something missing altogether.
  public var line: Int?
  /// From 1; known only for faults of TOML syntax.
  public var column: Int?
  /// The problem with the key's name, then what to do.
  public var message: String

  public var description: String {
    switch (line, column) {
    case (let line?, let column?): "line \(line), column \(column): \(message)"
    case (let line?, nil): "line \(line): \(message)"
    default: message
    }
  }
}
