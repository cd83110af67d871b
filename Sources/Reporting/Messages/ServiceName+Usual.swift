extension ServiceName {
  /// The services that the account checks of `probes/accounts` and the standard policy name, sorted.
  public static let usual = [
    "civil-registration", "digital-signature", "e-authentication", "official-mail",
    "public-service-portal", "treasury-payment",
  ]
}
