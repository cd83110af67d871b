import FoundationEssentials

/// What libcurl's callbacks collect of one reply, within bounds.
final class CurlReply {
  static let maximumBody = 64 * 1024
  static let maximumFields = 64

  private(set) var fields: [String: String] = [:]
  private(set) var body = Data()

  /// The write callback: a count other than `size × count` makes libcurl give up.
  static let writeBody:
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
      bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let reply = Unmanaged<CurlReply>.fromOpaque(context).takeUnretainedValue()
      let length = size * count
      guard reply.body.count + length <= maximumBody else { return 0 }
      reply.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
      return length
    }

  /// The header callback: called once a line.
  static let readField:
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
    guard fields.count < Self.maximumFields, line.utf8.count <= 1024,
      let colon = line.firstIndex(of: ":")
    else { return }
    let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
    let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
    fields[line[..<colon].lowercased()] = String(value[..<end])
  }
}
