import Reporting
import Testing

@testable import Probing

/// Sentences of servers, whatever the protocol.
struct ServerWordsTests {
  /// Locks and ends of something else than the account that logs in.
  @Test(
    arguments: [
      "user is locked by your organization's security defaults policy",
      "User registration is disabled", "User federation provider is disabled",
      "Service account is locked", "The LDAP bind user is disabled",
      "Account is locked by another session", "user database is locked",
      "Account disabled for IMAP", "IMAP access was deactivated for your domain",
      "User blocked from this network", "User agent not enabled",
      "Tài khoản bị khóa đăng nhập từ mạng ngoài", "Thiết bị của người dùng bị khóa",
      "Tài khoản chưa kích hoạt xác thực 2 lớp",
      "One-time password expired", "Password reset link has expired",
      "The user's license has expired", "Mã OTP của tài khoản đã hết hạn",
      "Chứng thư số của tài khoản đã hết hạn", "Mật khẩu sắp hết hạn",
      "You must change your mail client settings",
    ])
  func ofSomethingElse(_ said: String) {
    #expect(ServerWords.finding(of: said)?.isRefusal != true, "\(ServerWords.meaning(of: said))")
  }

  @Test(
    arguments: [
      ("Account is locked", .locked), ("Your account has been locked out", .locked),
      ("Không thể xác thực: tài khoản bị khóa", .locked),
      ("Tài khoản đã bị khóa do nhập sai nhiều lần", .locked),
      ("User account has been deactivated", .disabled), ("Tài khoản chưa kích hoạt", .disabled),
      ("User must change password at next logon", .mustChange),
      ("Bạn phải đổi mật khẩu", .mustChange),
      ("Password expired. Log in with a web browser to change it", .passwordExpired),
      ("Mật khẩu đã hết hạn", .passwordExpired), ("Tài khoản hết hạn sử dụng", .accountExpired),
      ("Login failed because the realm is closed", .unexplained),
      ("Đăng nhập thất bại do đơn vị chưa đăng ký", .unexplained),
      ("Login failed because of a wrong password", .refusal),
      ("Authentication failed (invalid realm)", .unexplained),
      ("Username or password is missing", .unexplained),
      ("Tên đăng nhập không được để trống", .unexplained),
      ("Tên đăng nhập không tồn tại", .refusal), ("Sai tên miền", .nothing),
      ("Sai tên đăng nhập hoặc mật khẩu. Vui lòng thử lại", .refusal),
      ("Login failed for user officer", .refusal), ("Unauthorized", .silence), ("", .silence),
      ("2026-11-30T08:15:02Z Forbidden /login", .silence), ("Forbidden zone", .nothing),
      ("Authentication credentials were not provided.", .unexplained),
      ("Full authentication is required to access this resource", .unexplained),
    ] as [(String, ServerWords.Meaning)])
  func meanings(_ said: String, _ meaning: ServerWords.Meaning) {
    #expect(ServerWords.meaning(of: said) == meaning)
  }

  /// Names that only begin like a wrong password's: no judgement of one.
  @Test(
    arguments: [
      "ip restricted or invalid login hours", "Invalid login time", "Invalid login method, use SSO",
      "Invalid login type", "Invalid login source", "Invalid login location", "Invalid login IP",
      "Invalid account status: pending approval", "Invalid account type", "Invalid user pool",
      "Invalid user state", "Wrong user group", "Invalid email domain",
      "Incorrect login page, use the new portal", "Login error 503", "login error: 0x80070005",
      "Invalid password reset token", "Invalid credential type", "Incorrect authentication method",
      "authentication failed: invalid login time", "MSIS7068: Access denied.",
      // "Không dùng" (not used) reads like "không đúng" (not right).
      "Tài khoản không dùng được dịch vụ này", "Mật khẩu không dùng lại được",
      "Sai mật khẩu cấp 2", "Sai tài khoản dịch vụ", "Sai email miền",
      "Tên đăng nhập không được phép truy cập", "Thông tin đăng nhập không được đồng bộ",
    ])
  func otherNames(_ said: String) {
    let finding = ServerWords.finding(of: said, refusal: Self.wrongPassword)
    #expect(!finding.isRefusal, "\(ServerWords.meaning(of: said))")
  }

  /// A reason behind, before or between failures, and behind whose login it was.
  @Test(
    arguments: [
      "Error: authentication failed: authentication failed: license count reached",
      "Authentication failed: Login failed: mailbox moved to another server",
      "Login failed: Authentication failed because the store is read-only",
      "Login failed for user officer. Reason: the server is in upgrade mode",
      "Login failed for user officer because the unit moved", "login failed mailbox moved",
      "Mailbox moved to another server, login failed",
      "Đơn vị chưa được cấp quyền. Đăng nhập không thành công",
      "Đăng nhập thất bại với tài khoản này do đơn vị chưa đăng ký",
      "authentication failed: VGVtcG9yYXJ5IGF1dGhlbnRpY2F0aW9uIGZhaWx1cmU=",
    ])
  func reasons(_ said: String) {
    #expect(ServerWords.meaning(of: said) == .unexplained)
  }

  /// Logins of one kind are off, for all or for this account, whose others may work.
  @Test(
    arguments: [
      "Tài khoản chưa được kích hoạt dịch vụ IMAP", "Tài khoản chưa kích hoạt IMAP",
      "Tài khoản chưa được kích hoạt giao thức POP/IMAP", "Tai khoan bi vo hieu dich vu IMAP",
      "Tài khoản chưa được kích hoạt chức năng gửi nhận thư qua IMAP",
      "Bạn chưa bật giao thức IMAP",
      "Dịch vụ IMAP chưa được kích hoạt", "User is not enabled to use IMAP",
      "your account is not activated for POP/IMAP service", "Account not enabled for IMAP access",
      "Account is disabled for IMAP", "account is not enabled for SMTP AUTH",
      "SMTP is disabled for this user",
      "Error: authentication failed: Login failed: SMTP service is not active for this domain",
      "LOGIN invalid credentials or IMAP is disabled sc=kJfX2",
    ])
  func servicesOff(_ said: String) {
    #expect(ServerWords.meaning(of: said) == .loginOff)
  }

  /// What must stay final: the account would be locked by more attempts.
  @Test(
    arguments: [
      "Invalid login attempt.", "Invalid user credentials", "Invalid credentials given.",
      "invalid_username_or_password", "Wrong email or password.", "Invalid username/password",
      "MSIS9659: Invalid 'username' or 'password'.", "Invalid user name: officer",
      "Incorrect username or password (#MBR1212)", "Incorrect authentication data",
      "Sai mật khẩu quá 5 lần", "Tên đăng nhập không đúng hoặc mật khẩu sai",
      "Mật khẩu không đúng, vui lòng nhập lại", "Sai tài khoản hoặc mật khẩu",
      "Login failed. You have 4 attempts left", "Login failed.You have 4 attempts left",
      "Đăng nhập thất bại. Bạn còn 3 lần thử", "HTTP Basic: Access denied",
      "authentication failed: Login failed: wrong password", "Login failed: Authentication failed",
      "Login failed for user officer. Please contact the helpdesk",
    ])
  func refusals(_ said: String) {
    #expect(ServerWords.meaning(of: said) == .refusal)
  }

  /// A failure of the bind says nothing about whose account is locked.
  @Test(
    arguments: [
      ("Bind failed: account is locked", .locked), ("bind: Account locked", .locked),
      ("LDAP bind failed, account disabled", .disabled),
      ("INVALID_CREDENTIALS: Bind failed: account was permanently locked", .locked),
      (
        "INVALID_CREDENTIALS: Bind failed: paasword expired and max grace logins were used",
        .passwordExpired
      ),
      ("Account is locked due to IMAP abuse", .locked),
      ("Account disabled for inactivity", .disabled),
      ("Account disabled by the service desk", .disabled),
      ("Tài khoản bị vô hiệu, liên hệ dịch vụ hỗ trợ", .disabled),
    ] as [(String, ServerWords.Meaning)])
  func states(_ said: String, _ meaning: ServerWords.Meaning) {
    #expect(ServerWords.meaning(of: said) == meaning)
  }

  private static let wrongPassword = AccountFinding.refused(
    .unauthorised, AccountDetail.wrongPassword)
}
