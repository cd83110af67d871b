extension ServiceName {
  /// The services named by the account checks of `probes/accounts` and the standard policy, sorted.
  public static let usual = [
    "civil-registration", "digital-signature", "e-authentication", "official-mail",
    "public-service-portal", "treasury-payment",
  ]
}
