import Foundation
public import HummingbirdCore
import HummingbirdTLS
public import InventoryServer
import NIOSSL

/// A server's certificate and key, in files.
public struct TLSFiles: ServerEncryption {
  public let certificate: String
  public let key: String

  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// For TLS 1.2: what authenticates as it encrypts, with a new secret for each connection. The
  /// suites of TLS 1.3 are all so.
  static let suites: [NIOTLSCipher] = [
    .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  ]

  /// TLS 1.2 at least, and authenticated encryption alone.
  ///
  /// - Throws: ``CertificateError`` that names the file at fault.
  func configuration() throws -> TLSConfiguration {
    let chain: [NIOSSLCertificateSource]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
    } catch {
      throw CertificateError(
        "Cannot read the certificate \(certificate): give a PEM file with --tls-certificate.")
    }
    guard !chain.isEmpty else {
      throw CertificateError("There is no certificate in \(certificate).")
    }
    let mode =
      try? FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? NSNumber
    guard let mode, mode.intValue & 0o007 == 0 else {
      throw CertificateError(
        "The key \(key) is missing or readable by others: run chmod 600 \(key)")
    }
    do {
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain,
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      configuration.cipherSuiteValues = Self.suites
      configuration.applicationProtocols = ["http/1.1"]
      return configuration
    } catch {
      throw CertificateError("Cannot read the key \(key): give a PEM file with --tls-key.")
    }
  }

  public func server(around plain: HTTPServerBuilder) throws -> HTTPServerBuilder {
    try .tls(plain, tlsConfiguration: try configuration())
  }
}
