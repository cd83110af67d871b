import CSodium
public import FoundationEssentials

/// The password hash scrypt (RFC 7914).
public enum Scrypt {
  /// Hashes a password, using `128 × rounds × blockSize` bytes of memory.
  ///
  /// - Parameters:
  ///   - rounds: N, a power of 2 above 1.
  ///   - blockSize: r, 1 to 32.
  ///   - parallelism: p, 1 to 16.
  ///   - byteCount: size of the hash, 16 to 64.
  ///   - maximumMemory: in bytes; parameters that need more are refused.
  public static func hash(
    _ password: some DataProtocol, salt: some DataProtocol, rounds: Int, blockSize: Int,
    parallelism: Int, byteCount: Int, maximumMemory: Int = 1 << 30
  ) throws(CryptographyError) -> [UInt8] {
    _ = Sodium.isInitialised
    guard rounds > 1, rounds & (rounds - 1) == 0, 1...32 ~= blockSize, 1...16 ~= parallelism,
      16...64 ~= byteCount, rounds <= maximumMemory / (128 * blockSize)
    else { throw .invalidParameter }
    let (password, salt) = (Array(password), Array(salt))
    var hash = [UInt8](repeating: 0, count: byteCount)
    let status = csodium_scrypt(
      password, password.count, salt, salt.count, UInt64(rounds), UInt32(blockSize),
      UInt32(parallelism), &hash, byteCount)
    guard status == 0 else { throw .outOfMemory }
    return hash
  }
}
