/// Refusals of name or password.
extension ServerPhrases {
  /// Expressions for a failed login; a reason may follow.
  static let failures: [Phrase] = [
    "login fail*", "logon fail*", "login unsuccessful", "sign in fail*", "authentication fail*",
    "authenticate fail*", "auth fail*", "authorization fail*", "authentication unsuccessful",
    "authentication error", "login error", "bind failed", "access denied", "login denied",
    "authentication denied", "authentication rejected", "dang nhap that bai",
    "dang nhap khong thanh cong", "xac thuc that bai", "xac thuc khong thanh cong",
  ]

  /// All that refuse, if no other reason is given.
  static func refuse(_ words: PlainWords) -> Bool { words.hold(failures) || blame(words) }

  /// Whether name or password is said to be wrong, rather than that the login failed.
  static func blame(_ words: PlainWords) -> Bool {
    words.hold(wrong) || words.holdWhole(wrongNames)
  }

  /// Sentences that are complete, whatever follows.
  private static let wrong: [Phrase] = [
    "login incorrect", "login invalid", "unable to log in with",
    "cannot authenticate user", "could not authenticate user", "unable to authenticate user",
    // The name.
    "user unknown", "no such user", "user not found", "user does not exist", "user doesnt exist",
    "email not found", "no such account", "account not found", "account does not exist",
    "no active account", "no such object", "no object", "no such entry",
    // The password.
    "password incorrect", "password is incorrect", "password was incorrect",
    "password not correct", "password is not correct", "password is wrong", "password invalid",
    "password is invalid", "password mismatch", "password does not match",
    "password did not match", "did not match any password", "password not accepted",
    "no secret in database",
    // Both.
    "credentials were incorrect", "credentials are incorrect", "credentials incorrect",
    "credentials were invalid", "credentials are invalid", "credentials invalid",
    "credentials provided were invalid", "credentials do not match", "username or password",
    "user name or password", "email or password", "number or password",
    // RFC 6749's own sentence about `invalid_grant`.
    "authorization grant is invalid",
    "mat khau khong chinh xac", "mat khau khong hop le", "mat khau chua chinh xac", "mat khau sai",
    "hoac mat khau", "ten dang nhap khong chinh xac", "ten dang nhap khong hop le",
    "ten dang nhap khong ton tai", "thong tin dang nhap khong chinh xac",
    "thong tin dang nhap khong hop le", "thong tin dang nhap khong khop",
    "thong tin dang nhap chua chinh xac", "tai khoan khong chinh xac", "tai khoan khong ton tai",
    "nguoi dung khong ton tai", "khong tim thay tai khoan", "khong tim thay nguoi dung",
    "khong tim thay ten dang nhap", "khong ton tai tai khoan", "khong ton tai nguoi dung",
  ]

  /// Names of what is wrong, which may go on to name something else: `invalid login hours`,
  /// `sai mật khẩu cấp hai`. `Không đúng` (not right) reads like `không dùng` (not used).
  private static let wrongNames: [Phrase] =
    ["invalid", "incorrect", "bad", "wrong"].flatMap { wrong in
      [
        "login", "logon", "user*", "name", "email", "account", "password", "credential*",
        "authentication", "authentication credential*",
      ].map { Phrase(stringLiteral: "\(wrong) \($0)") }
    } + [
      "unknown user*", "unknown account", "password error", "invalid grant",
      "sai mat khau", "sai ten dang nhap", "sai ten nguoi dung", "sai ten tai khoan",
      "sai ten hoac", "sai tai khoan", "sai thong tin dang nhap", "sai thong tin tai khoan",
      "sai email", "mat khau khong dung", "mat khau chua dung", "khong dung mat khau",
      "khong dung ten dang nhap", "khong dung tai khoan", "ten dang nhap khong dung",
      "ten dang nhap chua dung", "thong tin dang nhap khong dung",
      "thong tin dang nhap chua dung", "tai khoan khong dung",
    ]

  /// Words that continue the name of a name or a password: `invalid login attempt`.
  static let moreOfName: Set<String> = [
    "attempt", "attempts", "name", "names", "id", "ids", "login", "user", "account", "number",
    "password", "passwords", "passwd", "passphrase", "credential", "credentials", "details",
    "information", "info", "data", "combination", "pair", "address",
  ]
  /// Words behind such a name that say no more about it.
  static let afterName: Set<String> = [
    "or", "and", "for", "of", "given", "provided", "supplied", "specified", "entered",
    "submitted", "presented", "was", "were", "please", "try", "you", "your", "hoac", "va", "mat",
    "dang", "nguoi", "cho", "cua", "vui", "xin", "ban", "moi", "hay", "qua", "lan", "nhieu", "con",
  ]

  /// Refusals of a bearer token.
  static let tokens: [Phrase] = [
    "invalid token", "invalid access token", "invalid bearer token", "invalid jwt",
    "token invalid", "token is invalid", "token is not valid", "token not valid", "expired token",
    "token expired", "token has expired", "token is expired", "jwt expired", "token revoked",
    "token has been revoked", "token was revoked", "unknown token", "token not found",
    "token khong hop le", "token khong dung", "token het han", "token da het han",
    "ma truy cap khong hop le", "ma truy cap da het han",
  ]

  /// Texts that add nothing to the code with which they came. Long before short.
  static let fillers: [Phrase] = [
    "access is denied", "access denied", "permission denied", "insufficient access rights",
    "insufficient access", "insufficient privileges", "insufficient permissions",
    "not authorized", "not authorised", "unauthorized", "unauthorised", "forbidden", "http",
    "status", "code", "error", "errors", "failure", "failed", "fail", "exception", "true", "false",
    "null", "no", "ban khong co quyen truy cap", "khong co quyen truy cap", "ban khong co quyen",
    "khong co quyen", "truy cap bi tu choi", "tu choi truy cap",
  ]

  /// Words that join a reason to a failure without a mark between them.
  static let connectors: Set<String> = ["because", "due", "since", "do", "vi", "boi"]
  /// Words that begin the name of whose login failed: `login failed for user officer`.
  static let whose: Set<String> = ["for", "of", "as", "cho", "voi", "cua"]

  /// How a sentence begins that tells people where to turn, and gives no reason.
  static let pointers: [Phrase] = [
    "please try again", "try again", "please contact", "contact", "please see", "see",
    "for more information", "learn more", "restarting authentication process", "vui long thu lai",
    "xin thu lai", "thu lai", "vui long lien he", "xin lien he", "lien he", "vui long kiem tra lai",
    "vui long nhap lai", "vui long dang nhap lai", "xin vui long thu lai",
  ]

  /// What only counts attempts, after a password was judged.
  static let countdowns: [Phrase] = [
    "attempts left", "attempt left", "attempts remaining", "attempt remaining",
    "remaining attempts", "tries left", "lan thu",
  ]

  /// Texts in place of a reason: Postfix has none, or repeats the prompt (`Username:`,
  /// `Password:`).
  static let noReasons = ["reason unavailable", "ugfzc3dvcmq6", "vxnlcm5hbwu6"]
}
