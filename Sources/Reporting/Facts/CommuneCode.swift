/// The official code of a commune: five digits with leading zeros, always a string.
public struct CommuneCode: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// - Throws: ``CommuneCodeError``, which says what the code should look like.
  public init(_ text: String) throws(CommuneCodeError) {
    let digits = text.utf8
    guard !digits.isEmpty, digits.allSatisfy({ 48...57 ~= $0 }), digits.count <= 5 else {
      throw CommuneCodeError(message: "\"\(text.prefix(40))\" is not a commune code: five digits.")
    }
    guard digits.count == 5 else {
      let padded = String(repeating: "0", count: 5 - digits.count) + text
      throw CommuneCodeError(
        message: """
          Commune code "\(text)" has \(digits.count) digits of five: write "\(padded)" \
          (spreadsheets drop leading zeros; format the column as text).
          """)
    }
    description = text
  }

  /// What to write instead of a code without its leading zeros; nil for any other text.
  public static func hint(forShort text: String) -> String? {
    guard 1...4 ~= text.utf8.count, text.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
    do throws(CommuneCodeError) {
      _ = try CommuneCode(text)
      return nil
    } catch {
      return error.message
    }
  }
}

/// Why a text is not a commune code, and what to write instead.
public struct CommuneCodeError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }
}
