/// A sequence of whole words, written with single blanks; a final `*` stands for any ending.
struct Phrase: ExpressibleByStringLiteral, Sendable {
  let words: [String]
  /// Whether the last word may continue.
  let isOpen: Bool

  init(stringLiteral text: String) {
    isOpen = text.last == "*"
    words = (isOpen ? text.dropLast() : text[...]).split(separator: " ").map(String.init)
  }
}

/// The phrases with which servers explain why they refuse a login, as ``PlainWords`` reads them:
/// English, Vietnamese without marks, and the fixed texts of Cyrus SASL, which many servers pass
/// on.
enum ServerPhrases {
  static let accounts: [Phrase] = [
    "account", "user", "username", "userid", "principal", "entry", "tai khoan", "nguoi dung",
  ]
  /// A mailbox that is locked is one that another program has open.
  static let mailboxes: [Phrase] = ["mailbox", "hop thu"]
  static let passwords: [Phrase] = [
    "password", "passwd", "passphrase", "credential", "credentials", "mat khau",
    // As Apache Directory Server spells it.
    "paasword",
  ]

  static let locked: [Phrase] = [
    "locked", "locked out", "lockout", "blocked", "barred", "bi khoa", "tam khoa", "da khoa",
    "dang khoa", "bi tam khoa",
  ]
  /// Phrases that do not mention the account; the second is 389 Directory Server's.
  static let lockedOut: [Phrase] = ["locked out", "password retry limit"]
  static let disabled: [Phrase] = [
    "disabled", "inactive", "inactivated", "deactivated", "suspended", "not active",
    "not activated", "not enabled", "vo hieu", "bi vo hieu", "ngung hoat dong", "ngung su dung",
    "chua kich hoat", "chua duoc kich hoat", "bi dinh chi", "tam dinh chi",
  ]
  static let expired: [Phrase] = ["expired", "het han", "het hieu luc", "qua han"]
  static let mustChange: [Phrase] = [
    "must change", "must be changed", "must be reset", "has to be reset", "has to be changed",
    "needs to be changed", "password change required", "password change is required",
    "phai doi mat khau", "can doi mat khau", "yeu cau doi mat khau", "phai thay doi mat khau",
  ]
  /// Locks that other programs hold.
  static let otherLocks: [Phrase] = ["locked by another*", "locked by other*"]
  /// A lock that ends by itself.
  static let brief: [Phrase] = [
    "temporar*", "later", "minute", "minutes", "tam khoa", "bi tam khoa", "tam thoi", "phut",
    "thu lai sau",
  ]
  /// Words between an account and a state of something else: `user database is locked`.
  static let breaks: Set<String> = [
    "not", "no", "or", "will", "would", "may", "might", "could", "can", "khong", "hoac", "se",
    "database", "db", "file", "server", "directory", "table",
    "lookup", "backend", "imap", "pop", "pop3", "smtp", "access", "service", "session", "token",
    "certificate", "ip", "address", "host", "failed", "phien", "agent", "registration", "creation",
    "federation", "provider", "store", "realm", "client", "application", "app", "feature", "system",
    "api", "link", "reset", "license", "licence", "subscription", "trial", "network", "device",
    "card", "code", "chuc", "thiet", "mang", "sap",
  ]

  /// Words that announce a state: `2 attempts before the account is locked`.
  static let announcements: Set<String> = ["before", "if", "when", "neu", "khi"]
  /// Words that make a state one of several, or a future one: `or the account is locked`.
  static let conditions: Set<String> = announcements.union(["or", "hoac"])
  /// Words before an account that is not the one that logs in, or has something else in that state:
  /// `service account is locked`, `the device of the user is blocked`.
  static let owners: Set<String> = [
    "service", "bind", "proxy", "application", "device", "certificate", "session", "token",
    "license", "licence", "thiet", "phien",
  ]
  /// Words between an owner and what it owns: `device of the user`, `thiết bị của người dùng`.
  static let ownerLinks: Set<String> = [
    "of", "the", "this", "your", "bi", "cua",
  ]

  /// The authentication mechanism is at fault.
  static let method: [Phrase] = [
    "no mechanism available", "mechanism not supported", "mechanism not available",
    "mechanism is too weak", "mechanism too weak", "mechanism doesnt support",
    "unsupported mechanism", "unsupported authentication", "unrecognized authentication",
    "unknown mechanism", "invalid mechanism", "invalid authentication mechanism",
    "another step is needed", "bad protocol", "encryption needed", "encryption required",
    "requires encryption", "starttls", "tls required", "ssl required", "requires tls",
    "requires ssl", "plaintext authentication disallowed", "plaintext authentication not allowed",
    "plaintext authentication is disabled", "plaintext login is disabled", "cant request info*",
    "needs user interaction", "invalid parameter supplied", "channel binding",
    "no verifier for user",
    "passwords are not permitted", "one time use of a plaintext password", "mutual authentication",
    "invalid base64*",
  ]

  /// Protocols and services of which an account may have only some.
  static let partialServices: [Phrase] = [
    "imap", "imap4", "pop", "pop3", "smtp", "smtpclientauthentication", "giao thuc", "dich vu",
    "tinh nang", "chuc nang", "this service",
  ]
  /// Words behind a state that begin another matter: its cause, or what to do.
  static let otherMatters: Set<String> = connectors.union([
    "and", "by", "after", "please", "contact", "see", "va", "sau", "vui", "xin", "lien", "hay",
  ])
  /// Logins of one kind, for everybody in a domain.
  static let services: [Phrase] =
    partialServices + [
      "basic authentication", "basic auth", "legacy authentication", "logins", "login",
      "authentication",
    ]
  static let off: [Phrase] =
    disabled + [
      "turned off", "switched off", "not allowed", "disallowed", "not permitted", "bi tat",
      "dang tat", "chua bat", "chua duoc bat", "chua mo", "chua duoc mo",
    ]
  static let offBreaks: Set<String> = [
    "account", "user", "password", "failed", "failure", "unsuccessful", "tai", "mat", "that",
  ]
  /// Rules for everybody in an organization. The second is Exchange Online's: "user is locked by
  /// your organization's security defaults policy" tells of no lock of the account.
  static let policies: [Phrase] = [
    "security defaults", "locked by your organization*", "blocked by your organization*",
    "disabled by your organization*", "locked by policy", "blocked by policy",
  ]
}
