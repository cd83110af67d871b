import ArgumentParser
import CentreConfiguration
import InventoryServer

#if TLS
import CentreTLS
#endif

/// TLS, if this program was built with the package trait of that name. The demonstration on
/// loopback is built without it, in half the time.
enum Encryption {
  #if TLS

  static let commands: [any ParsableCommand.Type] = [TLSCommand.self]

  static func server(certificate: String, key: String) throws -> any ServerEncryption {
    TLSFiles(certificate: certificate, key: key)
  }

  /// - Parameter path: of the authority's file; nil looks beside the certificate.
  static func authority(_ path: String?, for certificate: String) throws -> AuthorityFile? {
    try AuthorityFile.find(path, for: certificate)
  }

  static func authority(path: String) throws -> AuthorityFile { try AuthorityFile(path: path) }

  #else

  static let commands: [any ParsableCommand.Type] = []

  static func server(certificate _: String, key _: String) throws -> any ServerEncryption {
    throw missing
  }

  static func authority(_: String?, for _: String) throws -> AuthorityFile? { throw missing }

  static func authority(path _: String) throws -> AuthorityFile { throw missing }

  private static let missing = CertificateError(
    "This commune-inventory was built without TLS, for a demonstration: build it with swift build --traits TLS, or install the package."
  )

  #endif
}

extension Encryption {
  /// The authority that agents are given, as the settings name it; nil if computers know the
  /// certificate already, or there is none.
  static func authority(of settings: CentreSettings) throws -> AuthorityFile? {
    try (settings.agentsTLSCertificate ?? settings.tlsCertificate).flatMap {
      try authority(settings.tlsCA, for: $0)
    }
  }
}
