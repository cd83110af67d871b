import Reporting

/// How the account of one service is checked, from a TOML file in the folder of definitions.
///
/// It holds no secret: those are in the file that ``credentials`` names.
struct AccountDefinition: Codable, Sendable, Equatable {
  enum Kind: String, Codable, CaseIterable {
    case basic = "http-basic"
    case digest = "http-digest"
    case form, bearer, oauth2, ldap, imap, smtp, certificate, pkcs11, manual
  }

  /// Longest time for one check, in seconds.
  static let longestCheck = 15

  var kind: Kind
  var url: String?
  /// A PEM file; only certificates that it vouches for are trusted.
  var ca: String?
  /// The file with user name and password.
  var credentials: String?
  var timeoutSeconds = Self.longestCheck
  var form: LoginForm?
  var oauth2: TokenRequest?
  /// For mail: `PLAIN` or `LOGIN`.
  var mechanism: String?
  /// For certificates.
  var file: String?
  var pkcs11: TokenModule?
  /// What replies mean, in the order in which they are compared with a reply.
  var answers: [AnswerPattern] = []

  init(kind: Kind) { self.kind = kind }

  /// Whether the check requires a login.
  var logsIn: Bool {
    switch kind {
    case .certificate, .pkcs11, .manual: false
    default: true
    }
  }
}

/// A login page: what is fetched first, and what is posted.
struct LoginForm: Codable, Sendable, Equatable {
  /// Fetched first, for its cookies and the hidden field; nil for none.
  var page: String?
  /// The hidden field of that page to send back.
  var hidden: String?
  var userField = "username"
  var passwordField = "password"
  /// Further fields to send, by name.
  var fields: [String: String] = [:]
}

/// A request to an OAuth 2.0 token endpoint (RFC 6749, sections 4.3 and 4.4).
struct TokenRequest: Codable, Sendable, Equatable {
  enum Grant: String, Codable, CaseIterable {
    case password
    case clientCredentials = "client_credentials"
  }
  enum Authentication: String, Codable, CaseIterable { case basic, body }

  var grant = Grant.password
  var clientId: String?
  var scope: String?
  /// How the client authenticates itself.
  var clientAuthentication = Authentication.basic
}

/// A vendor's PKCS#11 module and which token and certificate to look for.
struct TokenModule: Codable, Sendable, Equatable {
  /// The module's path.
  var module: String
  /// The token's label; nil for any.
  var token: String?
  /// The certificate's label; nil for any.
  var certificate: String?
}

/// The only mechanism used to log in to a mail server; a second one is never tried.
enum MailMechanism: String, CaseIterable {
  case plain = "PLAIN"
  case login = "LOGIN"
}
