import CSodium
public import FoundationEssentials

/// SHA-256 (FIPS 180-4), in one call or piece by piece.
public struct SHA256: Sendable {
  /// Bytes of a digest.
  public static let byteCount = 32

  private var state = csodium_sha256()

  public init() {
    _ = Sodium.isInitialised
    csodium_sha256_init(&state)
  }

  /// - Returns: 32 bytes.
  public static func hash(data: some DataProtocol) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: data)
    return hash.finalize()
  }

  public mutating func update(data: some DataProtocol) {
    // Walking through regions of unknown types costs as much as hashing a short text.
    if data.withContiguousStorageIfAvailable({ add($0) }) != nil { return }
    for region in data.regions {
      region.withUnsafeBytes { bytes in
        bytes.withMemoryRebound(to: UInt8.self) { add($0) }
      }
    }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    csodium_sha256_update(&state, start, bytes.count)
  }

  /// - Returns: 32 bytes, over everything added so far; `self` can continue.
  public func finalize() -> [UInt8] {
    var copy = state
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    csodium_sha256_final(&copy, &digest)
    return digest
  }
}
