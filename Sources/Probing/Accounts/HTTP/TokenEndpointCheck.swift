import Curl
import Reporting
import CCurl
import FoundationEssentials

/// A check at an OAuth 2.0 token endpoint (RFC 6749): requests a token and discards it.
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

  /// What a reply means in the RFC's own terms. Pure and total.
  static func finding(of reply: HTTPReply) -> AccountFinding {
    let answer = try? JSONDecoder().decode(Answer.self, from: Data(reply.body.prefix(64 << 10)))
    if reply.status == 200, answer?.error == nil, answer?.access_token?.isEmpty == false {
      return AccountFinding(.active)
    }
    // A gateway's words, or those of a failing server, decide nothing.
    let isOwn = reply.status == 403 && answer?.error != nil && !reply.isChallenge
    if let trouble = reply.trouble, reply.status >= 402, !isOwn { return trouble }
    switch answer?.error {
    case "invalid_grant"?, "access_denied"?: return refusal(answer?.error_description ?? "")
    case "invalid_client"?:
      return ServerWords.meaning(of: answer?.error_description ?? "") == .later
        ? .later() : .refused(.unauthorised, AccountDetail.clientRefused)
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
    // A token endpoint speaks JSON: any other text comes from something else.
    if reply.status == 200 || 400...403 ~= reply.status && answer == nil && !reply.body.isEmpty {
      return reply.trouble ?? .unclear(AccountDetail.oddReply)
    }
    return reply.finding(unauthorised: AccountDetail.wrongPassword, sent: .inBody)
  }

  /// A refused password, unless the description gives another reason or is not understood.
  /// Microsoft numbers its reasons.
  private static func refusal(_ description: String) -> AccountFinding {
    if let code = MicrosoftCode(in: description) {
      return code.finding ?? ServerWords.finding(of: code.words) ?? .unclear(AccountDetail.unclear)
    }
    return ServerWords.finding(
      of: description, refusal: .refused(.unauthorised, AccountDetail.wrongPassword),
      unknown: AccountDetail.unclear)
  }
}
