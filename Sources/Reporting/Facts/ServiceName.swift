/// The short name of a ministry's service, such as `civil-registration`, by which definitions,
/// attestations and reports refer to it.
public enum ServiceName {
  /// Longest name, in bytes.
  public static let maximumLength = 64

  /// Whether `text` is valid: lower-case letters, digits, dots and hyphens, not starting with a
  /// hyphen.
  public static func isValid(_ text: String) -> Bool {
    (1...maximumLength).contains(text.utf8.count) && text.utf8.first != 45
      && text.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46
      }
  }
}

extension ServiceName {
  /// The services named by the account checks of `probes/accounts` and the standard policy, sorted.
  public static let usual = [
    "civil-registration", "digital-signature", "e-authentication", "official-mail",
    "public-service-portal", "treasury-payment",
  ]
}
