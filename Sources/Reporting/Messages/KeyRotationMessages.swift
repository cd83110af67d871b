public import FoundationEssentials

/// The statements that one key signs to authorize another.
public enum KeyProof {
  /// Signed by the new key in a key rotation.
  ///
  /// - Parameter publicKey: the new key, base64.
  public static func rotation(keyId: String, publicKey: String) -> Data {
    Data("commune-key-rotation\n\(keyId)\n\(publicKey)".utf8)
  }

  /// Signed by the old key when the machine re-enrols.
  ///
  /// - Parameter publicKey: the new key, base64.
  public static func reenrolment(previousKeyId: String, publicKey: String) -> Data {
    Data("commune-reenrolment\n\(previousKeyId)\n\(publicKey)".utf8)
  }
}

/// The body of `POST /agent/v1/keys`, in a request signed by the old key.
public struct KeyRotationRequest: Codable, Sendable, Equatable {
  /// The new key: Ed25519, 32 bytes, base64.
  public var publicKey: String
  /// The new key's signature over ``KeyProof/rotation(keyId:publicKey:)``, base64.
  public var proof: String

  public init(publicKey: Data, proof: Data) {
    self.publicKey = publicKey.base64EncodedString()
    self.proof = proof.base64EncodedString()
  }
}

/// The centre's answer: both keys are now valid, the old one until `previousUntil`.
public struct KeyRotationReply: Codable, Sendable, Equatable {
  /// The id of the new key, `<machine>.<n + 1>`.
  public var keyId: String
  /// RFC 3339, UTC.
  public var previousUntil: String

  public init(keyId: String, previousUntil: String) {
    (self.keyId, self.previousUntil) = (keyId, previousUntil)
  }
}
