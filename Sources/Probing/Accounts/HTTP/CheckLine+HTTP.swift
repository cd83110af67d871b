import CCurl
import Curl
import Reporting

extension CheckLine {
  /// Most bytes of a page that are read.
  static let longestPage = 1 << 20

  /// Sends one request. Redirects are not followed.
  func request() throws(CheckStopped) -> HTTPReply {
    limitTime()
    let reply = CurlReply(maximumBody: Self.longestPage)
    let code = reply.collect(handle)
    guard handle.acceptedAll else { throw CheckStopped(.unknown(AccountDetail.noLibcurl)) }
    // Too many: it would have sent the request again, and may not. The reply stands.
    guard code == CURLE_OK || code == CURLE_TOO_MANY_REDIRECTS,
      let status = handle.number(CURLINFO_RESPONSE_CODE), status > 0
    else { throw CheckStopped(finding(of: code)) }
    return HTTPReply(
      status: status, location: reply.fields["location"], body: [UInt8](reply.body),
      isChallenge: reply.fields["cf-mitigated"] != nil)
  }

  /// Posts a form, once.
  func post(_ fields: FormFields) throws(CheckStopped) -> HTTPReply {
    handle.set(CURLOPT_POSTFIELDSIZE, fields.bytes.count)
    var bytes = fields.bytes
    defer { for index in bytes.indices { bytes[index] = 0 } }
    // libcurl copies the size given before.
    bytes.withUnsafeMutableBytes { handle.set(CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
    return try request()
  }
}
