import Foundation

/// `address:port` to listen on.
public struct ListenAddress: Sendable, Equatable {
  public let name: String
  public let port: Int
  /// The name in the form that a URL has.
  public var written: String { name.contains(":") ? "[\(name)]" : name }

  /// - Returns: nil if `text` is anything else.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      0...65_535 ~= port
    else { return nil }
    name = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    guard !name.isEmpty else { return nil }
    self.port = port
  }
}
