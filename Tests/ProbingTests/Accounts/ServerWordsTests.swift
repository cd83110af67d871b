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
}
