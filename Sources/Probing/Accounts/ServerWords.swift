/// What a server's free text says where its protocol has no code for it. Pure and total.
enum ServerWords {
  /// Trouble of the server's own, which says nothing of a password.
  private static let trouble = [
    "unavailable", "not available", "temporar", "try later", " later", "busy",
    "too many", "timeout", "timed out", "time out", "overload", "internal", "maintenance",
    "connection lost", "lost connection", "generic failure", "not responding", "server error",
    "system error", "backend", "rate limit", "throttl", "shutting down", "cannot connect",
    "can't connect", "unable to connect", "out of memory", "no more connections", "in use",
  ]

  /// A refusal of name or password.
  private static let refusals = [
    "login fail", "logon fail", "login incorrect", "login denied", "login invalid",
    "invalid login", "invalid user", "invalid password", "invalid credential", "bad user",
    "bad password", "bad login", "bad credential", "wrong password", "wrong user",
    "incorrect password", "incorrect user", "incorrect login", "incorrect credential",
    "incorrect authentication", "authentication fail", "authenticate fail", "auth fail",
    "authentication unsuccessful", "authentication rejected", "authentication denied",
    "authentication credentials invalid", "password incorrect", "password invalid",
    "password mismatch", "user unknown", "unknown user", "no such user", "access denied",
    "username or password", "user name or password", "name and password not accepted",
    "username and password not accepted", "sai mật khẩu", "mật khẩu không đúng",
  ]

  /// "Try again" is also what people are told who mistyped.
  static func sayTrouble(_ text: String) -> Bool {
    contains(text, trouble) || contains(text, ["try again"]) && !contains(text, refusals)
  }

  /// Whether the text plainly refuses the credentials, and gives no other reason.
  static func sayRefusal(_ text: String) -> Bool { !sayTrouble(text) && contains(text, refusals) }

  private static func contains(_ text: String, _ phrases: [String]) -> Bool {
    let bytes = Array(text.prefix(512).lowercased().utf8)
    return phrases.contains { bytes.contains(text: $0) }
  }
}
