import Crypto
import Foundation
import Glibc
import SwiftASN1
import X509

/// A private authority for the centre's TLS, in files:
///
/// ```
/// ca.pem                        both roots: what agents are given and trust
/// root-1.pem root-1.key         the root that signs; root-2 is for the day it has to be replaced
/// <name>.pem <name>.key         the server's certificate and key
/// ```
/// All is valid from 1970 to 2099: commune machines with a dead battery believe in any date, and a
/// certificate that is not valid on it shuts them out.
public struct CertificateAuthority: Sendable {
  static let validFrom = Date(timeIntervalSince1970: 0)
  /// 2099-12-31T23:59:59Z
  static let validUntil = Date(timeIntervalSince1970: 4_102_444_799)

  let folder: String

  public init(folder: String) { self.folder = folder }

  public struct Issued: Sendable, Equatable {
    public var authority: String
    public var certificate: String
    public var key: String
    /// Whether the roots were made now.
    public var isNew: Bool
  }

  /// Makes a certificate and its key for a server, and the authority where there is none yet.
  ///
  /// - Parameters:
  ///   - names: what agents call the server, names or addresses; `localhost` is always added.
  ///   - root: which of the two roots signs, 1 or 2.
  /// - Throws: ``CertificateError``; nothing that is there is overwritten.
  public func issue(names: [String], root number: Int = 1) throws -> Issued {
    guard let first = names.first, names.count <= 20 else {
      throw CertificateError("Name the server: --name centre.example.vn")
    }
    let subjects = try (names + ["localhost", "127.0.0.1", "::1"]).map(Self.generalName)
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let issued = Issued(
      authority: "\(folder)/ca.pem", certificate: "\(folder)/\(first).pem",
      key: "\(folder)/\(first).key",
      isNew: !FileManager.default.fileExists(atPath: "\(folder)/ca.pem"))
    for path in [issued.certificate, issued.key]
    where FileManager.default.fileExists(atPath: path) {
      throw CertificateError(
        "\(path) is there already: move it away, or choose another --directory.")
    }
    if issued.isNew { try makeRoots() }
    let (authority, authorityKey) = try root(number)
    let key = P256.Signing.PrivateKey()
    let certificate = try Self.certificate(
      of: key.publicKey, subject: first, issuer: authority.subject, by: authorityKey,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames(subjects)
        SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
      })
    try NewFile.write(key.pemRepresentation + "\n", to: issued.key, mode: 0o600)
    try NewFile.write(try Self.pem(certificate), to: issued.certificate, mode: 0o644)
    return issued
  }

  private func makeRoots() throws {
    var all = ""
    for number in 1...2 {
      let key = P256.Signing.PrivateKey()
      // The name has a part of the key, so that two authorities never look alike.
      let mark = Insecure.SHA1.hash(data: key.publicKey.rawRepresentation).prefix(4)
        .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      let name = "Commune Inventory root \(number) \(mark)"
      let certificate = try Self.certificate(
        of: key.publicKey, subject: name,
        issuer: try DistinguishedName { CommonName(name) }, by: Certificate.PrivateKey(key),
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true, cRLSign: true))
          SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
        })
      let text = try Self.pem(certificate)
      all += text
      try NewFile.write(
        key.pemRepresentation + "\n", to: "\(folder)/root-\(number).key", mode: 0o600)
      try NewFile.write(text, to: "\(folder)/root-\(number).pem", mode: 0o644)
    }
    try NewFile.write(all, to: "\(folder)/ca.pem", mode: 0o644)
  }

  private func root(_ number: Int) throws -> (Certificate, Certificate.PrivateKey) {
    func text(_ name: String) throws -> String {
      let path = "\(folder)/\(name)"
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw CertificateError("\(path) is not there: bring it back, or choose root 1 or 2.")
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    let certificate = try text("root-\(number).pem")
    let key = try text("root-\(number).key")
    do {
      return (
        try Certificate(pemEncoded: certificate),
        Certificate.PrivateKey(try P256.Signing.PrivateKey(pemRepresentation: key))
      )
    } catch {
      throw CertificateError("\(folder)/root-\(number).pem or .key is damaged: bring it back.")
    }
  }

  private static func certificate(
    of key: P256.Signing.PublicKey, subject: String, issuer: DistinguishedName,
    by issuerKey: Certificate.PrivateKey, extensions: Certificate.Extensions
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key),
      notValidBefore: validFrom, notValidAfter: validUntil, issuer: issuer,
      subject: try DistinguishedName { CommonName(subject) },
      signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: issuerKey)
  }

  private static func pem(_ certificate: Certificate) throws -> String {
    try certificate.serializeAsPEM().pemString + "\n"
  }

  /// The bytes of an IP address in text; nil where it is none.
  private static func address(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  private static func generalName(_ name: String) throws -> GeneralName {
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
        "\"\(name.prefix(60))\" is no name or address of a server: write it as centre.example.vn")
    }
    return .dnsName(name.lowercased())
  }
}

/// Why there is no certificate, and what to do.
public struct CertificateError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  init(_ message: String) { self.message = message }
}

/// A file that was not there before, on disk with its mode from the first byte on.
enum NewFile {
  static func write(_ text: String, to path: String, mode: mode_t) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else {
      throw CertificateError("Cannot write \(path): \(String(cString: strerror(errno))).")
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
      try handle.close()
    } catch {
      unlink(path)
      throw CertificateError("Cannot write \(path): is the disk full?")
    }
  }
}
