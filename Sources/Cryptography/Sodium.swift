import CSodium

/// libsodium, initialised once for the process: it then uses the processor's own instructions.
///
/// Everything used here works without that as well, only slower, so a failure needs no handling.
enum Sodium {
  static let isInitialised = csodium_init() == 0
}

/// Why a cryptographic operation failed.
public enum CryptographyError: Error, Equatable, Sendable {
  /// A key, seed or parameter of the wrong size or out of range.
  case invalidParameter
  /// Not enough memory for the password hash.
  case outOfMemory
}
