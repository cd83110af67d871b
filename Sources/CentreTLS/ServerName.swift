import Foundation
import Glibc
import InventoryServer
import SwiftASN1
import X509

/// A server's names in certificates.
enum ServerName {
  /// The bytes of an IP address in text; nil if it is not one.
  static func address(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  static func generalName(_ name: String) throws -> GeneralName {
    if let bytes = address(name, AF_INET, count: 4) ?? address(name, AF_INET6, count: 16) {
      return .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
    }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard name.utf8.count <= 253,
      labels.allSatisfy({ label in
        1...63 ~= label.utf8.count && !label.hasPrefix("-")
          && label.utf8.allSatisfy {
            48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || $0 == 45
          }
      })
    else {
      throw CertificateError(
        "\"\(name.prefix(60))\" is not a server name or address: enter it as centre.example.vn")
    }
    return .dnsName(name.lowercased())
  }

  static func bytes(ofAddress text: String) -> [UInt8]? {
    address(text, AF_INET, count: 4) ?? address(text, AF_INET6, count: 16)
  }
}

/// The servers for which a root may sign: names with all below them, and addresses one by one.
struct NameLimits {
  let constraints: NameConstraints

  /// - Throws: ``CertificateError`` if one is not a name or address.
  init(_ names: [String]) throws {
    var domains: [String] = []
    var addresses: [ASN1OctetString] = []
    for name in names {
      switch try ServerName.generalName(name) {
      case .dnsName(let domain): if !domains.contains(domain) { domains.append(domain) }
      case .ipAddress(let address):
        // The address with a mask of ones: only this address.
        let range = ASN1OctetString(
          contentBytes: address.bytes + ArraySlice(repeating: 0xFF, count: address.bytes.count))
        if !addresses.contains(range) { addresses.append(range) }
      default: continue
      }
    }
    constraints = NameConstraints(permittedDNSDomains: domains, permittedIPRanges: addresses)
  }

  /// Name constraints of a root; nil if unconstrained, as in early versions.
  init?(of root: Certificate) throws {
    guard let constraints = try root.extensions.nameConstraints else { return nil }
    self.constraints = constraints
  }

  /// - Throws: ``CertificateError`` if a certificate for one of the names would be refused.
  func require(_ names: [String], of authority: String) throws {
    for name in names where !permits(name) {
      throw CertificateError(
        "The roots of \(authority) may sign only for \(listed), not for \(name.prefix(60)): make a new authority in another --directory, with --permit for all future names, and give agents its ca.pem as well."
      )
    }
  }

  private func permits(_ name: String) -> Bool {
    if let bytes = ServerName.bytes(ofAddress: name) {
      return constraints.permittedIPRanges.contains { range in
        let half = range.bytes.count / 2
        return half == bytes.count
          && zip(bytes, zip(range.bytes.prefix(half), range.bytes.suffix(half)))
            .allSatisfy { byte, limit in byte & limit.1 == limit.0 & limit.1 }
      }
    }
    let name = name.lowercased()
    return constraints.permittedDNSDomains.contains { name == $0 || name.hasSuffix("." + $0) }
  }

  private var listed: String {
    let domains = Array(constraints.permittedDNSDomains)
    let addresses = constraints.permittedIPRanges.map { range in
      let bytes = Array(range.bytes.prefix(range.bytes.count / 2))
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      inet_ntop(
        bytes.count == 4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(INET6_ADDRSTRLEN))
      return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    return (domains + addresses).joined(separator: ", ")
  }
}
