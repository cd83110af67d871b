import Reporting
import Testing

@testable import Probing

/// Replies of web servers that refuse a login, by how its secrets were sent.
struct LoginReplyTests {
  typealias Status = AccountFacts.Account.Status

  /// Replies to a form, in words for programs and in pages for people.
  @Test(
    arguments: [
      (401, #"{"message":"Authentication backend unavailable"}"#, .unreachable, false),
      (401, #"{"message":"Account locked"}"#, .locked, true),
      (401, #"{"message":"T\u00e0i kho\u1ea3n \u0111\u00e3 b\u1ecb kh\u00f3a"}"#, .locked, true),
      (401, #"{"message":"T&#xE0;i kho&#x1EA3;n đã bị kh&oacute;a"}"#, .locked, true),
      (
        403, #"{"error":{"message":"Your account has been blocked by an administrator"}}"#, .locked,
        true
      ),
      (401, #"{"errors":["Password expired"]}"#, .expired, true),
      (401, "Máy chủ đang bảo trì", .unreachable, false),
      (401, #"{"error":"SSO server did not answer"}"#, .unreachable, false),
      (
        403, #"{"message":"Ngoài giờ làm việc, hệ thống không cho phép đăng nhập"}"#, .unreachable,
        false
      ),
      // Plain refusals.
      (401, #"{"message":"Sai tên đăng nhập hoặc mật khẩu"}"#, .unauthorised, true),
      (401, #"{"message":"Thông tin đăng nhập không chính xác"}"#, .unauthorised, true),
      (401, #"{"message":"Mật khẩu chưa đúng"}"#, .unauthorised, true),
      (403, #"{"message":"Invalid username or password"}"#, .unauthorised, true),
      (
        401, #"{"detail":"No active account found with the given credentials"}"#, .unauthorised,
        true
      ),
      (401, #"{"message":"These credentials do not match our records."}"#, .unauthorised, true),
      (401, #"{"code":"BAD_CREDENTIALS","status":401}"#, .unauthorised, true),
      // The status alone: 401 is the answer to a login, 403 may mean anything.
      (401, "", .unauthorised, true), (403, "", .unknown, false),
      (403, "Forbidden", .unknown, false),
      (401, #"{"timeout":5,"internal":null,"error":"Unauthorized"}"#, .unauthorised, true),
      (
        401,
        #"{"timestamp":"2026-11-30T08:15:02.123+00:00","error":"Unauthorized","path":"/login"}"#,
        .unauthorised, true
      ),
      (
        401,
        #"{"type":"https://tools.ietf.org/html/rfc7235#section-3.1","title":"Unauthorized","#
          + #""traceId":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"}"#,
        .unauthorised, true
      ),
      (403, #"{"error":"Forbidden","message":"Access Denied","path":"/login"}"#, .unknown, false),
      // More than a password.
      (
        401, #"{"message":"Vui lòng đăng nhập bằng tài khoản định danh điện tử (VNeID)"}"#,
        .unknown, false
      ),
      (401, #"{"message":"Vui lòng quét mã QR để xác nhận đăng nhập"}"#, .unknown, false),
      (401, #"{"message":"Mã xác nhận đã được gửi đến số điện thoại của bạn"}"#, .unknown, false),
      (401, #"{"message":"Thiết bị chưa được đăng ký"}"#, .unknown, false),
      (401, #"{"message":"Mã bảo mật không đúng"}"#, .unknown, false),
      (401, #"{"message":"Sai mã xác nhận"}"#, .unknown, false),
      (401, #"{"message":"Đăng nhập không thành công. Sai mã captcha"}"#, .unknown, false),
      // The request, the session or the network.
      (
        403, #"{"message":"Invalid CSRF Token 'null' was found on the request parameter"}"#,
        .unknown, false
      ),
      (403, #"{"message":"Missing Authentication Token"}"#, .unknown, false),
      (401, #"{"message":"No API key found in request"}"#, .unknown, false),
      (401, #"{"message":"Invalid user agent"}"#, .unknown, false),
      (401, #"{"message":"Phiên làm việc đã hết hạn, vui lòng tải lại trang"}"#, .unknown, false),
      (401, #"{"message":"Phiên đăng nhập của tài khoản đã hết hạn"}"#, .unknown, false),
      (
        403, #"{"message":"Chỉ cho phép truy cập từ mạng truyền số liệu chuyên dùng"}"#, .unknown,
        false
      ),
      (401, #"{"message":"Tài khoản đang được đăng nhập trên thiết bị khác"}"#, .unknown, false),
      // Words that we do not understand.
      (401, #"{"message":"Tài khoản được chuyển sang hệ thống mới"}"#, .unknown, false),
      (403, #"{"message":"Phiên bản ứng dụng không còn được hỗ trợ"}"#, .unknown, false),
      (401, #"{"code":"E1007"}"#, .unknown, false),
      (401, String(repeating: "[", count: 60_000), .unknown, false),
      // Pages.
      (403, "<title>403 Forbidden</title><center>nginx</center>", .unknown, false),
      (403, "<title>403 Forbidden</title><p>CSRF verification failed.", .unknown, false),
      (403, "<h2>403 - Forbidden: Access is denied.</h2>", .unknown, false),
      (401, "<h1>Unauthorized</h1>Mã bảo mật không đúng", .unknown, false),
    ] as [(Int, String, Status, Bool)])
  func forms(_ status: Int, _ body: String, _ expected: Status, _ isRefusal: Bool) {
    let reply = HTTPReply(status: status, body: Array(body.utf8))
    let finding = reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .inBody)
    #expect(finding.status == expected && finding.isRefusal == isRefusal, "\(finding)")
  }

  /// Replies to credentials of HTTP's own: a 401 refuses them, whatever its page.
  @Test(
    arguments: [
      (.scheme("basic"), 401, "<h1>Unauthorized</h1>Try again later: a bad password", true),
      (.token, 401, "<h1>Unauthorized</h1>", true), (.token, 401, "", true),
      (.scheme("basic"), 401, "HTTP Basic: Access denied", true),
      (.scheme("digest"), 401, "Mailbox is full", false),
      (.scheme("basic"), 403, "<title>403 Forbidden</title><center>nginx</center>", false),
      (.scheme("basic"), 403, "", true), (.token, 403, "Access denied", true),
      (.token, 401, #"{"error":"invalid_token","message":"Invalid or expired token"}"#, true),
      (.token, 401, #"{"message":"Token has expired"}"#, true),
      (.token, 401, #"{"message":"Token đã hết hạn"}"#, true),
      (.token, 403, #"{"message":"Invalid CSRF token"}"#, false),
      (.inBody, 401, #"{"message":"Invalid token"}"#, false),
    ] as [(HTTPReply.Secrets, Int, String, Bool)])
  func ownAuthentication(
    _ sent: HTTPReply.Secrets, _ status: Int, _ body: String, _ isRefusal: Bool
  ) {
    let reply = HTTPReply(status: status, body: Array(body.utf8))
    let finding = reply.finding(unauthorised: AccountDetail.wrongPassword, sent: sent)
    #expect(finding.isRefusal == isRefusal, "\(finding)")
    #expect(finding.isUnclear == (isRefusal ? nil : true))
  }

  /// What a server also says to visitors without credentials is no judgement of any.
  @Test func sameWithoutCredentials() {
    func finding(_ status: Int, _ body: String, unasked: String) -> AccountFinding {
      HTTPReply(status: status, body: Array(body.utf8)).finding(
        unauthorised: AccountDetail.tokenRefused, sent: .token,
        unasked: HTTPReply(status: status, body: Array(unasked.utf8)))
    }
    let same = AccountFinding.unclear(AccountDetail.saysTheSame)
    #expect(finding(403, "", unasked: "") == same)
    #expect(finding(403, "not here, 17", unasked: "not here, 18") == same)
    #expect(finding(403, "<p>no", unasked: "<p>no") == same)
    #expect(finding(403, "Forbidden", unasked: "").isRefusal)
    // A 401 is repeated to whoever has not signed in.
    #expect(finding(401, "who are you", unasked: "who are you").isRefusal)
    #expect(!finding(401, "who are you", unasked: "").isRefusal)
    #expect(!finding(401, "No API key found", unasked: "No API key found").isRefusal)
  }
}
