import Foundation
public import InventoryServer
import SwiftASN1
import X509

extension AuthorityFile {
  static let largest = 64 << 10

  /// - Throws: ``CertificateError`` if the file holds anything but certificates.
  public init(path: String) throws {
    guard access(path, R_OK) == 0 || errno != EACCES else {
      throw CertificateError(
        "Cannot read the authority \(path): \(String(cString: strerror(EACCES))). Run the command as a user who may read it."
      )
    }
    // Reads no more than that, since a device has no end.
    guard let bytes = try? FileHandle(forReadingAtPath: path)?.read(upToCount: Self.largest + 1),
      bytes.count <= Self.largest
    else {
      throw CertificateError("Cannot read the authority \(path): name the ca.pem of tls issue.")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    // The file is given to everybody.
    guard !text.contains("PRIVATE KEY") else {
      throw CertificateError("\(path) holds a private key: name ca.pem, which holds none.")
    }
    guard !Self.certificates(text).isEmpty else {
      throw CertificateError("There is no certificate in \(path): name the ca.pem of tls issue.")
    }
    self.init(bytes: bytes)
  }

  /// The authority that issued a server's certificate.
  ///
  /// - Parameters:
  ///   - path: of the authority's file; nil looks for `ca.pem` beside the certificate, as `tls
  ///     issue` leaves it.
  ///   - certificate: the path of the server's.
  /// - Returns: nil if none was named and no matching one lies beside the certificate.
  /// - Throws: ``CertificateError`` if the named one cannot be used.
  public static func find(_ path: String?, for certificate: String) throws -> AuthorityFile? {
    let beside = URL(fileURLWithPath: certificate).deletingLastPathComponent()
      .appending(path: "ca.pem").path
    guard let served = certificates(ofFile: certificate).first else { return nil }
    func hasIssued(_ authority: AuthorityFile) -> Bool {
      certificates(String(decoding: authority.bytes, as: UTF8.self)).contains {
        $0.subject == served.issuer
      }
    }
    guard let path else {
      return (try? AuthorityFile(path: beside)).flatMap { hasIssued($0) ? $0 : nil }
    }
    let authority = try AuthorityFile(path: path)
    guard hasIssued(authority) else {
      throw CertificateError(
        "The authority \(path) has not issued \(certificate): name the ca.pem that was made with it."
      )
    }
    return authority
  }

  private static func certificates(ofFile path: String) -> [Certificate] {
    certificates(
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self))
  }

  private static func certificates(_ text: String) -> [Certificate] {
    let end = "-----END CERTIFICATE-----"
    return text.components(separatedBy: end).compactMap { part in
      part.range(of: "-----BEGIN CERTIFICATE-----").flatMap {
        try? Certificate(pemEncoded: part[$0.lowerBound...] + end)
      }
    }
  }
}
