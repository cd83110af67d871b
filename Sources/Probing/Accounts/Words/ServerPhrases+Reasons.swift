/// Reasons for which a login fails although name and password may be right.
extension ServerPhrases {
  /// More is required than a password.
  static let asksMore: [Phrase] = [
    "application specific password", "app specific password", "app password",
    "application password", "authorization code", "web browser", "web login", "webmail",
    "second factor", "two factor", "2 factor", "two step", "2 step", "2fa", "mfa", "multi factor",
    "multifactor", "otp", "totp", "one time password", "one time code", "verification code",
    "security code", "authenticator", "security question", "strong authentication",
    "verify your account", "verify your email", "verify your identity", "confirm your identity",
    "not fully set up", "conditional access", "interaction required", "consent required",
    "additional authentication", "captcha", "recaptcha", "qr code", "ma qr", "vneid",
    "dinh danh dien tu", "dang nhap bang", "ma otp", "ma xac thuc", "ma xac minh", "ma xac nhan",
    "ma bao mat", "ma bao ve", "ma kiem tra", "ma an toan", "ma pin", "cau hoi bao mat",
    "sinh trac hoc", "khuon mat", "van tay", "chung thu so", "chu ky so", "xac thuc hai",
    "xac thuc 2", "hai lop", "2 lop", "hai buoc", "2 buoc", "hai yeu to", "2 yeu to",
    // Devices that must be made known first.
    "device not", "device is not", "device has not", "unknown device", "new device",
    "unrecognized device", "unregistered device", "untrusted device", "register your device",
    "thiet bi chua", "thiet bi nay chua", "thiet bi khong", "thiet bi moi", "thiet bi la",
    "dang ky thiet bi",
  ]

  /// The server has trouble of its own, too many logins, or is closed at this hour.
  static let trouble: [Phrase] = [
    "unavailable", "not available", "temporar*", "later", "busy", "too many", "timeout",
    "timed out", "time out", "overload*", "internal", "maintenance", "connection lost",
    "lost connection", "connection refused", "connection reset", "connection closed",
    "connection failed", "connection error", "no route to host", "network is unreachable",
    "broken pipe", "generic failure", "transient", "not responding", "not answer*", "no answer",
    "no response", "not reachable", "unreachable", "no logon servers", "server error",
    "system error", "database error", "sql error", "io error", "i o error", "backend*",
    "rate limit*", "throttl*", "shutting down", "is down", "server down", "service down",
    "offline", "cannot connect", "can not connect", "cant connect", "unable to connect",
    "could not connect", "cannot contact", "can not contact", "cant contact", "unable to contact",
    "could not contact", "not be contacted", "cannot reach", "can not reach", "unable to reach",
    "cannot open",
    "can not open", "cant open", "unable to open", "could not open", "out of memory",
    "no memory available", "no more connections", "in use", "database is locked",
    "database locked", "file is locked", "table is locked", "crash*", "exceeded", "migrat*",
    "not initialized", "overflowed buffer", "integrity check failed", "version mismatch",
    "parsing configuration file", "try again in", "outside working hours",
    "outside of working hours", "outside business hours", "outside of business hours",
    "bao tri", "tam thoi", "qua tai", "thu lai sau", "it phut", "dang ban", "he thong ban",
    "may chu ban", "khong ket noi duoc", "khong the ket noi", "mat ket noi", "loi ket noi",
    "loi he thong", "loi may chu", "khong phan hoi", "khong tra loi", "het thoi gian", "qua nhieu",
    "gian doan", "dang nang cap", "su co", "ngoai gio",
  ]
  /// Also said to people who mistyped.
  static let again: [Phrase] = ["try again", "thu lai"]

  /// This computer's network address, or the network that it is in, is kept out.
  static let address: [Phrase] = [
    "your ip", "ip address", "the ip", "this ip", "client ip", "ip restrict*",
    "restricted ip", "blacklist*", "blocklist*", "your country", "your location", "your network",
    "this network", "this location",
    "internal network", "dia chi ip", "tu mang", "mang noi bo", "mang truyen so lieu",
    "mang chuyen dung", "ngoai mang",
  ]

  /// A login page that was open too long, or whose session ended.
  static let sessions: [Phrase] = [
    "session expired", "session has expired", "session is expired", "session timed out",
    "session timeout", "session invalid", "session is invalid", "invalid session",
    "session not found", "no session", "page expired", "page has expired", "reload the page",
    "refresh the page", "phien lam viec", "phien dang nhap", "phien giao dich", "tai lai trang",
  ]

  /// Codes, links and licences, which expire for themselves.
  static let expiring: [Phrase] = [
    "one time password", "one time code", "otp", "verification code", "security code",
    "confirmation code", "reset link", "reset code", "certificate", "license", "licence",
    "ma xac nhan", "ma xac thuc", "ma xac minh", "ma bao mat", "ma kiem tra", "lien ket",
    "duong dan", "chung thu so", "chu ky so", "giay phep", "goi dich vu", "goi cuoc",
  ]

  /// The request is at fault, not the account.
  static let requests: [Phrase] = [
    "csrf", "xsrf", "antiforgery", "anti forgery", "request forgery", "verification token",
    "request token", "missing authentication token", "api key", "apikey", "user agent",
    "subscription key",
    // Microsoft's AD FS, of its rules of access, after a right password.
    "msis7068",
  ]
  /// A field of the login did not arrive.
  static let emptyFields: [Phrase] = [
    "is required", "are required", "is missing", "are missing", "is empty", "are empty",
    "cannot be empty", "can not be empty", "cannot be blank", "must not be empty",
    "must not be blank", "not provided", "khong duoc de trong", "khong duoc bo trong",
    "khong duoc rong", "chua nhap", "bat buoc nhap",
  ]
  /// The account is used elsewhere.
  static let elsewhere: [Phrase] = [
    "already logged in", "already signed in", "another device", "another session",
    "thiet bi khac", "dang dang nhap", "dang duoc dang nhap",
  ]
}
