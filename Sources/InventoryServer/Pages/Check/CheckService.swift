import Foundation
import Reporting

/// A ministry's service, and the address at which a browser checks whether it answers.
public struct CheckService: Sendable, Equatable {
  /// The short name, such as `official-mail`.
  public let name: String
  /// `https://mail.example.vn/`.
  public let address: String
  /// The origin to which the page may connect, such as `https://mail.example.vn`.
  let origin: String

  /// - Parameter text: `NAME=URL`; without TLS only a loopback address.
  public init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, ServiceName.isValid(parts[0]), parts[1].utf8.count <= 300,
      parts[1].utf8.allSatisfy({ 0x21...0x7E ~= $0 && !"\"'<>;,\\".utf8.contains($0) }),
      let url = URLComponents(string: parts[1]), let host = url.host, !host.isEmpty,
      url.user == nil, url.password == nil, url.fragment == nil,
      url.scheme == "https" || (url.scheme == "http" && LoopbackAddress.isOne(host))
    else { return nil }
    name = parts[0]
    address = parts[1]
    origin = "\(url.scheme ?? "https")://\(host)\(url.port.map { ":\($0)" } ?? "")"
  }
}
