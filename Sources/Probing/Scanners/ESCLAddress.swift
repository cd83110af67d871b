/// The address of an eSCL scanner: `http://192.168.1.20`, `https://scanner.local:443/eSCL`.
public struct ESCLAddress: Hashable, Sendable {
  let isSecure: Bool
  /// Lower-case, an IPv6 address without its brackets.
  let host: String
  let port: Int
  /// Without slashes at its ends, `eSCL`; empty for the root, to which only a redirect leads.
  let path: String

  /// nil if it is not such an address: another scheme, no host, a user name, a query, blanks.
  public init?(_ text: String) {
    guard text.utf8.count <= 300,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}?#@"#.utf8.contains($0) })
    else { return nil }
    let lower = text.lowercased()
    guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { return nil }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    var host = authority[...]
    var port: Int? = scheme == "https://" ? 443 : 80
    if let end = authority.firstIndex(of: "]") {
      guard authority.first == "[" else { return nil }
      host = authority[authority.index(after: authority.startIndex)..<end]
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.".contains($0) })
      else { return nil }
      let behind = authority[authority.index(after: end)...]
      if !behind.isEmpty { port = behind.first == ":" ? Self.port(behind.dropFirst()) : nil }
    } else {
      if let colon = authority.firstIndex(of: ":") {
        host = authority[..<colon]
        port = Self.port(authority[authority.index(after: colon)...])
      }
      guard
        host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) })
      else { return nil }
    }
    guard !host.isEmpty, let port else { return nil }
    self.init(
      isSecure: scheme == "https://", host: host.lowercased(), port: port,
      path: String(rest.dropFirst(authority.count)))
  }

  /// The same scanner by TLS: scanners with a certificate refuse plain requests, or answer them
  /// with an error. nil if this address uses TLS already.
  ///
  /// - Parameter port: nil for this address's own.
  func secured(port: Int? = nil) -> ESCLAddress? {
    isSecure
      ? nil : ESCLAddress(isSecure: true, host: host, port: port ?? self.port, rawPath: path)
  }

  /// The address to which a redirect of one of its documents leads.
  ///
  /// - Parameters:
  ///   - location: the reply's, a whole address or a path from the root.
  ///   - document: `ScannerCapabilities`; the redirect must lead to one of that name.
  /// - Returns: nil if it leads to another host, away from TLS, or to another document.
  func redirected(to location: String, document: String) -> ESCLAddress? {
    var whole = location
    if location.hasPrefix("//") {
      whole = "\(isSecure ? "https" : "http"):\(location)"
    } else if location.hasPrefix("/") {
      whole = "\(isSecure ? "https" : "http")://\(shownHost):\(port)\(location)"
    }
    guard var target = ESCLAddress(whole), target.host == host, target.isSecure || !isSecure
    else { return nil }
    let parts = target.path.split(separator: "/")
    guard parts.last.map({ $0 == document }) ?? false else { return nil }
    target = ESCLAddress(
      isSecure: target.isSecure, host: host, port: target.port,
      rawPath: parts.dropLast().joined(separator: "/"))
    return target
  }

  private init(isSecure: Bool, host: String, port: Int, rawPath: String) {
    (self.isSecure, self.host, self.port) = (isSecure, host, port)
    path = rawPath
  }

  /// - Parameter path: with or without slashes at its ends; empty means `eSCL`.
  init(isSecure: Bool, host: String, port: Int, path: String) {
    (self.isSecure, self.host, self.port) = (isSecure, host, port)
    var path = path[...]
    while path.first == "/" { path.removeFirst() }
    while path.last == "/" { path.removeLast() }
    self.path = path.isEmpty ? "eSCL" : String(path)
  }

  /// The URL of one of its documents, `ScannerCapabilities`.
  func url(_ document: String) -> String {
    let folder = path.isEmpty ? "" : "\(path)/"
    return "\(isSecure ? "https" : "http")://\(shownHost):\(port)/\(folder)\(document)"
  }

  /// As an officer would write it.
  var shown: String {
    let usual = port == (isSecure ? 443 : 80)
    return "\(isSecure ? "https" : "http")://\(shownHost)\(usual ? "" : ":\(port)")"
  }

  private var shownHost: String { host.contains(":") ? "[\(host)]" : host }

  private static func port(_ text: Substring) -> Int? {
    guard (1...5).contains(text.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let port = Int(text), (1...65535).contains(port)
    else { return nil }
    return port
  }
}
