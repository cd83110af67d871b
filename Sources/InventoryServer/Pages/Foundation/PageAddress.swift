import Foundation

/// Addresses within the centre.
enum PageAddress {
  /// `path?a=1&b=2`, with names sorted and blank values left out.
  static func make(_ path: String, _ parameters: [String: String?]) -> String {
    let pairs = parameters.compactMap { name, value -> String? in
      guard let value, !value.isEmpty else { return nil }
      return "\(encoded(name))=\(encoded(value))"
    }
    // "//name" would be another host.
    let path = path.hasPrefix("//") ? "/" + path.drop { $0 == "/" } : path
    return pairs.isEmpty ? path : "\(path)?\(pairs.sorted().joined(separator: "&"))"
  }

  /// `text` if it is a local address, otherwise nil: prevents open redirects.
  static func local(_ text: String?) -> String? {
    guard let text, text.utf8.count <= 1000, text.hasPrefix("/"), !text.hasPrefix("//"),
      text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return text
  }

  /// Percent-encoded, except for the unreserved characters of RFC 3986, section 2.3. Pages contain
  /// hundreds of addresses, most of which need no encoding: `addingPercentEncoding` is slow even
  /// for those.
  static func encoded(_ text: String) -> String {
    text.utf8.allSatisfy(isUnreserved)
      ? text : text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
