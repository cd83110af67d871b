import Curl

/// The address of a mail server or a webhook: `smtps://mail.example.vn:465`,
/// `https://chat.example.vn/hooks/7`.
public struct ServerAddress: Sendable, Equatable, CustomStringConvertible {
  public let scheme: String
  private let place: HostAndPort
  /// Name or address in lower case; an IPv6 address in brackets.
  public var host: String { place.host }
  /// nil for the scheme's default.
  public var port: Int? { place.port }
  /// With its query; empty or beginning with a slash.
  public let path: String

  /// Without the path, which may be the secret of a webhook.
  public var description: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }
  /// The whole address.
  public var url: String { description + path }

  /// - Returns: nil if the text is not such an address, or has another scheme, a user name or a
  ///   fragment.
  public init?(_ text: String, schemes: [String], allowsPath: Bool) {
    guard text.utf8.count <= 2000, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
      let mark = text.firstRange(of: "://")
    else { return nil }
    scheme = text[..<mark.lowerBound].lowercased()
    let rest = text[mark.upperBound...]
    let slash = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    path = rest[slash...] == "/" ? "" : String(rest[slash...])
    guard schemes.contains(scheme), !path.contains("#"), path.isEmpty || path.hasPrefix("/"),
      allowsPath || path.isEmpty, let place = try? HostAndPort(rest[..<slash])
    else { return nil }
    self.place = place
  }

  /// Whether it is this computer, so that no one else can read the traffic.
  public var isLoopback: Bool { place.isLoopback }
}
