import Curl
import Reporting
import CCurl
import FoundationEssentials

/// An OAuth 2.0 token endpoint (RFC 6749): a token is asked for, and dropped.
struct TokenEndpointCheck {
  let line: CheckLine
  let address: ServiceAddress
  let request: TokenRequest
  let credentials: Credentials

  func run() throws(CheckStopped) -> AccountFinding {
    line.handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    line.handle.set(CURLOPT_HTTPHEADER, lines: ["Accept: application/json"])
    var fields = FormFields()
    fields.add("grant_type", request.grant.rawValue)
    if request.grant == .password {
      fields.add("username", credentials.bytes(.user))
      fields.add("password", credentials.bytes(.password))
    }
    if let scope = request.scope { fields.add("scope", scope) }
    if let client = request.clientId {
      if request.clientAuthentication == .basic, let secret = credentials.text(.clientSecret) {
        line.handle.set(CURLOPT_HTTPAUTH, ccurl_auth_basic)
        line.handle.set(CURLOPT_USERNAME, client)
        line.handle.set(CURLOPT_PASSWORD, copying: secret)
      } else {
        fields.add("client_id", client)
        let secret = credentials.bytes(.clientSecret)
        if !secret.isEmpty { fields.add("client_secret", secret) }
      }
    }
    line.aim(at: address)
    let reply = try line.post(fields)
    return line.definition.listed(reply) ?? Self.finding(of: reply)
  }

  private struct Answer: Decodable {
    var access_token: String?
    var error: String?
  }

  /// Pure and total: what a reply says by the RFC's own words.
  static func finding(of reply: HTTPReply) -> AccountFinding {
    let answer = try? JSONDecoder().decode(Answer.self, from: Data(reply.body.prefix(64 << 10)))
    switch (reply.status, answer?.error) {
    case (200, nil):
      return answer?.access_token?.isEmpty == false
        ? AccountFinding(.active)
        : AccountFinding(.unknown, AccountDetail.oddReply, isRefusal: true)
    case (_, "invalid_grant"?), (_, "access_denied"?):
      return .refused(.unauthorised, AccountDetail.wrongPassword)
    case (_, "invalid_client"?): return .refused(.unauthorised, AccountDetail.clientRefused)
    case (_, "unauthorized_client"?): return .refused(.unauthorised, AccountDetail.clientMayNot)
    case (_, "invalid_request"?), (_, "unsupported_grant_type"?), (_, "invalid_scope"?):
      return AccountFinding(.unknown, AccountDetail.wrongRequest, isRefusal: true)
    case (_, "temporarily_unavailable"?), (_, "server_error"?):
      return AccountFinding(.unreachable, AccountDetail.serverError)
    default: return reply.finding(unauthorised: AccountDetail.wrongPassword)
    }
  }
}
