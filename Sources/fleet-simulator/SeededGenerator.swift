import Cryptography
import Foundation
import SeededRandom

/// The same numbers for the same words, on every computer and in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var numbers: SplitMix64

  /// - Parameter words: the purpose of the numbers; other words give other numbers.
  init(_ words: String...) {
    let digest = SHA256.hash(data: Data(words.joined(separator: "\u{1F}").utf8))
    numbers = SplitMix64(state: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  mutating func next() -> UInt64 { numbers.next() }

  /// True with probability `part`.
  mutating func chance(_ part: Double) -> Bool { Double.random(in: 0..<1, using: &self) < part }

  /// One of `choices`, which are literals in this module and never empty.
  mutating func one<Choice>(of choices: [Choice]) -> Choice {
    choices[Int.random(in: 0..<choices.count, using: &self)]
  }

  /// `count` of the capital letters and digits that makers use in serial numbers.
  mutating func letters(_ count: Int) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTVWXYZ")
    return String((0..<count).map { _ in one(of: alphabet) })
  }

  mutating func uuid() -> UUID {
    var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &self) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    return NSUUID(uuidBytes: bytes) as UUID
  }
}
