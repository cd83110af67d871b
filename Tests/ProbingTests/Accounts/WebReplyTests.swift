import Reporting
import Testing

@testable import Probing

/// Replies of web servers, gateways and token endpoints to credentials, and how they are
/// interpreted.
struct WebReplyTests {
  typealias Status = AccountFacts.Account.Status

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
    let finding = reply.finding(unauthorised: AccountDetail.wrongPassword)
    #expect(finding.status == expected && finding.isRefusal == isRefusal, "\(finding)")
  }

  @Test func challenges() {
    let reply = HTTPReply(status: 403, isChallenge: true)
    #expect(!reply.finding(unauthorised: "x").isRefusal)
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
