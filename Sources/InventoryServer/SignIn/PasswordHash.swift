import Cryptography
import Foundation

/// A password as it is kept: `scrypt$17$8$1$salt$hash` (RFC 7914), so that the cost may grow and
/// old ones still be checked.
public struct PasswordHash: Sendable {
  /// 128 MiB and about a second.
  public static let cost = 17
  private static let blocks = 8
  private static let lanes = 1

  let text: String

  init(_ text: String) { self.text = text }

  /// - Parameter cost: the base-2 logarithm of scrypt's N.
  init(of password: String, cost: Int = cost) throws {
    let salt = Data(RandomBytes.make(16))
    let hash = try Self.hash(password, salt, cost: cost, blocks: Self.blocks, lanes: Self.lanes)
    text = [
      "scrypt", "\(cost)", "\(Self.blocks)", "\(Self.lanes)", salt.base64EncodedString(),
      hash.base64EncodedString(),
    ].joined(separator: "$")
  }

  /// Whether `password` matches; false if the text is not a hash.
  func isOf(_ password: String) throws -> Bool {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), 10...20 ~= cost,
      let blocks = Int(parts[2]), 1...32 ~= blocks, let lanes = Int(parts[3]), 1...16 ~= lanes,
      let salt = Data(base64Encoded: String(parts[4])),
      let kept = Data(base64Encoded: String(parts[5])), kept.count == 32
    else { return false }
    let hash = try Self.hash(password, salt, cost: cost, blocks: blocks, lanes: lanes)
    return ConstantTime.equal(Array(hash), Array(kept))
  }

  private static func hash(
    _ password: String, _ salt: Data, cost: Int, blocks: Int, lanes: Int
  ) throws -> Data {
    // The same password typed on another keyboard may be composed otherwise.
    let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8)
    return Data(
      try Scrypt.hash(
        bytes, salt: salt, rounds: 1 << cost, blockSize: blocks, parallelism: lanes,
        byteCount: 32))
  }
}
