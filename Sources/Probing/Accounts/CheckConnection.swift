import Reporting
import CCurl
import Curl

/// What all network checks share: a libcurl handle, configured so that nothing is tried twice, and
/// the remaining time.
struct CheckConnection {
  let definition: AccountDefinition
  let handle: CurlHandle
  private let deadline: Double

  /// - Parameter seconds: longest time for the whole check.
  /// - Throws: a finding that says why there is no handle.
  init(_ definition: AccountDefinition, seconds: Double) throws(CheckStopped) {
    guard let handle = CurlHandle() else { throw CheckStopped(.unknown(AccountDetail.noLibcurl)) }
    self.definition = definition
    self.handle = handle
    deadline = MonotonicClock.seconds() + seconds
    // libcurl repeats a request if a connection that it kept turns out to be dead. Each request has
    // a connection of its own, so that none is ever sent twice.
    handle.set(CURLOPT_FRESH_CONNECT, 1)
    handle.set(CURLOPT_FORBID_REUSE, 1)
    // libcurl counts its second attempt at a refused login as a redirect: allow none.
    handle.set(CURLOPT_MAXREDIRS, 0)
    handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    // A name server that does not answer must not delay the end of the check.
    handle.set(CURLOPT_QUICK_EXIT, 1)
    handle.trust(certificateAuthority: definition.ca)
  }

  var secondsLeft: Double { max(0.001, deadline - MonotonicClock.seconds()) }

  /// Sets the address and the remaining time. This computer itself is reached without a proxy.
  func aim(at address: ServiceAddress, as text: String? = nil) {
    handle.set(CURLOPT_URL, text ?? address.text)
    if address.isLoopback { handle.set(CURLOPT_NOPROXY, "*") }
    limitTime()
  }

  /// Allows HTTP only, also for redirects.
  func speakHTTP() { handle.set(CURLOPT_PROTOCOLS_STR, "http,https") }

  func limitTime() {
    let milliseconds = max(1, Int(secondsLeft * 1000))
    handle.set(CURLOPT_TIMEOUT_MS, milliseconds)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
  }

  /// What libcurl's failure says about the service.
  func finding(of code: CURLcode) -> AccountFinding {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      AccountFinding(.unreachable, AccountDetail.noName)
    case CURLE_COULDNT_CONNECT: AccountFinding(.unreachable, AccountDetail.noConnection)
    case CURLE_OPERATION_TIMEDOUT: AccountFinding(.unreachable, AccountDetail.timeout)
    case CURLE_PEER_FAILED_VERIFICATION:
      AccountFinding(.unreachable, CertificateRefusal(handle).detail)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER:
      AccountFinding(.unreachable, AccountDetail.noTLS)
    case CURLE_SSL_CACERT_BADFILE: .unknown(AccountDetail.noAuthority)
    case CURLE_USE_SSL_FAILED: AccountFinding(.unreachable, AccountDetail.noStartTLS)
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
      AccountFinding(.unreachable, AccountDetail.closed)
    case CURLE_PROXY: AccountFinding(.unreachable, AccountDetail.proxyRefuses)
    case CURLE_WRITE_ERROR: .unknown(AccountDetail.longReply)
    default: .unknown(AccountDetail.oddReply)
    }
  }
}

/// A check that ended before the service was asked, with its finding.
struct CheckStopped: Error {
  let finding: AccountFinding
  init(_ finding: AccountFinding) { self.finding = finding }
}

/// Why the server's certificate was not accepted, by OpenSSL's numbers (`X509_V_ERR_…`).
struct CertificateRefusal {
  let detail: String

  init(_ handle: CurlHandle) {
    switch handle.number(CURLINFO_SSL_VERIFYRESULT) {
    case 9?: detail = AccountDetail.certificateNotYet
    case 10?: detail = AccountDetail.certificateExpired
    // The chain is valid: libcurl compares the names itself, before it reads the result (1 until
    // then).
    case 0?, 1?: detail = AccountDetail.certificateOtherName
    default: detail = AccountDetail.certificateUntrusted
    }
  }
}
