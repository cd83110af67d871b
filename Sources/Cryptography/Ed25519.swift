import CSodium
public import FoundationEssentials

/// Ed25519 signatures (RFC 8032).
public enum Ed25519 {
  /// Bytes of a public key, and of the seed of a private one.
  public static let keyByteCount = 32
  /// Bytes of a signature.
  public static let signatureByteCount = 64

  /// A key to sign with.
  public struct PrivateKey: Sendable {
    /// The seed of RFC 8032: 32 bytes.
    public let rawRepresentation: Data
    public let publicKey: PublicKey
    /// libsodium's form: the seed followed by the public key.
    private let secret: [UInt8]

    /// A new random key.
    public init() { self.init(seed: RandomBytes.make(Ed25519.keyByteCount)) }

    /// - Parameter rawRepresentation: the seed, 32 bytes.
    public init(rawRepresentation: some DataProtocol) throws(CryptographyError) {
      let seed = Array(rawRepresentation)
      guard seed.count == Ed25519.keyByteCount else { throw .invalidParameter }
      self.init(seed: seed)
    }

    /// - Parameter seed: of the right size.
    private init(seed: [UInt8]) {
      _ = Sodium.isInitialised
      var publicKey = [UInt8](repeating: 0, count: Ed25519.keyByteCount)
      var secret = [UInt8](repeating: 0, count: 2 * Ed25519.keyByteCount)
      csodium_ed25519_keys(seed, &publicKey, &secret)
      self.rawRepresentation = Data(seed)
      self.publicKey = PublicKey(bytes: publicKey)
      self.secret = secret
    }

    /// - Returns: 64 bytes.
    public func signature(for message: some ContiguousBytes) -> Data {
      var signature = [UInt8](repeating: 0, count: Ed25519.signatureByteCount)
      message.withUnsafeBytes { message in
        csodium_ed25519_sign(message.baseAddress, message.count, secret, &signature)
      }
      return Data(signature)
    }
  }

  /// A key to check signatures with.
  public struct PublicKey: Sendable, Equatable {
    private let bytes: [UInt8]

    fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

    /// 32 bytes.
    public var rawRepresentation: Data { Data(bytes) }

    /// - Parameter rawRepresentation: 32 bytes. Whether they are a point of the curve is only found
    ///   when a signature is checked: none is valid if they are not.
    public init(rawRepresentation: some DataProtocol) throws(CryptographyError) {
      guard rawRepresentation.count == Ed25519.keyByteCount else {
        throw .invalidParameter
      }
      bytes = Array(rawRepresentation)
    }

    /// - Returns: false if the signature has another length or is not this key's over `message`.
    public func isValidSignature(
      _ signature: some ContiguousBytes, for message: some ContiguousBytes
    ) -> Bool {
      signature.withUnsafeBytes { signature in
        guard signature.count == Ed25519.signatureByteCount else { return false }
        return message.withUnsafeBytes { message in
          csodium_ed25519_verify(
            message.baseAddress, message.count, bytes, signature.baseAddress) == 1
        }
      }
    }
  }
}
