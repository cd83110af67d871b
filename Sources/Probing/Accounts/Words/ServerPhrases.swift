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
    "certificate", "ip", "address", "host", "failed", "phien",
  ]

  /// Words that make a state one of several, or a future one: `or the account is locked`,
  /// `2 attempts before the account is locked`.
  static let conditions: Set<String> = ["or", "before", "if", "when", "hoac", "neu", "khi"]

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

  /// Logins of one kind, for everybody in a domain.
  static let services: [Phrase] = [
    "imap", "pop", "pop3", "smtp", "smtpclientauthentication", "basic authentication",
    "basic auth", "legacy authentication", "logins", "login", "authentication",
  ]
  static let off: [Phrase] = [
    "disabled", "not enabled", "turned off", "switched off", "not allowed", "disallowed",
    "not permitted", "bi tat", "chua bat", "chua duoc bat",
  ]
  static let offBreaks: Set<String> = [
    "account", "user", "password", "failed", "failure", "unsuccessful", "tai", "mat", "that",
  ]
  static let notEnabledFor: [Phrase] = [
    "not enabled for imap", "not enabled for pop", "not enabled for smtp",
  ]

  /// The password may be right, but more is required.
  static let asksMore: [Phrase] = [
    "application specific password", "app specific password", "app password",
    "application password", "web browser", "web login", "second factor", "two factor", "2 factor",
    "two step", "2 step", "2fa", "mfa", "multi factor", "multifactor", "otp", "totp",
    "one time password", "one time code", "verification code", "strong authentication",
    "not fully set up", "conditional access", "interaction required", "consent required",
    "additional authentication", "captcha", "ma otp", "ma xac thuc", "ma xac minh",
    "xac thuc hai", "xac thuc 2", "hai lop", "2 lop",
  ]

  /// The server has trouble of its own, or too many logins.
  static let trouble: [Phrase] = [
    "unavailable", "not available", "temporar*", "later", "busy", "too many", "timeout",
    "timed out", "time out", "overload*", "internal", "maintenance", "connection lost",
    "lost connection", "connection refused", "connection reset", "connection closed",
    "connection failed", "connection error", "no route to host", "network is unreachable",
    "broken pipe", "generic failure", "transient", "not responding", "server error",
    "system error", "database error", "sql error", "io error", "i o error", "backend*",
    "rate limit*", "throttl*", "shutting down", "is down", "server down", "service down",
    "offline", "cannot connect", "can not connect", "cant connect", "unable to connect",
    "could not connect", "cannot contact", "can not contact", "cant contact", "unable to contact",
    "could not contact", "cannot reach", "can not reach", "unable to reach", "cannot open",
    "can not open", "cant open", "unable to open", "could not open", "out of memory",
    "no memory available", "no more connections", "in use", "database is locked",
    "database locked", "file is locked", "table is locked", "crash*", "exceeded", "migrat*",
    "not initialized", "overflowed buffer", "integrity check failed", "version mismatch",
    "parsing configuration file", "try again in",
    "bao tri", "tam thoi", "qua tai", "thu lai sau", "it phut", "dang ban", "he thong ban",
    "may chu ban", "khong ket noi duoc", "khong the ket noi", "mat ket noi", "loi ket noi",
    "loi he thong", "loi may chu", "khong phan hoi", "het thoi gian", "qua nhieu", "gian doan",
    "dang nang cap", "su co",
  ]
  /// Also said to people who mistyped.
  static let again: [Phrase] = ["try again", "thu lai"]

  /// This computer's network address is blocked.
  static let address: [Phrase] = [
    "your ip", "ip address", "the ip", "client ip", "blacklist*", "blocklist*", "your country",
    "your location", "dia chi ip",
  ]

  /// Expressions for a failed login; a reason may follow.
  static let failures: [Phrase] = [
    "login fail*", "logon fail*", "login unsuccessful", "sign in fail*", "authentication fail*",
    "authenticate fail*", "auth fail*", "authorization fail*", "authentication unsuccessful",
    "dang nhap that bai", "dang nhap khong thanh cong", "xac thuc that bai",
    "xac thuc khong thanh cong",
  ]

  /// A refusal of name or password.
  static let refusals: [Phrase] =
    failures + [
      "login incorrect", "login error", "password error", "wrong email", "invalid email",
      "incorrect email", "login denied", "login invalid", "invalid login", "invalid user*",
      "invalid password", "invalid credential*", "invalid name", "bad user*", "bad password",
      "bad login", "bad credential*", "wrong password", "wrong user*", "wrong credential*",
      "wrong name", "incorrect password", "incorrect user*", "incorrect login",
      "incorrect credential*", "incorrect authentication", "credentials were incorrect",
      "credentials are incorrect", "credentials are invalid", "credentials invalid",
      "authentication rejected", "authentication denied", "password incorrect",
      "password is incorrect", "password invalid", "password is invalid", "password mismatch",
      "password does not match", "password not accepted", "user unknown", "unknown user*",
      "no such user", "user not found", "user does not exist", "user doesnt exist",
      "no secret in database", "access denied", "username or password", "user name or password",
      "sai mat khau", "sai ten", "sai tai khoan", "sai thong tin", "mat khau khong dung",
      "mat khau khong chinh xac", "mat khau sai", "ten dang nhap hoac mat khau",
      "tai khoan hoac mat khau", "tai khoan khong ton tai", "nguoi dung khong ton tai",
    ]

  /// Texts in place of a reason: Postfix has none, or repeats the prompt (`Username:`,
  /// `Password:`).
  static let noReasons = ["reason unavailable", "ugfzc3dvcmq6", "vxnlcm5hbwu6"]
}
