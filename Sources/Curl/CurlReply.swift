public import CCurl
public import FoundationEssentials

/// Collects one reply from libcurl's callbacks, within bounds.
public final class CurlReply {
  public static let maximumFields = 64
  /// Longest header line that is kept, in bytes.
  static let maximumLine = 1024

  /// Maximum size of all headers of one reply, in bytes, including interim replies and trailers.
  static let maximumHead = 64 * 1024

  /// Maximum size of a body, in bytes. A larger one fails with `CURLE_WRITE_ERROR`.
  public let maximumBody: Int
  /// By lower-case name; the last value if a field occurs twice.
  public private(set) var fields: [String: String] = [:]
  /// The header lines as received: fields, or what a mail server says.
  public private(set) var lines: [String] = []
  public private(set) var body = Data()
  private var headBytes = 0
  private var sockets = CurlSockets()
  private var receivedBefore = 0

  public init(maximumBody: Int = 64 * 1024) { self.maximumBody = maximumBody }

  /// Maximum bytes that the kernel may receive for one reply: a body in small chunks, the headers,
  /// and what TLS adds. Chunk extensions and the like reach no callback, so only this bounds them.
  private var maximumReceived: Int { 2 * maximumBody + 4 * Self.maximumHead }

  /// Runs one transfer and collects its reply.
  ///
  /// - Returns: libcurl's code; `CURLE_WRITE_ERROR` if a limit was exceeded.
  public func collect(_ handle: CurlHandle) -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    if handle.watched == nil { handle.watch(CurlSockets()) }
    sockets = handle.watched ?? sockets
    receivedBefore = sockets.receivedBytes
    headBytes = 0
    handle.setProgress(Self.progress, context)
    handle.set(CURLOPT_WRITEFUNCTION, Self.writeBody)
    handle.set(CURLOPT_HEADERFUNCTION, Self.readField)
    handle.set(CURLOPT_WRITEDATA, context)
    handle.set(CURLOPT_HEADERDATA, context)
    let code = withExtendedLifetime(self) { handle.perform() }
    // The handle must not keep pointers that are valid during this call only.
    handle.set(CURLOPT_WRITEDATA, nil as UnsafeMutableRawPointer?)
    handle.set(CURLOPT_HEADERDATA, nil as UnsafeMutableRawPointer?)
    handle.setProgress(Self.progress, nil)
    return code == CURLE_ABORTED_BY_CALLBACK ? CURLE_WRITE_ERROR : code
  }

  /// The progress callback: any result but 0 ends the transfer.
  private static let progress: curl_xferinfo_callback = { context, _, _, _, _ in
    guard let context else { return 0 }
    let reply = Unmanaged<CurlReply>.fromOpaque(context).takeUnretainedValue()
    return reply.sockets.receivedBytes - reply.receivedBefore > reply.maximumReceived ? 1 : 0
  }

  private typealias Callback =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int

  /// The write callback.
  private static let writeBody: Callback = { bytes, size, count, context in
    receive(bytes, size * count, context) { reply, bytes in
      guard reply.body.count + bytes.count <= reply.maximumBody else { return false }
      reply.body.append(contentsOf: bytes)
      return true
    }
  }

  /// The header callback, called once for each line.
  private static let readField: Callback = { bytes, size, count, context in
    receive(bytes, size * count, context) { reply, bytes in
      reply.headBytes += bytes.count
      guard reply.headBytes <= maximumHead else { return false }
      reply.add(line: String(decoding: bytes, as: UTF8.self))
      return true
    }
  }

  /// Passes data from libcurl to the reply that waits for it.
  ///
  /// - Parameter keep: returns whether the reply accepts the bytes.
  /// - Returns: the number of bytes; any other number makes libcurl give up.
  private static func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
    _ keep: (CurlReply, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    guard let bytes, let context else { return 0 }
    let reply = Unmanaged<CurlReply>.fromOpaque(context).takeUnretainedValue()
    return keep(reply, UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
  }

  func add(line: String) {
    if line.hasPrefix("HTTP/") {
      // A status line: what came before belonged to an interim reply.
      fields = [:]
      return
    }
    guard line.utf8.count <= Self.maximumLine else { return }
    if lines.count < Self.maximumFields { lines.append(line) }
    guard fields.count < Self.maximumFields,
      let colon = line.firstIndex(of: ":")
    else { return }
    let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
    let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
    fields[line[..<colon].lowercased()] = String(value[..<end])
  }
}
