import SwiftASN1

/// A server's answer to a bind, or its notice that it disconnects (RFC 4511, section 4.4.1).
///
/// Pure and total. Read as BER, since Active Directory writes longer lengths than DER allows.
struct BindReply: Equatable {
  /// Maximum size of a message, in bytes.
  static let maximumBytes = 64 << 10

  var resultCode: Int
  /// The code that Active Directory gives between `data ` and the next comma: `52e`.
  var directoryCode: String?
  /// The Windows error with which Active Directory's text begins: `80090308`.
  var windowsCode: String?
  /// The number that eDirectory gives in parentheses: `-220`.
  var edirectoryCode: Int?
  /// The beginning of the server's text, in lower case.
  var said = ""
  /// Whether this is not an answer, but the server's notice that it disconnects.
  var isDisconnection = false
  var policy: PasswordPolicy?
  /// Whether the control of Netscape's directories says that the password has expired.
  var hasExpired = false

  /// The content of the password policy control.
  struct PasswordPolicy: Equatable {
    var secondsBeforeExpiration: Int?
    var graceLogins: Int?
    var error: Int?
  }

  /// Whether `bytes` begin with one whole message, or can no longer become one.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 2 else { return false }
    guard bytes[0] == 0x30, bytes[1] != 0x80 else { return true }
    guard bytes[1] > 0x80 else { return bytes.count >= 2 + Int(bytes[1]) }
    let count = Int(bytes[1] & 0x7F)
    guard count <= 4 else { return true }
    guard bytes.count >= 2 + count else { return false }
    let length = bytes[2..<(2 + count)].reduce(0) { $0 << 8 | Int($1) }
    return length > maximumBytes || bytes.count >= 2 + count + length
  }

  /// nil if it is not an answer to our bind.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes, let message = try? BER.parse(bytes),
      let parts = Self.parts(message, .sequence), parts.count >= 2,
      let id = Self.integer(parts[0], .integer),
      [Self.unsolicited, BindRequest.messageId].contains(id)
    else { return nil }
    isDisconnection = id == Self.unsolicited
    let kind = BindRequest.application(isDisconnection ? Self.extendedResponse : 1)
    guard let response = Self.parts(parts[1], kind), response.count >= 3,
      let code = Self.integer(response[0], .enumerated)
    else { return nil }
    resultCode = code
    let text = Self.content(response[2], .octetString)?.prefix(512)
    said = text.map { String(decoding: $0, as: UTF8.self).lowercased() } ?? ""
    directoryCode = text.flatMap(Self.directoryCode)
    windowsCode = text.flatMap(Self.windowsCode)
    edirectoryCode = text.flatMap(Self.edirectoryCode)
    if parts.count > 2, let controls = Self.parts(parts[2], BindRequest.context(0)) {
      for control in controls {
        policy = policy ?? Self.policy(control)
        hasExpired = hasExpired || Self.isExpired(control)
      }
    }
  }

  /// Message id and tag of notices that answer no request.
  private static let unsolicited = 0
  private static let extendedResponse: UInt = 24
  private static let passwordExpired = "2.16.840.1.113730.3.4.4"

  private static func isExpired(_ control: ASN1Node) -> Bool {
    parts(control, .sequence)?.first.flatMap { content($0, .octetString) }?
      .elementsEqual(passwordExpired.utf8) ?? false
  }

  /// `NDS error: log account expired (-220)`
  private static func edirectoryCode(_ text: ArraySlice<UInt8>) -> Int? {
    guard let start = text.indices.last(where: { text[$0...].starts(with: "(-".utf8) }) else {
      return nil
    }
    let digits = text[(start + 2)...].prefix { (48...57).contains($0) }
    return 1...5 ~= digits.count ? Int(String(decoding: digits, as: UTF8.self)).map { -$0 } : nil
  }

  private static func policy(_ control: ASN1Node) -> PasswordPolicy? {
    guard let parts = parts(control, .sequence), let type = parts.first,
      content(type, .octetString).map({ $0.elementsEqual(BindRequest.passwordPolicy.utf8) })
        == true,
      let value = parts.dropFirst().lazy.compactMap({ content($0, .octetString) }).first,
      let node = try? BER.parse(value), let fields = Self.parts(node, .sequence)
    else { return nil }
    var policy = PasswordPolicy()
    for field in fields {
      if let warning = Self.parts(field, BindRequest.context(0))?.first {
        policy.secondsBeforeExpiration = integer(warning, BindRequest.context(0))
        policy.graceLogins = integer(warning, BindRequest.context(1))
      } else if let error = integer(field, BindRequest.context(1)) {
        policy.error = error
      }
    }
    return policy
  }

  /// `80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data 52e, v4563`
  private static func directoryCode(_ text: ArraySlice<UInt8>) -> String? {
    guard text.prefix(512).contains(text: "AcceptSecurityContext") else { return nil }
    var rest = text.prefix(512)
    while !rest.isEmpty, !rest.starts(with: ", data ".utf8) { rest = rest.dropFirst() }
    let code = rest.dropFirst(7).prefix {
      (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
    }
    return 1...8 ~= code.count ? String(decoding: code, as: UTF8.self).lowercased() : nil
  }

  private static func windowsCode(_ text: ArraySlice<UInt8>) -> String? {
    let code = text.prefix(8)
    guard code.count == 8, text.dropFirst(8).first == UInt8(ascii: ":") else { return nil }
    return String(decoding: code, as: UTF8.self).uppercased()
  }

  private static func parts(_ node: ASN1Node, _ identifier: ASN1Identifier) -> [ASN1Node]? {
    guard node.identifier == identifier, case .constructed(let nodes) = node.content else {
      return nil
    }
    return Array(nodes)
  }

  private static func content(
    _ node: ASN1Node, _ identifier: ASN1Identifier
  ) -> ArraySlice<UInt8>? {
    guard node.identifier == identifier, case .primitive(let bytes) = node.content else {
      return nil
    }
    return bytes
  }

  private static func integer(_ node: ASN1Node, _ identifier: ASN1Identifier) -> Int? {
    guard let bytes = content(node, identifier), 1...4 ~= bytes.count,
      bytes.first.map({ $0 < 128 }) == true
    else { return nil }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
