import Foundation

/// Addresses within the centre.
enum PageAddress {
  /// `path?a=1&b=2`, the names in order; blank values are left out.
  static func make(_ path: String, _ parameters: [String: String?]) -> String {
    let pairs = parameters.compactMap { name, value -> String? in
      guard let value, !value.isEmpty else { return nil }
      return "\(encoded(name))=\(encoded(value))"
    }
    // "//name" would be another host
    let path = path.hasPrefix("//") ? "/" + path.drop { $0 == "/" } : path
    return pairs.isEmpty ? path : "\(path)?\(pairs.sorted().joined(separator: "&"))"
  }

  /// `text` where it is an address of ours: nothing from outside sends a person elsewhere.
  static func local(_ text: String?) -> String? {
    guard let text, text.utf8.count <= 1000, text.hasPrefix("/"), !text.hasPrefix("//"),
      text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return text
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  /// RFC 3986, section 2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
