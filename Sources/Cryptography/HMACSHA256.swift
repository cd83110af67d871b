import CSodium
public import FoundationEssentials

/// HMAC with SHA-256 (RFC 2104), and the derivation of keys from it.
public enum HMACSHA256 {
  /// - Parameter key: of any length.
  /// - Returns: 32 bytes.
  public static func authenticationCode(
    for message: some DataProtocol, key: some DataProtocol
  ) -> [UInt8] {
    let (message, key) = (Array(message), Array(key))
    var code = [UInt8](repeating: 0, count: SHA256.byteCount)
    csodium_hmac_sha256(key, key.count, message, message.count, &code)
    return code
  }

  /// One block of HKDF (RFC 5869) without a salt.
  ///
  /// - Returns: 32 bytes.
  public static func derivedKey(
    from material: some DataProtocol, info: some DataProtocol
  ) -> [UInt8] {
    let salt = [UInt8](repeating: 0, count: SHA256.byteCount)
    let pseudorandomKey = authenticationCode(for: material, key: salt)
    return authenticationCode(for: Array(info) + [1], key: pseudorandomKey)
  }
}
