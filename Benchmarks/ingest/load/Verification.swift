import Cryptography
import Foundation

/// The cost of one Ed25519 verification of as many bytes as a report's signature base has.
enum Verification {
  private static let messageBytes = 600

  static func line(count: Int) -> String {
    let key = Ed25519.PrivateKey()
    let messages = (0..<64).map { number in Data(repeating: UInt8(number), count: messageBytes) }
    let signatures = messages.map { key.signature(for: $0) }
    let start = clock()
    let valid = (0..<count).count { number in
      key.publicKey.isValidSignature(signatures[number % 64], for: messages[number % 64])
    }
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    return String(
      format: "verification  CPU %.3f ms  (%d of %d valid)", seconds / Double(count) * 1e3, valid,
      count)
  }
}
