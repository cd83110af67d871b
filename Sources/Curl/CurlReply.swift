public import CCurl
public import FoundationEssentials

/// What libcurl's callbacks collect of one reply, within bounds.
public final class CurlReply {
  public static let maximumFields = 64
  /// Longest line of a head that is kept, in bytes.
  static let maximumLine = 1024

  /// Most bytes of a body; more makes the transfer fail with `CURLE_WRITE_ERROR`.
  public let maximumBody: Int
  /// By lower-case name; of a field sent twice the last value.
  public private(set) var fields: [String: String] = [:]
  /// The lines of the head as they came: status lines, fields, or what a mail server says.
  public private(set) var lines: [String] = []
  public private(set) var body = Data()

  public init(maximumBody: Int = 64 * 1024) { self.maximumBody = maximumBody }

  /// Runs one transfer and collects what comes.
  public func collect(_ handle: CurlHandle) -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    handle.set(CURLOPT_WRITEFUNCTION, Self.writeBody)
    handle.set(CURLOPT_HEADERFUNCTION, Self.readField)
    handle.set(CURLOPT_WRITEDATA, context)
    handle.set(CURLOPT_HEADERDATA, context)
    let code = withExtendedLifetime(self) { handle.perform() }
    // Nothing that ends with this call may stay in the handle.
    handle.set(CURLOPT_WRITEDATA, nil as UnsafeMutableRawPointer?)
    handle.set(CURLOPT_HEADERDATA, nil as UnsafeMutableRawPointer?)
    return code
  }

  /// The write callback: a count other than `size × count` makes libcurl give up.
  private static let writeBody:
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let reply = Unmanaged<CurlReply>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      guard reply.body.count + length <= reply.maximumBody else { return 0 }
      reply.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
      return length
    }

  /// The header callback: called once a line.
  private static let readField:
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let reply = Unmanaged<CurlReply>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      let line = String(
        decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
      reply.add(line: line)
      return length
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
