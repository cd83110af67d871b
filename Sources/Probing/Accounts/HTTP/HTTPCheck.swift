import CCurl
import Curl
import Reporting

/// A page behind HTTP's own authentication: Basic and Digest (RFC 7617, 7616) or a bearer token
/// (RFC 6750).
struct HTTPCheck: ServiceCheck {
  let login: ServiceLogin

  func run() throws(CheckStopped) -> AccountFinding {
    // First without secrets: a page that anyone may see would report every account as "active". The
    // separate handle knows no user: libcurl remembers what a server offered.
    let unasked = try CheckConnection(line.definition, seconds: line.secondsLeft)
    unasked.aim(at: address)
    unasked.speakHTTP()
    let open = try unasked.request()
    guard open.status == 401 || open.status == 403 && line.definition.kind == .bearer else {
      return Self.finding(ofUnasked: open)
    }
    // A gateway that forbids access gets no token.
    if open.status == 403, let trouble = open.trouble { return trouble }
    let offered = unasked.handle.number(CURLINFO_HTTPAUTH_AVAIL) ?? 0
    guard offered & method != 0 || line.definition.kind == .bearer else {
      return .unknown(AccountDetail.otherMethod)
    }
    line.aim(at: address)
    line.speakHTTP()
    identify()
    let reply = try line.request()
    if let listed = line.definition.listed(reply) { return listed }
    if 200...299 ~= reply.status {
      if let trouble = reply.trouble { return trouble }
      return reply.asksForPassword ? .unclear(AccountDetail.asksAgain) : AccountFinding(.active)
    }
    return reply.finding(
      unauthorised: line.definition.kind == .bearer
        ? AccountDetail.tokenRefused : AccountDetail.wrongPassword,
      sent: sent, unasked: open)
  }

  private var sent: HTTPReply.Secrets {
    switch line.definition.kind {
    case .digest: .scheme("digest")
    case .bearer: .token
    default: .scheme("basic")
    }
  }

  private var method: Int {
    switch line.definition.kind {
    case .digest: ccurl_auth_digest
    case .bearer: ccurl_auth_bearer
    default: ccurl_auth_basic
    }
  }

  private func identify() {
    // Only one method: of several, libcurl would try one after the other. Digest needs a request
    // without the secret first, to obtain the nonce.
    line.handle.set(CURLOPT_MAXREDIRS, line.definition.kind == .digest ? 1 : 0)
    line.handle.set(CURLOPT_HTTPAUTH, method)
    if line.definition.kind == .bearer {
      line.handle.set(CURLOPT_XOAUTH2_BEARER, copying: credentials.text(.token))
    } else {
      line.handle.set(CURLOPT_USERNAME, copying: credentials.text(.user))
      line.handle.set(CURLOPT_PASSWORD, copying: credentials.text(.password))
    }
  }

  private static func finding(ofUnasked reply: HTTPReply) -> AccountFinding {
    if let trouble = reply.trouble { return trouble }
    return switch reply.status {
    case 200...299: .unknown(AccountDetail.asksNoLogin)
    case 300...399: .unknown(AccountDetail.movedAddress)
    default: .unknown(AccountDetail.wrongAddress)
    }
  }
}

extension CheckConnection {
  /// Maximum size of a page, in bytes.
  static let longestPage = 1 << 20

  /// Sends one request. Redirects are not followed.
  func request() throws(CheckStopped) -> HTTPReply {
    limitTime()
    let reply = CurlReply(maximumBody: Self.longestPage)
    let code = reply.collect(handle)
    guard handle.acceptedAll else { throw CheckStopped(.unknown(AccountDetail.noLibcurl)) }
    // Too many redirects: libcurl was not allowed to repeat the request. The reply counts.
    guard code == CURLE_OK || code == CURLE_TOO_MANY_REDIRECTS,
      let status = handle.number(CURLINFO_RESPONSE_CODE), status > 0
    else { throw CheckStopped(finding(of: code)) }
    return HTTPReply(
      status: status, location: reply.fields["location"], body: [UInt8](reply.body),
      isChallenge: reply.fields["cf-mitigated"] != nil,
      mediaType: reply.fields["content-type"]?.lowercased() ?? "",
      asksToWait: reply.fields["retry-after"] != nil, offered: Self.offered(reply.lines))
  }

  /// The first word of each `WWW-Authenticate`, and of each part of one that lists several schemes.
  static func offered(_ lines: [String]) -> [String] {
    let name = "www-authenticate:"
    return lines.filter { $0.lowercased().hasPrefix(name) }.flatMap { line in
      line.lowercased().dropFirst(name.utf8.count).split(separator: ",").compactMap { part in
        part.split { $0.isWhitespace }.first.map(String.init)
      }
    }
  }

  /// Posts a form, once.
  func post(_ fields: FormFields) throws(CheckStopped) -> HTTPReply {
    handle.set(CURLOPT_POSTFIELDSIZE, fields.bytes.count)
    var bytes = fields.bytes
    defer { for index in bytes.indices { bytes[index] = 0 } }
    // libcurl copies as many bytes as the size set before.
    bytes.withUnsafeMutableBytes { handle.set(CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
    return try request()
  }
}
