import FoundationEssentials
import Reporting

/// A report delivered by hand: the complete request that would be sent over the network, in a file.
///
/// ```
/// commune-bundle 1
/// POST centre.example.vn /agent/v1/reports
/// report-id: 7d2d6f0e-0001-4000-8000-000000000001
/// …the other fields, lower case…
///
/// <the body, gzip>
/// ```
enum SignedReportFile {
  static let suffix = ".signed-report"
  static let maximumBytes = 3 * 1024 * 1024
  private static let start = "commune-bundle 1\n"

  /// - Parameter spooled: the name of the report's file in the spool.
  static func name(for spooled: String) -> String {
    String(spooled.dropLast(SpoolFile.suffix.count)) + suffix
  }

  static func encode(_ request: OutgoingRequest, authority: String) -> Data {
    var head = start + "\(request.method) \(authority) \(request.path)\n"
    for (name, value) in request.fields { head += "\(name): \(value)\n" }
    return Data("\(head)\n".utf8) + request.body
  }

  /// Whether `bytes` are this report, signed for this centre by this key, so that nothing needs to
  /// be written.
  static func isCurrent(
    _ bytes: Data, id: String, body: Data, authority: String, keyId: String
  ) -> Bool {
    guard bytes.starts(with: Data(start.utf8)),
      let end = bytes.firstRange(of: Data("\n\n".utf8)), bytes[end.upperBound...] == body
    else { return false }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .split(separator: "\n").map(String.init)
    return lines.contains("POST \(authority) /agent/v1/reports")
      && lines.contains("report-id: \(id)")
      && lines.contains("content-digest: \(ContentDigest.field(for: body))")
      && lines.contains { $0.hasPrefix("signature-input:") && $0.contains("keyid=\"\(keyId)\"") }
      && lines.contains { $0.hasPrefix("signature: ") }
  }
}
