import Reporting
import Testing

@testable import Probing

/// Replies of web servers, gateways and token endpoints to credentials, and how they are
/// interpreted.
struct WebReplyTests {
  typealias Status = AccountFacts.Account.Status

  static func grant(_ description: String) -> String {
    #"{"error":"invalid_grant","error_description":"\#(description)"}"#
  }

  @Test(
    arguments: [
      (401, "", .unauthorised, true), (403, "Forbidden", .unauthorised, true),
      (403, "<title>Attention Required! | Cloudflare</title>", .unknown, false),
      (403, "please solve the CAPTCHA", .unknown, false),
      (401, "<div class=\"g-recaptcha\" data-sitekey=x>", .unknown, false),
      (200, "<script src=https://hcaptcha.com/1/api.js>", .unknown, false),
      (200, "welcome?", .unknown, false), (400, "", .unknown, false),
      (302, "", .unknown, false), (404, "", .unknown, false), (405, "", .unknown, false),
      (410, "", .unknown, false), (418, "", .unknown, false), (423, "", .unknown, false),
      (407, "proxy", .unreachable, false), (408, "", .unreachable, false),
      (421, "", .unreachable, false), (425, "", .unreachable, false),
      (429, "", .unknown, false), (500, "", .unreachable, false), (502, "", .unreachable, false),
      (503, "", .unreachable, false), (504, "", .unreachable, false),
      (511, "", .unreachable, false),
      (520, "", .unreachable, false),
    ] as [(Int, String, Status, Bool)])
  func statuses(_ status: Int, _ body: String, _ expected: Status, _ isRefusal: Bool) {
    let reply = HTTPReply(status: status, body: Array(body.utf8))
    let finding = reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .scheme("basic"))
    #expect(finding.status == expected && finding.isRefusal == isRefusal, "\(finding)")
  }

  /// The pages of gateways, proxies and filters, sent as HTML.
  @Test(
    arguments: [
      (403, "<html>Web Page Blocked! Attack ID: 20000051</html>"),
      (403, "The requested URL was rejected. Your support ID is: 12"),
      (403, "<h1>Forbidden</h1> You don't have permission ... Mod_Security"),
      (
        403,
        "<H1>Access Denied</H1> You don't have permission to access on this server. "
          + "Reference #18.2d351ab8.1557333295.a4e16ab"
      ),
      (403, "<H1>Access Denied</H1> Reference&#32;&#35;18&#46;2d351ab8"),
      (403, "<p>Trang n&#xE0;y đ&atilde; bị ch&#7863;n"),
      (403, "Access Denied - Sucuri Website Firewall"),
      (403, "<title>ERROR: Access Denied</title> squid"),
      (403, "Barracuda Web Application Firewall"), (403, "Trang này đã BỊ CHẶN bởi tường lửa"),
      (401, "Zscaler: authentication required"),
      (200, "<title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1"),
      (200, "<html>Request unsuccessful. Incapsula incident ID: 1-2</html>"),
    ])
  func gateways(_ status: Int, _ body: String) {
    let reply = HTTPReply(status: status, body: Array(body.utf8), mediaType: "text/html")
    #expect(
      reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .token)
        == .unclear(AccountDetail.gatewayRefuses))
    // A status alone does not distinguish the service from the gateway; the page's words do.
    var definition = AccountDefinition(kind: .form)
    definition.answers = [.init(status: .unauthorised, codes: [status])]
    #expect(definition.listed(reply) == nil)
    definition.answers[0].body = [String(body.prefix(12))]
    #expect(definition.listed(reply) == .refused(.unauthorised, AccountDetail.matched))
  }

  @Test(arguments: [
    "He thong dang bao tri", "<p>Hệ thống đang Bảo Trì</p>", "<p>Under maintenance",
  ])
  func maintenance(_ body: String) {
    let reply = HTTPReply(status: 403, body: Array(body.utf8), mediaType: "text/html")
    #expect(reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .inBody) == .later())
  }

  @Test func fieldsOfTheHead() {
    func finding(_ reply: HTTPReply) -> AccountFinding {
      reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .scheme("basic"))
    }
    #expect(finding(HTTPReply(status: 401, asksToWait: true)) == .unclear(AccountDetail.tooMany))
    let lines = ["WWW-Authenticate: Negotiate", "www-authenticate: NTLM, Basic realm=\"a, b\""]
    #expect(CheckConnection.offered(lines).contains("basic"))
    #expect(finding(HTTPReply(status: 401, offered: CheckConnection.offered(lines))).isRefusal)
    #expect(
      finding(HTTPReply(status: 401, offered: CheckConnection.offered([lines[0]])))
        == .unclear(AccountDetail.otherMethod))
    #expect(finding(HTTPReply(status: 401)).isRefusal)
    // A browser's own login stands before the form.
    #expect(
      HTTPReply(status: 401, offered: ["basic"]).finding(unauthorised: "x", sent: .inBody)
        == .unclear(AccountDetail.otherMethod))
  }

  @Test(
    arguments: [
      ("<form><input type=password name=p></form>", true),
      ("<INPUT name='p' TYPE = 'Password'>", true), ("  <p>welcome</p>", false),
      ("type=password in a plain text", false), (#"{"type":"password"}"#, false),
    ])
  func loginForms(_ body: String, _ isOne: Bool) {
    #expect(HTTPReply(status: 200, body: Array(body.utf8)).asksForPassword == isOne)
  }

  @Test func challenges() {
    let reply = HTTPReply(status: 403, isChallenge: true)
    #expect(!reply.finding(unauthorised: "x", sent: .inBody).isRefusal)
  }

  @Test(
    arguments: [
      (200, #"{"access_token":"t","token_type":"Bearer"}"#, .active, false),
      (400, #"{"error":"invalid_grant"}"#, .unauthorised, true),
      (
        400, #"{"error":"invalid_grant","error_description":"AADSTS50126: wrong"}"#, .unauthorised,
        true
      ),
      (400, #"{"error":"invalid_grant","error_description":"AADSTS50053: locked"}"#, .locked, true),
      (
        400, #"{"error":"invalid_grant","error_description":"AADSTS50055: expired"}"#, .expired,
        true
      ),
      (400, #"{"error":"invalid_grant","error_description":"AADSTS50076: MFA"}"#, .unknown, false),
      (400, Self.grant("AADSTS500121: strong authentication failed"), .unknown, false),
      (400, Self.grant("AADSTS53000: Device is not compliant"), .unknown, false),
      (400, Self.grant("AADSTS90033: A transient error has occurred"), .unreachable, false),
      (400, Self.grant("AADSTS80002: the directory did not answer"), .unreachable, false),
      (400, Self.grant("AADSTS50034: no such account"), .notIssued, true),
      (400, Self.grant("AADSTS50144: expired"), .expired, true),
      (400, Self.grant("AADSTS99999: who knows"), .unknown, false),
      (400, Self.grant("AADSTS"), .unknown, false),
      (400, Self.grant("Vui lòng đăng nhập bằng VNeID"), .unknown, false),
      (400, Self.grant("Realm not enabled"), .unknown, false),
      (400, Self.grant("Password flow is not supported for federated users"), .unknown, false),
      (
        400, #"{"error":"access_denied","error_description":"not reachable from this network"}"#,
        .unreachable, false
      ),
      (400, #"{"error":"access_denied"}"#, .unauthorised, true),
      (
        400,
        Self.grant(
          "The provided authorization grant is invalid, expired, revoked, does not match the"
            + " redirection URI used in the authorization request"), .unauthorised, true
      ),
      (400, Self.grant("Authentication failed for admin"), .unauthorised, true),
      (401, #"{"message":"No API key found in request"}"#, .unknown, false),
      (401, Self.grant("Invalid user credentials"), .unauthorised, true),
      (400, Self.grant("Account disabled"), .locked, true),
      (400, Self.grant("User account is locked"), .locked, true),
      (400, Self.grant("Invalid user credentials: account locked"), .locked, true),
      (400, Self.grant("The user has been locked out"), .locked, true),
      (400, Self.grant("User is disabled"), .locked, true),
      (400, Self.grant("Tài khoản bị khóa"), .locked, true),
      (400, Self.grant("Account is temporarily disabled"), .locked, false),
      (400, Self.grant("Password expired"), .expired, true),
      (400, Self.grant("Account is not fully set up"), .unknown, false),
      (400, Self.grant("OTP required"), .unknown, false),
      (400, Self.grant("LDAP server unavailable"), .unreachable, false),
      (400, Self.grant("Too many failed login attempts. Try again later"), .unreachable, false),
      (401, "<html>proxy authentication</html>", .unknown, false),
      (403, "<html>Forbidden</html>", .unknown, false),
      (
        401, #"{"error":"invalid_client","error_description":"store unavailable"}"#, .unreachable,
        false
      ),
      (401, #"{"error":"invalid_client"}"#, .unauthorised, true),
      (400, #"{"error":"unauthorized_client"}"#, .unauthorised, true),
      (400, #"{"error":"invalid_request"}"#, .unknown, false),
      (400, #"{"error":"unsupported_grant_type"}"#, .unknown, false),
      (400, #"{"error":"invalid_scope"}"#, .unknown, false),
      (400, #"{"error":"temporarily_unavailable"}"#, .unreachable, false),
      (400, #"{"error":"server_error"}"#, .unreachable, false),
      (400, #"{"error":"slow_down"}"#, .unknown, false),
      (400, #"{"error":"interaction_required"}"#, .unknown, false),
      (400, #"{"error":"something_new"}"#, .unknown, false),
      (503, #"{"error":"invalid_grant"}"#, .unreachable, false),
      (429, #"{"error":"too_many_attempts"}"#, .unknown, false),
      (200, "<html>log in to the hotel's network</html>", .unknown, false),
      (200, #"{"token_type":"Bearer"}"#, .unknown, false), (401, "", .unauthorised, true),
      (400, "what", .unknown, false), (302, "", .unknown, false), (407, "", .unreachable, false),
    ] as [(Int, String, Status, Bool)])
  func tokenEndpoints(_ status: Int, _ body: String, _ expected: Status, _ isRefusal: Bool) {
    let finding = TokenEndpointCheck.finding(of: HTTPReply(status: status, body: Array(body.utf8)))
    #expect(finding.status == expected && finding.isRefusal == isRefusal, "\(finding)")
  }
}
