public import FoundationEssentials
import Reporting

/// A report waiting to be sent.
public struct SpooledReport: Sendable, Equatable {
  /// Lower-case UUID, chosen when the report was made.
  public let id: String
  /// As created: canonical JSON, not yet compressed.
  public let body: Data

  /// - Parameter id: a new one unless given; ``SpoolFile`` refuses anything but a lower-case UUID.
  public init(id: String = UUID().uuidString.lowercased(), body: Data) {
    self.id = id
    self.body = body
  }
}

/// One report in one file: a header line, then the body.
///
/// ```
/// commune-report 1 7d2d6f0e-0001-4000-8000-000000000001 1234 <64 hexadecimal digits>
/// {"agent":…}
/// ```
/// The header holds the format, the report's id, the body's length in bytes and its SHA-256.
enum SpoolFile {
  /// Longest body that may be spooled, in bytes: the most that the centre inflates.
  static let maximumBody = 2 * 1024 * 1024
  static let maximumHeader = 160
  static let maximumNumber = 999_999_999_999
  static let suffix = ".report"

  /// The file name in the spool: reports spooled earlier sort first.
  static func name(number: Int, id: String) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits + "-\(id)\(suffix)"
  }

  /// The number in a name; nil if the file is not ours.
  static func number(in name: String) -> Int? {
    guard name.hasSuffix(suffix), let dash = name.firstIndex(of: "-"),
      name.utf8.count == 12 + 1 + 36 + suffix.utf8.count,
      name[..<dash].utf8.count == 12, name[..<dash].utf8.allSatisfy({ 48...57 ~= $0 })
    else { return nil }
    return Int(name[..<dash])
  }

  static func encode(_ report: SpooledReport) -> Data {
    let digest = SHA256Digest.hexadecimal(of: report.body)
    return Data("commune-report 1 \(report.id) \(report.body.count) \(digest)\n".utf8) + report.body
  }

  /// - Throws: ``DeliveryError`` with code `damaged`, whose message is only the reason.
  static func decode(_ bytes: Data, name: String) throws(DeliveryError) -> SpooledReport {
    guard let lineEnd = bytes.prefix(maximumHeader).firstIndex(of: 10) else {
      throw DeliveryError(.damaged, "it has no header line")
    }
    let header = String(decoding: bytes[..<lineEnd], as: UTF8.self)
    let words = header.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 5, words[0] == "commune-report", words[1] == "1" else {
      throw DeliveryError(.damaged, "its header line is unknown")
    }
    guard isIdentifier(words[2]), name.hasSuffix("-\(words[2])\(suffix)") else {
      throw DeliveryError(.damaged, "its report id is not the one in its name")
    }
    let body = Data(bytes[bytes.index(after: lineEnd)...])
    guard words[3] == String(body.count) else {
      throw DeliveryError(
        .damaged, "it has \(body.count) bytes of body, its header says \(words[3].prefix(20))")
    }
    guard words[4] == SHA256Digest.hexadecimal(of: body) else {
      throw DeliveryError(.damaged, "its content does not match its SHA-256")
    }
    return SpooledReport(id: words[2], body: body)
  }

  static func isIdentifier(_ text: String) -> Bool {
    text == text.lowercased() && text.utf8.count == 36 && UUID(uuidString: text) != nil
  }
}
