import CCurl
import Reporting

/// A service's address as libcurl parses it.
struct ServiceAddress: Equatable {
  enum Problem: Error {
    case unreadable, holdsUser, wrongScheme([String]), plain(String)

    /// Completes a sentence that begins with the name of the key.
    var phrase: String {
      switch self {
      case .unreadable: "is no address: scheme://host/path, in plain ASCII"
      case .holdsUser: "has a user name in it: that belongs into the credentials file"
      case .wrongScheme(let schemes): "begins with \(schemes.joined(separator: ":// or "))://"
      case .plain(let scheme): "would send the password in plain text: use \(scheme)://"
      }
    }
  }

  let text: String
  let scheme: String
  /// Name or number; IPv6 in brackets.
  let host: String
  let port: Int

  /// - Throws: ``Problem`` if the address is invalid, or if it would send plain text to another
  ///   computer although the protocol could be encrypted from the start. (For mail, STARTTLS is
  ///   then required.)
  init(_ text: String, for kind: AccountDefinition.Kind) throws(Problem) {
    let schemes =
      switch kind {
      case .ldap: ["ldaps", "ldap"]
      case .imap: ["imaps", "imap"]
      case .smtp: ["smtps", "smtp"]
      default: ["https", "http"]
      }
    guard text.utf8.count <= 512, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }),
      let url = ccurl_url()
    else { throw .unreadable }
    defer { ccurl_url_cleanup(url) }
    guard ccurl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: url),
      let host = Self.part(CURLUPART_HOST, of: url), !host.isEmpty
    else { throw .unreadable }
    guard schemes.contains(scheme), text.lowercased().hasPrefix("\(scheme)://") else {
      throw .wrongScheme(schemes)
    }
    guard Self.part(CURLUPART_USER, of: url) == nil,
      Self.part(CURLUPART_PASSWORD, of: url) == nil
    else { throw .holdsUser }
    guard
      let port = Self.part(CURLUPART_PORT, of: url, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) })
    else { throw .unreadable }
    (self.text, self.scheme, self.host, self.port) = (text, scheme, host, port)
    if ["http", "ldap"].contains(scheme), !isLoopback { throw .plain("\(scheme)s") }
  }

  /// Whether the connection is encrypted from its first byte.
  var isEncrypted: Bool { scheme.hasSuffix("s") }

  /// Whether the host is this computer.
  var isLoopback: Bool { LoopbackAddress.isOne(host) }

  private static func part(_ part: CURLUPart, of url: OpaquePointer, _ flags: UInt32 = 0) -> String?
  {
    var text: UnsafeMutablePointer<CChar>?
    guard ccurl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { ccurl_free(text) }
    return String(cString: text)
  }
}
