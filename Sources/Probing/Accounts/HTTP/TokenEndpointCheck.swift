import Curl
import Reporting
import CCurl
import FoundationEssentials

/// An OAuth 2.0 token endpoint (RFC 6749): a token is asked for, and dropped.
struct TokenEndpointCheck: ServiceCheck {
  let login: ServiceLogin
  let request: TokenRequest

  func run() throws(CheckStopped) -> AccountFinding {
    line.speakHTTP()
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
    var access_token, error, error_description: String?
  }

  /// Pure and total: what a reply says by the RFC's own words.
  static func finding(of reply: HTTPReply) -> AccountFinding {
    let answer = try? JSONDecoder().decode(Answer.self, from: Data(reply.body.prefix(64 << 10)))
    if reply.status == 200, answer?.error == nil, answer?.access_token?.isEmpty == false {
      return AccountFinding(.active)
    }
    // A gateway's words, or those of a server that is ill: they decide nothing.
    if let trouble = reply.trouble, reply.status >= 402 { return trouble }
    switch answer?.error {
    case "invalid_grant"?, "access_denied"?: return refusal(answer?.error_description ?? "")
    case "invalid_client"?: return .refused(.unauthorised, AccountDetail.clientRefused)
    case "unauthorized_client"?: return .refused(.unauthorised, AccountDetail.clientMayNot)
    case "invalid_request"?, "unsupported_grant_type"?, "invalid_scope"?, "invalid_target"?:
      return .unclear(AccountDetail.wrongRequest)
    case "temporarily_unavailable"?, "server_error"?: return .later(AccountDetail.serverError)
    case "slow_down"?, "authorization_pending"?, "too_many_attempts"?, "too_many_requests"?,
      "rate_limit_exceeded"?:
      return .unknown(AccountDetail.tooMany)
    case "interaction_required"?, "login_required"?, "consent_required"?, "mfa_required"?:
      return .unclear(AccountDetail.asksMore)
    case nil: break
    default: return .unclear(AccountDetail.unclear)
    }
    return reply.status == 200
      ? reply.trouble ?? .unclear(AccountDetail.oddReply)
      : reply.finding(unauthorised: AccountDetail.wrongPassword)
  }

  /// A refused password. Microsoft's servers give the reason a number.
  private static func refusal(_ description: String) -> AccountFinding {
    let said = description.prefix(512)
    if said.contains("AADSTS50053") { return .refused(.locked, AccountDetail.accountLocked) }
    if said.contains("AADSTS50055") { return .refused(.expired, AccountDetail.passwordExpired) }
    if said.contains("AADSTS50057") { return .refused(.locked, AccountDetail.accountDisabled) }
    // The password was right, and a second factor is wanted.
    // Consent, second factors and conditional access: the password itself was right.
    if ["50076", "50079", "50072", "50074", "50158", "53003", "65001"]
      .contains(where: { said.contains("AADSTS\($0)") })
    {
      return .unclear(AccountDetail.asksMore)
    }
    return .refused(.unauthorised, AccountDetail.wrongPassword)
  }
}
