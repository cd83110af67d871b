public import Foundation
public import HummingbirdCore
import HummingbirdTLS
public import InventoryServer
import NIOCore
import NIOSSL
import Synchronization
import SwiftASN1
import X509

/// A server's certificate and key, in files. They can be read again while connections are open:
/// each new connection uses what was read last.
public final class TLSFiles: ServerEncryption {
  public let certificate: String
  public let key: String
  public var name: String { certificate }
  /// nil until the files were read for the first time.
  private let current = Mutex<Pair?>(nil)

  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// A certificate with its key, as read at one moment.
  private struct Pair: Sendable {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    let facts: CertificateFacts
  }

  /// For TLS 1.2: authenticated encryption with a new secret for each connection. All suites of TLS
  /// 1.3 have both.
  static let suites: [NIOTLSCipher] = [
    .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
  ]

  public func facts() throws -> CertificateFacts {
    if let pair = current.withLock({ $0 }) { return pair.facts }
    return try read().facts
  }

  public func reload(now: Date) throws -> CertificateFacts? {
    let fresh = try read()
    guard fresh.facts.validUntil > now else {
      throw CertificateError(
        "The certificate \(certificate) expired on \(fresh.facts.lastDay): issue another.")
    }
    let former = current.withLock { pair in
      defer { pair = fresh }
      return pair
    }
    return former?.facts == fresh.facts ? nil : fresh.facts
  }

  public func server(around plain: HTTPServerBuilder) throws -> HTTPServerBuilder {
    try .tls(plain, tlsConfiguration: try configuration())
  }

  /// At least TLS 1.2, with authenticated encryption only.
  ///
  /// - Throws: ``CertificateError`` that names the file at fault.
  func configuration() throws -> TLSConfiguration {
    let pair = try read()
    current.withLock { $0 = pair }
    var configuration = Self.configuration(pair)
    configuration.sslContextCallback = { [self] _, promise in
      var changes = NIOSSLContextConfigurationOverride()
      if let pair = current.withLock({ $0 }) {
        changes.certificateChain = pair.chain.map { .certificate($0) }
        changes.privateKey = .privateKey(pair.key)
      }
      promise.succeed(changes)
    }
    return configuration
  }

  private static func configuration(_ pair: Pair) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: pair.chain.map { .certificate($0) }, privateKey: .privateKey(pair.key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.cipherSuiteValues = suites
    configuration.applicationProtocols = ["http/1.1"]
    return configuration
  }

  /// - Throws: ``CertificateError`` that names the file at fault.
  private func read() throws -> Pair {
    guard access(certificate, R_OK) == 0 else {
      throw CertificateError(
        "Cannot read the certificate \(certificate): \(String(cString: strerror(errno))).")
    }
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMFile(certificate)
    } catch {
      throw CertificateError(
        "Cannot read the certificate \(certificate): give a PEM file with --tls-certificate.")
    }
    guard let leaf = chain.first, let parsed = try? Certificate(derEncoded: leaf.toDERBytes())
    else { throw CertificateError("There is no certificate in \(certificate).") }
    let pair = Pair(chain: chain, key: try privateKey(), facts: CertificateFacts(parsed))
    do {
      // BoringSSL refuses a key that is another's.
      _ = try NIOSSLContext(configuration: Self.configuration(pair))
    } catch {
      throw CertificateError(
        "The key \(key) does not belong to the certificate \(certificate): give the two files that tls issue made together."
      )
    }
    return pair
  }

  private func privateKey() throws -> NIOSSLPrivateKey {
    guard access(key, F_OK) == 0 else {
      throw CertificateError("Cannot read the key \(key): \(String(cString: strerror(errno))).")
    }
    let mode =
      try? FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? NSNumber
    guard let mode, mode.intValue & 0o007 == 0 else {
      throw CertificateError(
        "The key \(key) is readable by others: run chmod o= \(key)")
    }
    guard access(key, R_OK) == 0 else {
      throw CertificateError(
        "This user may not read the key \(key): give its group read access, chgrp commune-inventory and chmod 0640."
      )
    }
    do {
      return try NIOSSLPrivateKey(file: key, format: .pem)
    } catch {
      throw CertificateError("Cannot read the key \(key): give a PEM file with --tls-key.")
    }
  }
}

extension CertificateFacts {
  /// Host names, then addresses.
  private static func names(_ names: SubjectAlternativeNames) -> [String] {
    let hosts = names.compactMap { name in
      if case .dnsName(let text) = name { text } else { nil }
    }
    let addresses = names.compactMap { name in
      if case .ipAddress(let octets) = name { address(Array(octets.bytes)) } else { nil }
    }
    return hosts + addresses
  }

  /// An address as text; nil unless it has 4 or 16 bytes.
  private static func address(_ bytes: [UInt8]) -> String? {
    guard let family = [4: AF_INET, 16: AF_INET6][bytes.count] else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
    return String(cString: text)
  }

  init(_ certificate: Certificate) {
    let names = try? certificate.extensions.subjectAlternativeNames
    self.init(
      serial: "\(certificate.serialNumber)",
      names: Self.names(names ?? SubjectAlternativeNames([])),
      validFrom: certificate.notValidBefore, validUntil: certificate.notValidAfter)
  }
}
