public import InventoryStore

/// The destinations of letters, as `mail.toml` sets them: a mail server, webhooks, or both.
public struct LetterDestinations: Sendable {
  public struct Mail: Sendable {
    /// `smtps://…`, or `smtp://…`, which is encrypted by STARTTLS unless the server is this
    /// computer.
    public var server: ServerAddress
    /// One address; the letters' sender.
    public var from: String
    /// Shown beside ``from``; nil for the address alone.
    public var fromName: String?
    public var user: String?
    public var password: String?
    /// The path of a PEM file; if set, only certificates that it vouches for are trusted.
    public var certificateAuthority: String?
    /// Maximum time for one letter.
    public var timeoutSeconds: Int
  }

  public struct Webhook: Sendable {
    /// 1 to 40 letters, digits, `.`, `_` and `-`.
    public var name: String
    /// `https://…`, or `http://…` on this computer.
    public var address: ServerAddress
    /// At least 16 bytes.
    public var secret: [UInt8]
    public var province: String?
    public var language: LetterLanguage
    public var period: LetterPeriod
    public var certificateAuthority: String?

    public var scope: Scope { province.map(Scope.province) ?? .country }
  }

  public var mail: Mail?
  public var webhooks: [Webhook] = []
  /// The address of the centre's pages, for links in letters; nil leaves them out.
  public var pages: String?
}

/// The reason why a file of settings cannot be used: the problem, the place, and what to do.
public struct LetterDestinationsError: Error, Equatable, Sendable {
  public let message: String
}
