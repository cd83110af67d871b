import Curl
import Reporting
import CCurl
import FoundationEssentials

/// One simple bind (RFC 4511, 4513) over a connection that libcurl opens: libcurl's own LDAP hides
/// the control that tells expired and locked apart.
struct BindCheck: ServiceCheck {
  let login: ServiceLogin
  let wall: String

  func run() throws(CheckStopped) -> AccountFinding {
    let scheme = address.isEncrypted ? "https" : "http"
    line.aim(at: address, as: "\(scheme)://\(address.host):\(address.port)/")
    line.speakHTTP()
    // Connect only: no HTTP is spoken, and no protocol is offered in the TLS handshake.
    line.handle.set(CURLOPT_CONNECT_ONLY, 1)
    line.handle.set(CURLOPT_SSL_ENABLE_ALPN, 0)
    line.handle.set(CURLOPT_FORBID_REUSE, 0)
    var code = line.handle.perform()
    guard code == CURLE_OK else { throw CheckStopped(line.finding(of: code)) }
    guard
      let request = try? BindRequest.bytes(
        name: credentials.bytes(.user), password: credentials.bytes(.password)),
      let end = try? BindRequest.unbind()
    else { throw CheckStopped(.unknown(AccountDetail.oddReply)) }
    code = line.handle.send(request, seconds: line.secondsLeft)
    guard code == CURLE_OK else { throw CheckStopped(line.finding(of: code)) }
    let reply = line.handle.receive(
      limit: BindReply.maximumBytes, seconds: line.secondsLeft, until: BindReply.isWhole)
    guard let bytes = reply.bytes else { throw CheckStopped(line.finding(of: reply.code)) }
    guard let answer = BindReply(bytes) else {
      return .unclear(AccountDetail.oddReply)
    }
    _ = line.handle.send(end, seconds: min(1, line.secondsLeft))
    return answer.finding(wall: wall)
  }
}
