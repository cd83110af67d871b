/// Why a text is no policy, where, and what to write instead.
public struct PolicyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Counted from 1; `nil` where the fault has no place, as something that is missing altogether.
  public var line: Int?
  /// Counted from 1; known for faults of TOML syntax only.
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
