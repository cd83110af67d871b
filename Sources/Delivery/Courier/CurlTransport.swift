import CCurl
import Curl
import FoundationEssentials

/// HTTP with libcurl over one persistent connection. Not thread-safe.
///
/// TLS 1.2 at least, certificates always verified, redirects never followed.
public final class CurlTransport: Transport {
  public struct Timeouts: Sendable {
    public var connectSeconds: Int
    /// Longest time with less than one byte a second.
    public var stalledSeconds: Int
    public var wholeSeconds: Int

    public init(connectSeconds: Int = 15, stalledSeconds: Int = 30, wholeSeconds: Int = 120) {
      (self.connectSeconds, self.stalledSeconds) = (connectSeconds, stalledSeconds)
      self.wholeSeconds = wholeSeconds
    }
  }

  private let handle: CurlHandle
  private let address: CentreAddress
  private let failures: CurlFailures

  /// - Parameters:
  ///   - certificateAuthority: a PEM file; if given, only certificates that it vouches for are
  ///     trusted, otherwise those that the system trusts.
  ///   - agentVersion: for the field `User-Agent`.
  /// - Throws: ``DeliveryError`` with code `configuration` if libcurl lacks what we need.
  public init(
    to address: CentreAddress, certificateAuthority: String? = nil,
    timeouts: Timeouts = Timeouts(), agentVersion: String
  ) throws(DeliveryError) {
    guard let handle = CurlHandle() else {
      throw DeliveryError(.configuration, "libcurl cannot start: reinstall the package libcurl4.")
    }
    self.handle = handle
    self.address = address
    failures = CurlFailures(address: address, certificateAuthority: certificateAuthority)
    let sockets = CurlSockets()
    sockets.receiveBuffer = 32 << 10
    handle.watch(sockets)
    handle.set(CURLOPT_PROTOCOLS_STR, address.scheme)
    handle.trust(certificateAuthority: certificateAuthority)
    if address.isLoopback { handle.set(CURLOPT_NOPROXY, "*") }
    handle.set(CURLOPT_CONNECTTIMEOUT, timeouts.connectSeconds)
    handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
    handle.set(CURLOPT_LOW_SPEED_TIME, timeouts.stalledSeconds)
    handle.set(CURLOPT_TIMEOUT, timeouts.wholeSeconds)
    handle.set(CURLOPT_USERAGENT, "commune-probe/\(agentVersion)")
    guard handle.acceptedAll else {
      throw DeliveryError(
        .configuration,
        "This libcurl lacks HTTPS or a required option: install libcurl 7.85 or newer."
      )
    }
  }

  public func send(_ request: OutgoingRequest) throws(DeliveryError) -> IncomingReply {
    let reply = CurlReply(maximumBody: CurlFailures.maximumBody)
    let lines = request.fields.map { "\($0.name): \($0.value)" } + ["Expect:"]
    let code = request.body.withUnsafeBytes { body in
      handle.set(CURLOPT_URL, "\(address)\(request.path)")
      handle.set(CURLOPT_POST, 1)
      handle.set(CURLOPT_CUSTOMREQUEST, request.method)
      handle.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: body.count)
      // Never NULL, which would mean the read callback: an empty body is any address, 0 bytes.
      let bytes = UnsafeMutableRawPointer(mutating: body.baseAddress) ?? handle.easy
      handle.set(CURLOPT_POSTFIELDS, bytes)
      handle.set(CURLOPT_HTTPHEADER, lines: lines)
      let code = reply.collect(handle)
      // The handle must not keep pointers that are valid during this call only.
      handle.set(CURLOPT_POSTFIELDS, nil as UnsafeMutableRawPointer?)
      handle.set(CURLOPT_HTTPHEADER, lines: [])
      return code
    }
    guard code == CURLE_OK else {
      throw failures.error(for: code, detail: handle.explanation(of: code))
    }
    return IncomingReply(
      status: handle.number(CURLINFO_RESPONSE_CODE) ?? 0, fields: reply.fields, body: reply.body)
  }
}
