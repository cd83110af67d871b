import NIOCore
import Reporting

/// An acknowledgement as sent: the bytes of ``CanonicalJSON``, but without its encoder, which took
/// a fiftieth of the time of an unchanged report.
enum AcknowledgementText {
  /// - Throws: `EncodingError`.
  static func encode(_ acknowledgement: Acknowledgement) throws -> ByteBuffer {
    let sections = acknowledgement.sections.sorted { $0.key < $1.key }
    let texts =
      sections.flatMap { [$0.key, $0.value] } + [
        acknowledgement.receiptKey ?? "", acknowledgement.report,
      ]
    // Digits, names and base64: none of them needs escaping.
    guard texts.allSatisfy(isPlain) else {
      return ByteBuffer(bytes: try CanonicalJSON.encode(acknowledgement))
    }
    var text: [UInt8] = [UInt8(ascii: "{")]
    text.reserveCapacity(1024)
    if let key = acknowledgement.receiptKey { add(#""receiptKey":""#, key, #"","#, to: &text) }
    add(#""report":""#, acknowledgement.report, #"","sections":{"#, to: &text)
    for (place, section) in sections.enumerated() {
      add(place == 0 ? "\"" : ",\"", section.key, #"":""#, section.value, "\"", to: &text)
    }
    add(#"},"status":""#, acknowledgement.status.rawValue, #""}"#, to: &text)
    return ByteBuffer(bytes: text)
  }

  private static func add(_ parts: String..., to text: inout [UInt8]) {
    for part in parts { text.append(text: part) }
  }

  private static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.allSatisfy { byte in
        0x20...0x7E ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      }
    }
  }
}
