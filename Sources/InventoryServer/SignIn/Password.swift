import Cryptography
import Foundation

/// Rules for new passwords: long, and not among the first that are guessed. Required kinds of
/// characters would only make people write passwords down.
enum PasswordRule: String {
  case tooShort, tooLong, tooUniform, isTheName, isTheProduct, tooCommon, repeatedOtherwise

  static let minimum = 12
  static let maximumBytes = 256
  /// `aaaaaaaaaaaa` is long, but among the first to be tried.
  static let minimumDistinct = 5

  /// Words that anybody would think of for a password to this program.
  private static let productWords = [
    "commune-inventory", "communeinventory", "commune-probe", "communeprobe", "commune",
    "inventory", "kiemketrangthietbicapxa", "trangthietbicapxa", "trangthietbi", "kiemke",
  ]

  /// The first fault of a password; nil if it is acceptable.
  ///
  /// - Parameter address: The user's e-mail address, if known.
  static func fault(
    _ password: String, again: String, name: String, address: String? = nil
  ) -> PasswordRule? {
    if password.count < minimum { return .tooShort }
    if password.utf8.count > maximumBytes { return .tooLong }
    if Set(password).count < minimumDistinct { return .tooUniform }
    // Not Foundation's `contains` and `replacingOccurrences`, which trap if the text ends with what
    // precedes a NUL in the word.
    if password.lowercased().firstRange(of: name.lowercased()) != nil,
      password.count < minimum + name.count
    {
      return .isTheName
    }
    let own = [name, address].compactMap { $0 }.flatMap(words)
    if consists(password, of: own) { return .isTheName }
    if consists(password, of: productWords) { return .isTheProduct }
    if CommonPasswords.contain(password) { return .tooCommon }
    return password == again ? nil : .repeatedOtherwise
  }

  /// The name itself, its parts, and both without separators; not those shorter than four
  /// characters, which occur in many words.
  private static func words(of name: String) -> [String] {
    // Names are shorter, but a form may contain 64 KB.
    let folded = FoldedPassword.folded(String(name.prefix(200)))
    let parts = folded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let local = folded.split(separator: "@").first.map(String.init) ?? folded
    return ([folded, local, parts.joined()] + parts.prefix(16)).filter { $0.count >= 4 }
  }

  /// Whether too little remains for a password after removing `words`, in any spelling.
  private static func consists(_ password: String, of words: [String]) -> Bool {
    let longestFirst = words.sorted { $0.count > $1.count }
    return FoldedPassword.readings(of: password).contains { reading in
      let compact = reading.filter { $0.isLetter || $0.isNumber }
      return [reading, compact, String(compact.reversed())].contains { text in
        var rest = text
        for word in longestFirst { rest = rest.replacing(word, with: "") }
        return rest.count < text.count && rest.count < minimum
      }
    }
  }
}

/// A password as stored: `scrypt$17$8$1$salt$hash` (RFC 7914), so that the cost can be raised and
/// old ones can still be checked.
public struct PasswordHash: Sendable {
  /// 128 MiB and about a second.
  public static let cost = 17
  private static let blocks = 8
  private static let lanes = 1
  private static let hashBytes = 32

  let text: String

  init(_ text: String) { self.text = text }

  /// - Parameter cost: The base-2 logarithm of scrypt's N.
  init(of password: String, cost: Int = cost) throws {
    let salt = Data(RandomBytes.make(16))
    let hash = try Self.hash(password, salt, cost: cost, blocks: Self.blocks, lanes: Self.lanes)
    self.init(salt: salt, hash: hash, cost: cost)
  }

  private init(salt: Data, hash: Data, cost: Int) {
    text = [
      "scrypt", "\(cost)", "\(Self.blocks)", "\(Self.lanes)", salt.base64EncodedString(),
      hash.base64EncodedString(),
    ].joined(separator: "$")
  }

  /// A hash that no password matches: as costly to check as any other, free to create.
  static func ofNoPassword(cost: Int) -> PasswordHash {
    PasswordHash(
      salt: Data(RandomBytes.make(16)), hash: Data(RandomBytes.make(hashBytes)), cost: cost)
  }

  /// Whether `password` matches; false if the text is not a hash.
  func isOf(_ password: String) throws -> Bool {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), 10...20 ~= cost,
      let blocks = Int(parts[2]), 1...32 ~= blocks, let lanes = Int(parts[3]), 1...16 ~= lanes,
      let salt = Data(base64Encoded: String(parts[4])),
      let kept = Data(base64Encoded: String(parts[5])), kept.count == Self.hashBytes
    else { return false }
    let hash = try Self.hash(password, salt, cost: cost, blocks: blocks, lanes: lanes)
    return ConstantTime.equal(Array(hash), Array(kept))
  }

  private static func hash(
    _ password: String, _ salt: Data, cost: Int, blocks: Int, lanes: Int
  ) throws -> Data {
    // The same password typed on another keyboard may be composed differently.
    let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8)
    return Data(
      try Scrypt.hash(
        bytes, salt: salt, rounds: 1 << cost, blockSize: blocks, parallelism: lanes,
        byteCount: hashBytes))
  }
}

/// Hashes and checks passwords, one after another at the lowest priority, since each takes 128 MiB
/// and up to a second.
final class PasswordHasher: Sendable {
  let cost: Int
  private let queue = BoundedQueue(
    .init(capacity: 24, perOwner: 4, kept: 16, patience: 20, niceness: 19),
    complaint: "Too many people are signing in")
  /// Checked against if the user does not exist, so that timing does not reveal names.
  private let nobody: PasswordHash

  init(cost: Int) {
    self.cost = cost
    nobody = .ofNoPassword(cost: cost)
  }

  /// - Throws: ``ServerError`` with `busy`, `CancellationError`.
  func hash(_ password: String, for caller: BoundedQueue.Caller) async throws -> PasswordHash {
    let cost = cost
    return try await queue.run(for: caller) { try PasswordHash(of: password, cost: cost) }
  }

  /// - Parameter hash: nil for a user who does not exist: false, after the same time.
  /// - Throws: ``ServerError`` with `busy`, `CancellationError`.
  func check(
    _ password: String, against hash: PasswordHash?, for caller: BoundedQueue.Caller
  ) async throws -> Bool {
    let kept = hash ?? nobody
    return try await queue.run(for: caller) { try kept.isOf(password) } && hash != nil
  }
}
