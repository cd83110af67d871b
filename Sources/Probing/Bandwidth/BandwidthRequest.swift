import CCurl
import Curl

/// What all requests of a measurement have in common.
enum BandwidthRequest {
  static let connectSeconds = 10
  /// Longest time for any of them, in seconds; the measurement ends it sooner.
  private static let longestSeconds = 25

  /// - Parameter isUpload: whether there is a body, whose length is not known in advance.
  static func prepare(_ handle: CurlHandle, _ grant: BandwidthGrant, isUpload: Bool = false) {
    handle.set(CURLOPT_PROTOCOLS_STR, grant.server.hasPrefix("https:") ? "https" : "http")
    handle.trust(certificateAuthority: grant.certificateAuthority)
    if grant.isDirect { handle.set(CURLOPT_NOPROXY, "*") }
    handle.set(CURLOPT_CONNECTTIMEOUT, connectSeconds)
    handle.set(CURLOPT_TIMEOUT, longestSeconds)
    handle.set(CURLOPT_USERAGENT, "commune-probe/\(grant.agentVersion)")
    handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    handle.set(
      CURLOPT_HTTPHEADER,
      lines: ["Bandwidth-Slot: \(grant.slot)"]
        + (isUpload
          ? ["Content-Type: application/octet-stream", "Expect:", "Transfer-Encoding: chunked"]
          : []))
  }

  static func download(_ grant: BandwidthGrant, bytes: Int) -> String {
    "\(grant.server)/agent/v1/bandwidth/download?bytes=\(bytes)"
  }
}
