/// The short name of a ministry's service, `civil-registration`: what definitions, attestations and
/// reports call it by.
public enum ServiceName {
  /// Longest name, in bytes.
  public static let maximumLength = 64

  /// Whether `text` is one: small letters, digits, dots and hyphens, with no hyphen first.
  public static func isValid(_ text: String) -> Bool {
    (1...maximumLength).contains(text.utf8.count) && text.utf8.first != 45
      && text.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
      }
  }
}
