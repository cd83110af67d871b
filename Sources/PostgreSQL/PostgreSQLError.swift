/// A failure at a PostgreSQL database, or on the way to it.
public struct PostgreSQLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of failure, by what a caller can do about it.
  public enum Kind: Sendable {
    /// The address cannot be understood.
    case malformed
    /// The connection would not be safe, or the server is not the intended one.
    case insecure
    /// The server does not accept this user, or does not allow what was requested.
    case refused
    /// The server does not answer, or not in time.
    case unreachable
    /// Temporary: the disk is full, another connection is at work, the server restarts.
    case passing
    /// Any other error that the server reports.
    case failed
  }

  public let kind: Kind
  /// Five characters, see appendix A of PostgreSQL's documentation; nil if the server reported
  /// none.
  public let sqlState: String?
  /// The problem in one line, then what to do.
  public let message: String
  public var description: String { message }

  public init(_ kind: Kind, _ message: String, sqlState: String? = nil) {
    (self.kind, self.sqlState, self.message) = (kind, sqlState, message)
  }

  /// An error that the server reported.
  ///
  /// - Parameters:
  ///   - sqlState: five characters.
  ///   - said: the server's message.
  init(sqlState: String, said: String, server: String) {
    let (kind, what) = Self.meaning(of: sqlState)
    self.init(
      kind, "\(server): \(what) (\(said.oneLine), SQLSTATE \(sqlState)).", sqlState: sqlState)
  }

  private static func meaning(of state: String) -> (Kind, String) {
    switch state {
    case "28P01", "28000":
      (.refused, "the user or the password is not accepted: check both, and PGPASSFILE")
    case "3D000": (.refused, "there is no such database: check the address")
    case "42501": (.refused, "this user has no right to do that: grant it, or use another user")
    case "53100": (.passing, "its disk is full: nothing is half-done, try again when there is room")
    case "53200": (.passing, "it is out of memory: try again later")
    case "53300": (.passing, "it has too many connections: try again later")
    case "55P03": (.passing, "another connection holds what is needed: try again later")
    case "57014":
      (.unreachable, "it did not finish in time: try again, or allow more with --timeout")
    case "57P01", "57P02", "57P03", "25P03": (.passing, "it ended the connection: try again later")
    case "40001", "40P01": (.passing, "another change came in between: try again")
    case _ where state.hasPrefix("08"): (.unreachable, "the connection broke: try again later")
    case _ where state.hasPrefix("53"): (.passing, "it is short of resources: try again later")
    default: (.failed, "it refused a statement")
    }
  }
}

extension String {
  /// Without line breaks and control characters, and truncated.
  var oneLine: String {
    split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
      .filter { character in
        character.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
      }
      .prefix(300).trimmingEnd()
  }
}

extension Substring {
  fileprivate func trimmingEnd() -> String {
    var rest = self
    while let last = rest.last, last == " " || last == "." { rest.removeLast() }
    return String(rest)
  }
}
