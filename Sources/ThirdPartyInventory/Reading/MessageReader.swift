import Compression
public import FoundationEssentials

/// Reads an agent's message. Compression and format are recognised by the first bytes: no agent's
/// `Content-Type` states them reliably.
public enum MessageReader {
  /// Pure and total. Bytes that are not text, and control characters, cost only themselves, not the
  /// inventory.
  ///
  /// - Parameter body: a zlib stream, a gzip file or plain; JSON or XML, in UTF-8 or UTF-16.
  /// - Throws: ``MessageError``; then nothing of the message may be used.
  public static func read(_ body: Data) throws(MessageError) -> AgentMessage {
    try read(text: try text(of: body))
  }

  /// The message's text, inflated if it was compressed: the first of two steps, for a reader that
  /// limits how much text a sender may have parsed.
  ///
  /// - Throws: ``MessageError`` with `tooLarge` or `compressionMalformed`.
  public static func text(of body: Data) throws(MessageError) -> Data {
    guard body.count <= MessageLimits.mostBytesSent else { throw .tooLarge }
    let text = try inflated(body)
    guard text.count <= MessageLimits.mostBytes else { throw .tooLarge }
    return text
  }

  /// Reads what ``text(of:)`` returned.
  ///
  /// - Throws: ``MessageError``; then nothing of the message may be used.
  public static func read(text: Data) throws(MessageError) -> AgentMessage {
    var message = try message(text)
    // An empty inventory would add a machine about which nothing is known. A partial one may
    // contain no wanted section.
    guard message.kind != .inventory || message.isPartial || !message.inventory.isEmpty else {
      throw MessageError(
        .notInventory, "The message holds no inventory: let the agent send a whole one.")
    }
    message.inventory = message.inventory.withNumberedDevices
    guard message.inventory.bytes <= MessageLimits.mostKept else {
      throw .tooManyDevices
    }
    return message
  }

  private static func message(_ text: Data) throws(MessageError) -> AgentMessage {
    let text = MessageText.decoded([UInt8](text))
    switch text.bytes.first {
    case nil: throw MessageError(.empty, "The message is empty.")
    case UInt8(ascii: "{"): return try JSONMessage.read(text.bytes)
    case UInt8(ascii: "<"): return try XMLMessage.read(text)
    default:
      throw MessageError(
        .notInventory,
        "The message is neither JSON nor XML, plain, zlib or gzip: it is not an agent's.")
    }
  }

  private static func inflated(_ body: Data) throws(MessageError) -> Data {
    let start = Array(body.prefix(2))
    guard start.count == 2 else { return body }
    let isGzip = start == [0x1F, 0x8B]
    // RFC 1950: the first two bytes are a multiple of 31.
    let isZlib = start[0] & 0x0F == 8 && (Int(start[0]) << 8 | Int(start[1])).isMultiple(of: 31)
    guard isGzip || isZlib else { return body }
    let limit = MessageLimits.mostInflated(from: body.count)
    do throws(ZlibStream.Failure) {
      return try ZlibStream.inflated(body, limit: limit)
    } catch {
      switch error {
      case .tooLarge: throw limit < MessageLimits.mostBytes ? .tooDense : .tooLarge
      case .malformed, .outOfMemory:
        throw MessageError(
          .compressionMalformed, "The compressed message is damaged or cut off: send it again.")
      }
    }
  }
}
