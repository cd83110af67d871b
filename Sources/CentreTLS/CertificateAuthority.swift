import Crypto
public import Foundation
import Glibc
import InventoryServer
import SwiftASN1
import X509

/// A private authority for the centre's TLS, in files:
///
/// ```
/// ca.pem                          both roots: what agents are given and trust
/// <name>.pem <name>.key           the server's certificate and key
/// roots/root-1.pem root-1.key     the root that signs; root-2 is for the day it has to be replaced
/// ```
/// The server does not need `roots/`, which belongs on a stick that is locked away and brought back
/// to issue certificates. A folder of an early version has the roots beside the rest, and still
/// works.
///
/// A stolen root can impersonate only the servers that it was made for: a critical extension of
/// each root names them (RFC 5280, 4.2.1.10).
///
/// Roots and certificates for agents are valid from 1970 to 2099: commune machines with a dead
/// battery have any date, and a certificate that is not valid on it shuts them out. Browsers refuse
/// such long validity from some authorities: a certificate for them is valid for 825 days at most.
public struct CertificateAuthority: Sendable {
  static let validFrom = Date(timeIntervalSince1970: 0)
  /// 2099-12-31T23:59:59Z
  static let validUntil = Date(timeIntervalSince1970: 4_102_444_799)

  let folder: String

  public init(folder: String) { self.folder = folder }

  /// The clients to which a certificate is shown.
  public enum Purpose: String, CaseIterable, Sendable {
    case agents, browsers

    /// Maximum days of validity that browsers accept, from first to last.
    static let browserDays = 825.0

    /// Added to the name, so that both fit into one folder.
    var suffix: String { self == .browsers ? "-browsers" : "" }

    func validity(_ now: Date) -> ClosedRange<Date> {
      switch self {
      case .agents: return CertificateAuthority.validFrom...CertificateAuthority.validUntil
      case .browsers:
        // Clocks of browsers may be a day behind.
        let first = now.addingTimeInterval(-86_400)
        return first...first.addingTimeInterval(Self.browserDays * 86_400 - 1)
      }
    }
  }

  public struct Issued: Sendable, Equatable {
    public var authority: String
    public var certificate: String
    public var key: String
    /// Whether the roots were made now.
    public var isNew: Bool
    /// The folder of the roots.
    public var roots: String
  }

  /// Makes a certificate and its key for a server, and the authority if there is none yet.
  ///
  /// - Parameters:
  ///   - names: names or addresses by which clients reach the server; those of its own machine,
  ///     such as `localhost`, are always added.
  ///   - permitted: further names, with all below them, or addresses for which the roots may ever
  ///     sign; only for roots that are made now.
  ///   - root: the root that signs, 1 or 2.
  ///   - purpose: decides how long the certificate is valid.
  ///   - renewing: whether to replace the certificate and the key of the same name, which must be
  ///     there.
  /// - Throws: ``CertificateError``; existing files are overwritten only if `renewing`.
  public func issue(
    names: [String], permitted: [String] = [], root number: Int = 1, for purpose: Purpose = .agents,
    renewing: Bool = false, now: Date = Date()
  ) throws -> Issued {
    guard let first = names.first, names.count <= 20 else {
      throw CertificateError("Give the server's name: --name centre.example.vn")
    }
    let subjects = try (names + Self.ownNames).map(ServerName.generalName)
    let present = "\(folder)/\(first)\(purpose.suffix).pem"
    guard !renewing || FileManager.default.fileExists(atPath: present) else {
      throw CertificateError(
        "There is no \(present) to renew: check --name, --for and --directory.")
    }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let issued = Issued(
      authority: "\(folder)/ca.pem", certificate: "\(folder)/\(first)\(purpose.suffix).pem",
      key: "\(folder)/\(first)\(purpose.suffix).key",
      isNew: !FileManager.default.fileExists(atPath: "\(folder)/ca.pem"),
      roots: hasFormerRoots ? folder : "\(folder)/roots")
    for path in [issued.certificate, issued.key]
    where FileManager.default.fileExists(atPath: path) && !renewing {
      throw CertificateError(
        "\(path) already exists: move it away, or choose another --directory.")
    }
    guard issued.isNew || permitted.isEmpty else {
      throw CertificateError(
        "\(issued.authority) exists already, and the names that its roots may sign for are fixed: leave out --permit, or make a new authority in another --directory."
      )
    }
    if issued.isNew {
      try makeRoots(in: issued.roots, for: NameLimits(names + permitted + Self.ownNames))
    }
    let (authority, authorityKey) = try root(number, in: issued.roots)
    try NameLimits(of: authority)?.require(names, of: issued.authority)
    let key = P256.Signing.PrivateKey()
    let certificate = try Self.certificate(
      of: key.publicKey, subject: first, valid: purpose.validity(now), issuer: authority.subject,
      by: authorityKey,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames(subjects)
        SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
      })
    for (text, path, mode) in [
      (key.pemRepresentation + "\n", issued.key, mode_t(0o600)),
      (try Self.pem(certificate), issued.certificate, 0o644),
    ] {
      if renewing {
        try NewFile.replace(text, to: path, mode: mode)
      } else {
        try NewFile.write(text, to: path, mode: mode)
      }
    }
    return issued
  }

  /// Every server is also reached from its own machine.
  private static let ownNames = ["localhost", "127.0.0.1", "::1"]

  private var hasFormerRoots: Bool {
    (1...2).contains { FileManager.default.fileExists(atPath: "\(folder)/root-\($0).pem") }
  }

  /// Roots without `ca.pem` were left by a run that was interrupted: nothing trusts them.
  private func makeRoots(in roots: String, for limits: NameLimits) throws {
    try FileManager.default.createDirectory(
      atPath: roots, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    chmod(roots, 0o700)
    for number in 1...2 {
      unlink("\(roots)/root-\(number).key")
      unlink("\(roots)/root-\(number).pem")
    }
    var all = ""
    for number in 1...2 {
      let key = P256.Signing.PrivateKey()
      // The name has a part of the key, so that two authorities never look alike.
      let mark = Insecure.SHA1.hash(data: key.publicKey.rawRepresentation).prefix(4)
        .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      let name = "Commune Inventory root \(number) \(mark)"
      let certificate = try Self.certificate(
        of: key.publicKey, subject: name, valid: Self.validFrom...Self.validUntil,
        issuer: try DistinguishedName { CommonName(name) }, by: Certificate.PrivateKey(key),
        extensions: Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
          Critical(KeyUsage(keyCertSign: true, cRLSign: true))
          Critical(limits.constraints)
          SubjectKeyIdentifier(hash: Certificate.PublicKey(key.publicKey))
        })
      let text = try Self.pem(certificate)
      all += text
      try NewFile.write(
        key.pemRepresentation + "\n", to: "\(roots)/root-\(number).key", mode: 0o600)
      try NewFile.write(text, to: "\(roots)/root-\(number).pem", mode: 0o644)
    }
    try NewFile.write(all, to: "\(folder)/ca.pem", mode: 0o644)
  }

  private func root(
    _ number: Int, in roots: String
  ) throws -> (Certificate, Certificate.PrivateKey) {
    func text(_ name: String) throws -> String {
      let path = "\(roots)/\(name)"
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw CertificateError(
          "\(path) is not there: bring it back from where the roots are kept, or choose root 1 or 2."
        )
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
      throw CertificateError("\(roots)/root-\(number).pem or .key is damaged: restore it.")
    }
  }

  private static func certificate(
    of key: P256.Signing.PublicKey, subject: String, valid: ClosedRange<Date>,
    issuer: DistinguishedName,
    by issuerKey: Certificate.PrivateKey, extensions: Certificate.Extensions
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key),
      notValidBefore: valid.lowerBound, notValidAfter: valid.upperBound, issuer: issuer,
      subject: try DistinguishedName { CommonName(subject) },
      signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions, issuerPrivateKey: issuerKey)
  }

  private static func pem(_ certificate: Certificate) throws -> String {
    try certificate.serializeAsPEM().pemString + "\n"
  }
}
