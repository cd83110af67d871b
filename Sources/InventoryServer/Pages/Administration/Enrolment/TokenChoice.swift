import Foundation
import InventoryStore
import Reporting

/// An officer's choice for new tokens, from the address or the form.
struct TokenChoice: Sendable {
  static let everyCommune = "all"

  var province: String?
  /// A commune's code, or ``everyCommune``.
  var place: String?
  var uses = "10"
  var days = String(InventoryStore.Tokens.defaultDays)
  var server: String?

  init(_ query: PageQuery) {
    province = query.province
    place = query["commune"]
    server = query["server"]
  }

  init(_ form: PageForm) {
    province = form["province"]
    place = form["commune"]
    uses = form["uses"] ?? ""
    days = form["days"] ?? ""
    server = form["server"]
  }
}

/// The agents' address in a form that is safe in a command line: scheme, name and port, nothing
/// that a shell would interpret.
public struct AgentAddress: Sendable, Equatable {
  public let text: String

  /// - Parameter typed: `https://centre.example:8443`; without TLS only a loopback address.
  public init?(_ typed: String) {
    guard typed.utf8.count <= 200, let parts = URLComponents(string: typed),
      let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
      parts.path.isEmpty || parts.path == "/",
      parts.port.map({ 1...65_535 ~= $0 }) ?? true
    else { return nil }
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let isV6 = bare.contains(":")
    let allowed = isV6 ? Self.ofV6 : Self.ofNames
    guard bare.unicodeScalars.allSatisfy(allowed.contains), !bare.hasPrefix("-"),
      scheme == "https" || (scheme == "http" && LoopbackAddress.isOne(bare))
    else { return nil }
    text = "\(scheme)://\(isV6 ? "[\(bare)]" : bare)\(parts.port.map { ":\($0)" } ?? "")"
  }

  private static let ofNames = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-")
  private static let ofV6 = CharacterSet(charactersIn: "0123456789abcdefABCDEF:.")
}
