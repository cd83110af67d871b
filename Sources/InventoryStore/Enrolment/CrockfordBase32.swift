/// Crockford's Base32, lower case: letters and digits that no eye confuses.
enum CrockfordBase32 {
  static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

  /// `count` letters, five random bits each, from the system's generator.
  static func random(_ count: Int) -> String {
    String((0..<count).map { _ in alphabet[Int.random(in: 0..<32)] })
  }
}
